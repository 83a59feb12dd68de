import { render } from "preact";
import type { CoursePlaces } from "./course-places.ts";
import { KeepSection } from "./keep-section.tsx";
import { WorkLists } from "./work-lists.tsx";
import { WorkModel } from "./work-model.ts";

const model = new WorkModel();

function WorkPage({ places }: { readonly places: CoursePlaces }) {
  const work = model.work.value;
  return (
    <>
      <p class="trouble" role="alert">
        {model.trouble.value}
      </p>
      {work !== undefined && (
        <>
          <KeepSection model={model} work={work} places={places} />
          <WorkLists model={model} work={work} places={places} />
        </>
      )}
    </>
  );
}

const place = document.getElementById("work");
const data = document.getElementById("course-places");
if (place !== null && data !== null) {
  const places: CoursePlaces = JSON.parse(data.textContent);
  await model.load();
  place.replaceChildren();
  render(<WorkPage places={places} />, place);
  place.dataset["ready"] = "";
  // Other tabs go on working.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void model.load();
  });
}
