import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { benchmarks } from "./benchmarks.ts";
import { withFigures } from "./readme-figures.ts";

const two = [
  { name: "first", heading: /^First\b/ },
  { name: "second", heading: /^Second\b/ },
];
const before = `# A project

<!-- figures: written by a command -->

Old words.

### Second (Node 1)

old second

### More of it

more

<!-- /figures -->

After.
`;

describe("the figures in the README", () => {
  it("take in what was printed, in the order of the list, and keep what others printed", () => {
    const after = withFigures(before, two, new Map([["first", "## First, today\n\n| $1 | $& |\n"]]));
    expect(after).toContain("### First, today\n\n| $1 | $& |\n\n### Second (Node 1)\n\nold second");
    expect(after).toContain("more\n\n<!-- /figures -->\n\nAfter.\n");
    expect(after).not.toContain("Old words");
  });

  it("replace all of what the same benchmark printed before, and nothing twice", () => {
    const once = withFigures(before, two, new Map([["second", "## Second (Node 2)\n\nnew\n"]]));
    expect(once).not.toContain("old second");
    expect(once).not.toContain("More of it");
    expect(withFigures(once, two, new Map([["second", "## Second (Node 2)\n\nnew\n"]]))).toBe(once);
  });

  it("refuse what would not be found again", () => {
    expect(() => withFigures(before, two, new Map([["first", "## Third\n"]]))).toThrow(/Mend benchmarks\.ts/);
    expect(() => withFigures("no marks", two, new Map())).toThrow(/README\.md has no place/);
  });

  it("have a program for each name, and each section of this README has a name", async () => {
    for (const { name } of benchmarks) {
      await readFile(new URL(`../${name}.ts`, import.meta.url));
    }
    const readme = await readFile(new URL("../../../README.md", import.meta.url), "utf8");
    const [, figures = ""] = readme.split(/<!-- \/?figures/);
    for (const [, heading = ""] of figures.matchAll(/^### (.*)/gm)) {
      expect(
        benchmarks.some((each) => each.heading.test(heading)),
        heading,
      ).toBe(true);
    }
  });
});
