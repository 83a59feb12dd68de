import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { LoadedExercise } from "../../course/load-exercise.ts";
import { bundledPackages, isImportable } from "../../engine/inpage/package-list.ts";
import { endSandboxes, gradeInSandbox } from "./grade-in-sandbox.ts";
import { findIsolation } from "./isolation.ts";
import { failedTests, gradeTrial, loadTrial, whyNoSandbox } from "./trial-sandbox.ts";

const TIMEOUT_MS = 120_000;

let counter: LoadedExercise;
let missing: string | undefined;

beforeAll(async () => {
  counter = await loadTrial("visit-counter");
  missing = await whyNoSandbox();
});
beforeEach((context) => {
  if (missing !== undefined) context.skip(missing);
});
afterAll(() => endSandboxes());

describe("a hand-in in the sandbox", { timeout: TIMEOUT_MS }, () => {
  test("gets the grade that it deserves, right or wrong, with the sentences of the tests", async () => {
    const right = await gradeTrial(counter, {});
    expect(failedTests(right)).toEqual([]);
    expect(right.passed).toBe(true);
    const [mutant] = counter.mutants;
    const wrong = await gradeTrial(counter, mutant?.files ?? {});
    expect(failedTests(wrong)).toEqual(mutant?.fails);
  });

  test("is judged by hidden tests beside the exercise's own, or instead of them", async () => {
    const hidden = (expected: string) => `
      import { test } from "keepsake/grader";
      import { expect } from "vitest";
      import { EXPECTED } from "./parts/expected.ts";
      test("Hidden: the page is there", async ({ browser }) => {
        expect((await browser("Alice").get("/visit-counter")).status).toBe(EXPECTED.${expected});
      });`;
    const parts = { "parts/expected.ts": "export const EXPECTED = { right: 200, wrong: 418 };\n" };
    const beside = await gradeTrial(
      counter,
      {},
      { testFiles: { "hidden.test.ts": hidden("wrong"), ...parts } },
    );
    expect(failedTests(beside)).toEqual(["Hidden: the page is there"]);
    expect(beside.tests.length).toBeGreaterThan(1);
    const instead = await gradeTrial(
      counter,
      {},
      { testFiles: { "grade.test.ts": hidden("right"), ...parts } },
    );
    expect(instead.tests.map(({ name, state }) => [name, state])).toEqual([
      ["Hidden: the page is there", "pass"],
    ]);
  });

  test("is told apart from one whose tests could not be loaded", async () => {
    const grade = await gradeTrial(counter, {}, { testFiles: { "grade.test.ts": "import './no-such.ts';" } });
    expect(grade).toMatchObject({ passed: false, tests: [], failure: expect.stringContaining("no-such.ts") });
  });

  test("whose time is over has failed the tests that were not reached, and only those", async () => {
    const slow = `
      import { test } from "keepsake/grader";
      test("Quick", async () => undefined);
      test("Slow", async () => new Promise(() => undefined), 60_000);
      test("After it", async () => undefined);`;
    const grade = await gradeTrial(
      counter,
      {},
      { testFiles: { "grade.test.ts": slow }, limits: { wallMs: 15_000 } },
    );
    expect(grade.tests.map(({ state }) => state)).toEqual(["pass", "fail", "fail"]);
    expect(grade.tests[2]?.failure?.message).toBe(
      "The tests of this hand-in took longer than 15 seconds, and this one was not reached.",
    );
  });

  test("cannot edit a session's record behind the library: the tests' store tells", async () => {
    const server = `
      import { createHash } from "node:crypto";
      import { createApp, redisStore, Router } from "keepsake";
      const store = redisStore({ url: process.env.TINA4_SESSION_URL });
      let edited = Promise.resolve();
      const edit = async (id: string) => {
        const changes = new Map([["visits", { kind: "set", json: "7" } as const]]);
        const patch = { clear: false, changes, flashTaken: new Map(), flashAdded: new Map() };
        await store.patch(createHash("sha256").update(id).digest("hex"), patch);
      };
      Router.get("/visit", (req, res) => {
        const [, id] = /tina4_session=([^;]+)/.exec(req.headers.cookie ?? "") ?? [];
        if (req.query.edit && id) res.on("finish", () => { edited = edit(id); });
        res.json({ visits: req.session.increment("visits") });
      });
      Router.get("/edited", async (req, res) => { await edited; res.end(); });
      const app = await createApp();
      app.listen(7148);`;
    const tests = `
      import { test } from "keepsake/grader";
      import { expect } from "vitest";
      for (const path of ["/visit", "/visit?edit=1"]) test(path, async ({ browser, records }) => {
        const alice = browser("Alice");
        await alice.get("/visit");
        await alice.get(path);
        await browser("Bob").get("/edited");
        expect((await records.of(alice)).data).toEqual({ visits: 2 });
      });`;
    const grade = await gradeTrial(
      counter,
      { "server.ts": server },
      { testFiles: { "grade.test.ts": tests } },
    );
    expect(grade.tests.map(({ state }) => state)).toEqual(["pass", "fail"]);
    expect(grade.tests[1]?.failure?.message).toMatch(
      /^The record of Alice's session was changed while (?:no request was|only requests of others were) under way\./,
    );
  });

  test("imports each package that programs may import", async () => {
    const names = bundledPackages.filter(isImportable).map(({ name }) => name);
    const server = `
      import { createServer } from "node:http";
      const loaded: string[] = [];
      for (const name of ${JSON.stringify(names)}) {
        await import(name);
        loaded.push(name);
      }
      createServer((_request, response) => response.end(JSON.stringify(loaded))).listen(7148);`;
    const tests = `
      import { test } from "keepsake/grader";
      import { expect } from "vitest";
      test("All", async ({ browser }) => {
        expect(JSON.parse((await browser("Alice").get("/")).text)).toEqual(${JSON.stringify(names)});
      });`;
    const grade = await gradeTrial(
      counter,
      { "server.ts": server },
      { testFiles: { "grade.test.ts": tests } },
    );
    expect(grade.tests).toMatchObject([{ name: "All", state: "pass" }]);
  });

  test("can be given up", async () => {
    const files = { ...counter.starter, ...counter.solution };
    const given = gradeInSandbox({ loaded: counter, files, seed: 1, signal: AbortSignal.timeout(50) });
    await expect(given).rejects.toThrow("timeout");
  });

  test("that is trusted needs no sandbox, and the outcome says that it had none", async () => {
    const files = { ...counter.starter, ...counter.solution };
    const outcome = await gradeInSandbox({ loaded: counter, files, seed: 1, unsafe: true });
    expect(outcome).toMatchObject({ kind: "graded", isolation: "none", grade: { passed: true } });
  });
});

describe("where hand-ins cannot be isolated", () => {
  test.each([
    ["win32", "in WSL 2"],
    ["darwin", "macOS does not have"],
    ["linux", "apt install bubblewrap"],
  ] as const)("on %s it is said what to do", async (platform, words) => {
    const found = await findIsolation("/nowhere", platform, ["/nowhere-else"]);
    expect(found).toEqual({ reason: expect.stringContaining(words) });
  });
});
