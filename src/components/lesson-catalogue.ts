import { type LessonPlayground, offeredRequests } from "../course/lesson-playground.ts";
import { readLessonSource } from "../course/lesson-source.ts";
import type { PlaygroundSpec } from "../workbench/playground.ts";

const sources = import.meta.glob<string>("/lessons/**/*.mdx", {
  query: "?raw",
  import: "default",
  eager: true,
});

const playgrounds = new Map<string, LessonPlayground>();
for (const [path, source] of Object.entries(sources)) {
  for (const playground of readLessonSource(source, path.slice(1)).playgrounds) {
    playgrounds.set(playground.id, playground);
  }
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
