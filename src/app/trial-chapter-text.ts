import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../shared/chapters", import.meta.url));

/** The text of the Node chapter; undefined in a checkout that has no chapters beside it. */
export function nodeChapter(): string | undefined {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return undefined;
  }
  const name = names.find((candidate) => candidate.startsWith("001_"));
  return name === undefined ? undefined : readFileSync(join(folder, name), "utf8");
}

/** Where a block of code stands in the chapter: between two texts, without the prose before its first line. */
export interface Place {
  readonly after: string;
  readonly before: string;
  /** Within a line of prose: all of it is code. */
  readonly inline?: true;
}

const FIRST_LINE = /^(?:import |Router\.|\/\/ |if \(|const |async function |req\.|\{%|<|\{$)/m;

/** The block with its import renamed. Throws when the chapter has no such place. */
export function blockAt(chapter: string, { after, before, inline }: Place): string {
  const start = chapter.indexOf(after);
  const end = chapter.indexOf(before, start + after.length);
  if (start === -1 || end === -1)
    throw new Error(`The chapter has nothing between "${after}" and "${before}".`);
  const span = chapter.slice(start + after.length, end);
  if (inline) return span;
  const first = FIRST_LINE.exec(span);
  if (first === null) throw new Error(`There is no code between "${after}" and "${before}".`);
  return span.slice(first.index).replaceAll("tina4-nodejs", "keepsake");
}
