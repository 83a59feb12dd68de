import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { expect, test } from "vitest";

const src = join(import.meta.dirname, "..");

/** Elements that hide while they are empty, and into which nothing is ever put that a screen reader should speak. */
const NEVER_SPOKEN = ["continue-link:empty"];

/**
 * A live region speaks of what is put into it while it is there. `display: none` takes it away from a screen reader, and what
 * then comes with it is not spoken. So an empty one takes no room in another way: see Predict.astro and NewVersion.astro.
 */
test("nothing is taken off the page for being empty", () => {
  const sheets = readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:css|astro)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  expect(sheets.length).toBeGreaterThan(50);
  const found = sheets.flatMap((path) =>
    [
      ...readFileSync(path, "utf8").matchAll(
        /^\s*([^\n{}]*(?<!:not\():empty[^\n{}]*)\{[^{}]*display:\s*none/gm,
      ),
    ]
      .map(([, selector = ""]) => selector.trim())
      .filter((selector) => !NEVER_SPOKEN.includes(selector))
      .map((selector) => `src/${relative(src, path).split(sep).join("/")}: ${selector}`),
  );
  expect(found).toEqual([]);
});
