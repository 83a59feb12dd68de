import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { language } from "../words/en/language.ts";
import * as words from "../words/en/site.ts";
import { siteManifest } from "./site-manifest.ts";

const project = join(import.meta.dirname, "../..");

test("what is installed speaks the site's language, and nothing else says what it is", () => {
  expect(siteManifest).toMatchObject({ lang: language, description: words.installedDescription });
  expect(existsSync(join(project, "public/manifest.webmanifest"))).toBe(false);
});

test("each icon of it is there", () => {
  for (const { src } of siteManifest.icons) expect(existsSync(join(project, "public", src)), src).toBe(true);
});
