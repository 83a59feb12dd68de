import { test as base, type TestAPI } from "vitest";
import { gradeHost } from "./grade-host.ts";
import type { Program } from "./program.ts";
import { type Random, seededRandom } from "./random.ts";
import { type Evidence, Scene } from "./scene.ts";
import type { Records } from "./session-records.ts";
import type { TestBrowser } from "./test-browser.ts";
import type { TestClock } from "./test-clock.ts";

/** What a grade test can ask for. Each test has its own of everything, and the program runs already. */
export interface GradeFixtures {
  readonly program: Program;
  /** A browser with a jar of its own; the same name gives the same one. Default name "Browser". */
  readonly browser: (name?: string) => TestBrowser;
  readonly clock: TestClock;
  /** Session records, read from the store itself. */
  readonly records: Records;
  /** Of the whole run. */
  readonly seed: number;
  /** Picks that the seed repeats. */
  readonly random: Random;
}

interface Behind {
  readonly scene: Scene;
}

/** Where a test's evidence stands in the runner's own data about the test. */
export interface EvidenceMeta {
  evidence?: Evidence;
}

export const test: TestAPI<GradeFixtures> = base.extend<GradeFixtures & Behind>({
  scene: async ({ task }, use) => {
    const scene = new Scene(await gradeHost().lease());
    try {
      await scene.program.start();
      await use(scene);
    } finally {
      (task.meta as EvidenceMeta).evidence = scene.evidence();
      scene.close();
    }
  },
  program: async ({ scene }, use) => use(scene.program),
  browser: async ({ scene }, use) => use((name = "Browser") => scene.browser(name)),
  clock: async ({ scene }, use) => use(scene.clock),
  records: async ({ scene }, use) => use(scene.records),
  seed: async ({ task: _ }, use) => use(gradeHost().seed),
  random: async ({ task }, use) => use(seededRandom(gradeHost().seed, task.name)),
});
