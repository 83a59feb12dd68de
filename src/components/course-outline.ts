import { getCollection } from "astro:content";
import { type Part, partSchema } from "../course/lesson.ts";
import { type OutlinePart, outline } from "../course/outline.ts";

const partFiles = import.meta.glob("/lessons/*/part.json", { import: "default", eager: true });

let built: Promise<OutlinePart[]> | undefined;

/**
 * All parts with their lessons, in reading order. A build reads them once and not for each page; the dev server reads
 * them each time, because they change.
 */
export function courseOutline(): Promise<OutlinePart[]> {
  if (import.meta.env.DEV) return readOutline();
  built ??= readOutline();
  return built;
}

async function readOutline(): Promise<OutlinePart[]> {
  const parts = new Map<string, Part>();
  for (const [path, part] of Object.entries(partFiles)) {
    parts.set(path.split("/")[2] ?? "", partSchema.parse(part));
  }
  const lessons = await getCollection("lessons");
  return outline(
    parts,
    lessons.map(({ id, data }) => ({ path: id, lesson: data })),
  );
}
