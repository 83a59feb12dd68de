import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type Category, LighthouseRuns } from "../bench/lighthouse/lighthouse-runs.ts";
import { browserExecutable } from "./browser.ts";

/** Speed is for `npm run bench`, which has the machine to itself. */
const CATEGORIES: readonly Category[] = ["accessibility", "best-practices", "seo"];

describe.skipIf(browserExecutable("chromium") === undefined)("Lighthouse, on a phone's screen", () => {
  let lighthouse: LighthouseRuns;

  beforeAll(async () => {
    lighthouse = await LighthouseRuns.start();
  });
  afterAll(() => lighthouse.stop());

  test.each(["/", "/lessons/the-first-cookie/", "/exercises/shopping-cart/"])(
    "finds nothing to mend on %s but perhaps speed",
    async (path) => {
      const { scores, failures } = await lighthouse.run(inject("siteOrigin") + path, CATEGORIES);
      expect(failures).toEqual([]);
      expect(scores).toEqual({ accessibility: 100, "best-practices": 100, seo: 100 });
    },
  );
});
