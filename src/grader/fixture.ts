import { test as base, type RunnerTestCase, type TestAPI } from "vitest";
import { gradeHost } from "./grade-host.ts";
import { type Random, seededRandom } from "./random.ts";
import { type Evidence, Scene } from "./scene.ts";
import type { Records } from "./session-records.ts";
import { type Programs, programsFixture } from "./stage-programs.ts";
import type { TestBrowser } from "./test-browser.ts";
import type { TestClock } from "./test-clock.ts";

/** What a grade test can ask for. Each test has its own of everything, and the program runs already. */
export interface GradeFixtures {
  /** All processes of the exercise; `program("b")` is one of them. */
  readonly program: Programs;
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

/** What the fixture leaves in the runner's own data about a test. */
export interface GradeMeta {
  evidence?: Evidence;
  /** The test's last try had a program that no other test had. */
  freshProgram?: boolean;
}

function triesOf({ result }: Readonly<RunnerTestCase>): number {
  return result?.retryCount ?? 0;
}

export const test: TestAPI<GradeFixtures> = base.extend<GradeFixtures & Behind>({
  scene: async ({ task }, use) => {
    const meta = task.meta as GradeMeta;
    const tryNumber = triesOf(task);
    const isOver = () => task.result?.state !== "run" || triesOf(task) !== tryNumber;
    const stage = await gradeHost().lease({ fresh: tryNumber > 0 });
    const scene = new Scene(stage);
    try {
      if (!isOver()) {
        meta.freshProgram = stage.fresh;
        await scene.program.start();
      }
      // Nobody would come back from `use`: the machine is given back here, for the next test.
      if (isOver()) throw new Error("The time of the test was over before its program ran.");
      await use(scene);
    } finally {
      if (triesOf(task) === tryNumber) meta.evidence = scene.evidence();
      scene.close({ passed: task.result?.state !== "fail" });
    }
  },
  program: async ({ scene }, use) => use(programsFixture(scene.program)),
  browser: async ({ scene }, use) => use((name = "Browser") => scene.browser(name)),
  clock: async ({ scene }, use) => use(scene.clock),
  records: async ({ scene }, use) => use(scene.records),
  seed: async ({ task: _ }, use) => use(gradeHost().seed),
  random: async ({ task }, use) => use(seededRandom(gradeHost().seed, task.name)),
});
