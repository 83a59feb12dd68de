import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../../shared/chapters", import.meta.url));

/**
 * The curl lines of a page of text, each with its continuation lines. Where the page was pasted together, a line may have
 * begun after a full stop of code and ended before a heading: it begins at `curl` and ends where words that are no
 * argument follow.
 */
export function curlLines(text: string): readonly string[] {
  const found = text.matchAll(/(?:^|;)(curl (?:[^\n]*\\\n)*[^\n]*)/gm);
  return [...found].map(([, line = ""]) => line.replace(/((?:-[cb]) cookies\.txt)(?=\S).*$/, "$1"));
}

/** Those of the chapters; `undefined` in a checkout that has no chapters beside it. */
export function chapterCurlLines(): readonly string[] | undefined {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return undefined;
  }
  return names.sort().flatMap((name) => curlLines(readFileSync(join(folder, name), "utf8")));
}
