import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserExecutable, browserNames } from "../../../e2e/browser.ts";
import { openScriptedPage, type ScriptedPage } from "../../../e2e/scripted-page.ts";
import { openTestSite, type TestSite } from "../test-site.ts";
import { compareScenario } from "./compare.ts";
import { startPageServer } from "./page-server.ts";
import { startRealServer } from "./real-server.ts";
import { scenarios } from "./requests.ts";

describe.for(browserNames)("the engine in %s against real Node", (name) => {
  describe.skipIf(browserExecutable(name) === undefined)(`with ${name} installed`, () => {
    let site: TestSite | undefined;
    let page: ScriptedPage;
    beforeAll(async () => {
      site = await openTestSite();
      page = await openScriptedPage(name);
      await page.goto(site.url);
    });
    afterAll(async () => {
      await page?.close();
      await site?.close();
    });

    it.for(scenarios)("answers as Node does: $program", async (scenario, { onTestFinished }) => {
      const real = await startRealServer(scenario.program, onTestFinished);
      const engine = await startPageServer(page, scenario.program, onTestFinished);
      const faults = await compareScenario(scenario, real, engine, name);
      expect(faults.join("\n")).toBe("");
    });
  });
});
