import { expect, test } from "vitest";
import { EngineError } from "../engine/engine.ts";
import { explain } from "./explain.ts";

test.each([
  ["Chromium", "Failed to fetch dynamically imported module: https://course.example/_astro/grade.js"],
  ["Firefox", "error loading dynamically imported module: https://course.example/_astro/grade.js"],
  ["Safari", "Importing a module script failed."],
])("a script that does not come is spoken of in words, in %s", (_, message) => {
  expect(explain(new TypeError(message))).toBe("a part of this page could not be fetched; are you online?");
});

test("every error is a whole sentence, so that another one can follow", () => {
  expect(explain(new EngineError("boot-failed", "It could not be downloaded: Failed to fetch"))).toBe(
    "It could not be downloaded: Failed to fetch.",
  );
  expect(explain(new Error("Is it there?"))).toBe("Is it there?");
});
