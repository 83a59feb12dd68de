import { type LessonPlayground, offeredRequests } from "../course/lesson-playground.ts";
import { readLessonSource } from "../course/lesson-source.ts";
import type { PlaygroundSpec } from "../workbench/playground.ts";

const sources = import.meta.glob<string>("/lessons/**/*.mdx", {
  query: "?raw",
  import: "default",
  eager: true,
});

const playgrounds = new Map<string, LessonPlayground>();
const lessonOf = new Map<string, string>();
const checksOf = new Map<string, readonly string[]>();
for (const [path, source] of Object.entries(sources)) {
  const lesson = readLessonSource(source, path.slice(1));
  const lessonId = /^id: *(\S+)/m.exec(source)?.[1] ?? "";
  for (const playground of lesson.playgrounds) {
    playgrounds.set(playground.id, playground);
    lessonOf.set(playground.id, lessonId);
  }
  checksOf.set(
    lessonId,
    lesson.checks.map(({ id }) => id),
  );
}

/** All playgrounds, each with its lesson. */
export function lessonPlaygrounds() {
  return [...playgrounds.values()].map(({ id, title }) => ({
    id,
    title,
    lessonId: lessonOf.get(id) ?? "",
  }));
}

/** The ids of a lesson's checks, in the order of its text. */
export function lessonChecks(lessonId: string): readonly string[] {
  return checksOf.get(lessonId) ?? [];
}

/** The playground with that id, as its lesson describes it. Throws when there is none. */
export function lessonPlayground(id: string): LessonPlayground {
  const playground = playgrounds.get(id);
  if (playground === undefined) throw new Error(`No lesson has a <Playground id="${id}">.`);
  return playground;
}

/** What the workbench needs to mount it. */
export function playgroundSpec(playground: LessonPlayground): PlaygroundSpec {
  const { id, title, files, entry, startPath, view, clock, terminal, agents, spec } = playground;
  const { processes, hosts } = spec;
  const requests = offeredRequests(playground);
  return { id, title, files, entry, processes, hosts, startPath, view, clock, terminal, agents, requests };
}
