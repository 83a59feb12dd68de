import { offerCommands } from "../palette/commands.ts";
import * as words from "../words/en/lesson.ts";
import { mountPlayground, type PlaygroundSpec } from "../workbench/playground.ts";
import { carriesCode, reloadForCode } from "../workbench/share/link-hash.ts";
import type { LessonPlace } from "../workbench/share/meet-in-lesson.ts";
import { LessonCheckMark } from "./lesson-check-mark.ts";
import { observed } from "./observed.ts";

const checks = [...document.querySelectorAll<HTMLElement>("[data-check]")].map(
  (element) => new LessonCheckMark(element),
);

const places: LessonPlace[] = [];

/** Makes each experiment of a lesson a playground: its listings become what the reader can run and edit. */
const placed = [...document.querySelectorAll<HTMLElement>("[data-experiment]")].map((figure) => {
  const spec: PlaygroundSpec = JSON.parse(figure.querySelector("[data-spec]")?.textContent ?? "");
  const mount = document.createElement("div");
  const listings = figure.querySelectorAll("pre[data-file]");
  listings[0]?.before(mount);
  mount.append(...listings);
  const playground = mountPlayground(mount, spec);
  places.push({ spec, element: mount, playground });
  const watching = checks.filter(({ playgroundId }) => playgroundId === spec.id);
  if (watching.length > 0) {
    playground.onExchanges((entries) => {
      const exchanges = entries.map((entry) => observed(entry, playground.setup));
      for (const check of watching) check.look(exchanges);
    });
  }
  return { figure, spec, playground };
});

offerCommands(() =>
  placed.map(({ figure, spec, playground }) => ({
    id: `run:${spec.id}`,
    title: words.runNamed(spec.title ?? spec.id),
    group: "Program",
    words: words.runNamedWords,
    run: () => {
      figure.scrollIntoView();
      return playground.open({ run: true });
    },
  })),
);

/** `?file=server.ts&line=6#playground-theme-cookie` opens that file of that playground. */
const asked = placed.find(({ figure }) => `#${figure.id}` === location.hash);
const query = new URLSearchParams(location.search);
const file = query.get("file");
if (asked !== undefined && file !== null) {
  void asked.playground.openFile({ path: file, line: Number(query.get("line")) || undefined });
}

const prose = document.querySelector<HTMLElement>(".prose");
if (prose !== null && placed.length > 0) {
  void import("./lesson-links.ts").then(({ linkLessonText }) => linkLessonText(prose, placed));
}

const lesson = document.querySelector<HTMLElement>("[data-lesson]");
if (lesson !== null) {
  reloadForCode();
  if (carriesCode(location.hash)) {
    void import("../workbench/share/meet-in-lesson.ts").then((meet) => meet.meetCodeInLesson(lesson, places));
  }
}
