import { useRef } from "preact/hooks";
import { dateText } from "../inspector/time-text.ts";
import type { CoursePlaces } from "./course-places.ts";
import type { Work } from "./work.ts";
import type { Offered, Storage, WorkModel } from "./work-model.ts";
import { changeTexts, countTexts, countWork } from "./work-summary.ts";

interface KeepSectionProps {
  readonly model: WorkModel;
  readonly work: Work;
  readonly places: CoursePlaces;
}

/** How much there is, and the ways to keep it: one file, the browser's promise. */
export function KeepSection({ model, work, places }: KeepSectionProps) {
  const input = useRef<HTMLInputElement>(null);
  const counts = countWork(work);
  const right = Object.values(work.lessons.predictions).filter((each) => each.right).length;
  const offered = model.offered.value;
  return (
    <>
      <dl class="work-figures">
        <Figure name="Lessons read" value={counts.lessons} of={places.lessons.length} />
        <Figure name="Checks seen" value={counts.checks} of={places.checks} />
        <Figure name="Predictions right" value={right} of={counts.predictions} />
        <Figure name="Exercises passed" value={counts.passed} of={places.exercises.length} />
      </dl>
      <section class="work-keep" aria-labelledby="keep">
        <h2 id="keep">Keep it</h2>
        <p class="lead">
          Everything is in this browser and nowhere else. One file holds all of it: what you have read, seen
          and passed, your programs with their dated drafts, and your settings. Bring it into another browser,
          or keep it safe.
        </p>
        <p class="work-buttons">
          <button type="button" class="button" data-primary="" onClick={() => model.save()}>
            Save all as one file
          </button>
          <button type="button" class="button" onClick={() => input.current?.click()}>
            Bring in a file…
          </button>
          <input
            ref={input}
            type="file"
            accept="application/json,.json"
            hidden
            aria-label="A file of your work"
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              if (file !== undefined) void model.offer(file);
              currentTarget.value = "";
            }}
          />
        </p>
        <div role="status">
          {offered !== undefined && <Offer model={model} work={work} offered={offered} />}
        </div>
        <StorageLine model={model} storage={model.storage.value} />
      </section>
    </>
  );
}

function Figure({ name, value, of }: { readonly name: string; readonly value: number; readonly of: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value} <span>of {of}</span>
      </dd>
    </div>
  );
}

interface OfferProps {
  readonly model: WorkModel;
  readonly work: Work;
  readonly offered: Offered;
}

/** What is in the file and what it would change; nothing is done yet. */
function Offer({ model, work, offered }: OfferProps) {
  const changes = changeTexts(work, offered.merged);
  const contents = countTexts(countWork(offered.work));
  return (
    <div class="work-offer">
      <h3>
        {offered.name}, saved {dateText(offered.savedAtMs)}
      </h3>
      <p>{contents.length === 0 ? "There is nothing in it." : `In it: ${contents.join(", ")}.`}</p>
      {changes.length === 0 ? (
        <p>Everything in it is here already: nothing would change.</p>
      ) : (
        <>
          <p>Brought in, nothing of what is here is lost:</p>
          <ul>
            {changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        </>
      )}
      <p class="work-buttons">
        {changes.length > 0 && (
          <button type="button" class="button" data-primary="" onClick={() => model.bringIn()}>
            Bring it in
          </button>
        )}
        <button type="button" class="button" onClick={() => model.withdraw()}>
          {changes.length > 0 ? "Leave it" : "Good"}
        </button>
      </p>
    </div>
  );
}

function StorageLine({
  model,
  storage,
}: {
  readonly model: WorkModel;
  readonly storage: Storage | undefined;
}) {
  if (storage === undefined) return null;
  return (
    <p class="work-storage">
      {usedText(storage)}{" "}
      {storage.promised
        ? "The browser has promised to keep it until you clear it yourself."
        : "When its disk is nearly full, the browser may clear it by itself."}{" "}
      {!storage.promised && (
        <button type="button" class="link-button" onClick={() => model.askToKeep()}>
          Ask it not to
        </button>
      )}
    </p>
  );
}

function usedText({ usedBytes, limitBytes }: Storage): string {
  if (usedBytes === undefined || limitBytes === undefined)
    return "How much room it takes, this browser does not say.";
  return `All of this site takes ${sizeText(usedBytes)} of the ${sizeText(limitBytes)} that the browser gives it.`;
}

function sizeText(bytes: number): string {
  const megabytes = bytes / 1_000_000;
  if (megabytes < 1) return `${Math.ceil(bytes / 1_000)} kB`;
  return megabytes < 1_000 ? `${megabytes.toFixed(1)} MB` : `${(megabytes / 1_000).toFixed(1)} GB`;
}
