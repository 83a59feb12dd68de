import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { browserDeviations } from "./browser-deviations.ts";

it.each(browserDeviations)("$id still has what shows it", ({ shownBy }) => {
  const text = readFileSync(join(import.meta.dirname, "../..", shownBy.file), "utf8");
  expect(text).toContain(shownBy.words);
});
