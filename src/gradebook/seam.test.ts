import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { describe, expect, it } from "vitest";

const here = import.meta.dirname;
const src = join(here, "..");

/** The only files that read the disk, and what they read there. */
const READ_THE_DISK: Readonly<Record<string, string>> = {
  "grading/assigned-exercises.ts": "the course and hidden tests, out of folders that the caller names",
  "report/page.ts": "the style of the reports",
};

/** Programs below a folder, with their texts; what only tests run is left out. */
function programs(folder: string): (readonly [file: string, text: string])[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /(?<!\.test|\.fixture)\.(?:tsx?|astro)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes(`${sep}node_modules${sep}`))
    .map((path) => [relative(folder, path).split(sep).join("/"), readFileSync(path, "utf8")]);
}

const own = programs(here);
const filesWith = (pattern: RegExp): string[] =>
  own.filter(([, text]) => pattern.test(text)).map(([file]) => file);

describe("the gradebook", () => {
  it("knows no process, terminal or clock", () => {
    const pattern =
      /\bprocess\.|\bconsole\.|node:(?:process|child_process|readline|tty|os)|Date\.now|new Date\(\)/;
    expect(filesWith(pattern)).toEqual([]);
  });

  it("speaks of no command and of no option of one", () => {
    expect(filesWith(/npm run|(?<![\w(-])--[a-z]+(?![\w-]*[:);])/)).toEqual([]);
  });

  it("reads the disk in few places, and writes nowhere", () => {
    expect(filesWith(/node:fs/).sort()).toEqual(Object.keys(READ_THE_DISK).sort());
    expect(filesWith(/\b(?:writeFile|mkdir|rename|appendFile|rm)\w*\(/)).toEqual([]);
  });

  it("is reached by one door", () => {
    const others = programs(src).filter(([file]) => !file.startsWith("gradebook/"));
    const wrong = others.filter(([, text]) => /"\.[^"]*\/gradebook\/(?!index\.ts")[^"]*"/.test(text));
    expect(wrong.map(([file]) => file)).toEqual([]);
  });
});
