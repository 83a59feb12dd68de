/** The Worker in which a page runs grade tests: a loop without end in them can be stopped from outside. */

import { connectEngine } from "./engine-proxy.ts";
import type { Grade } from "./grade.ts";
import type { FromGradeWorker, GradeOrder } from "./grade-worker-messages.ts";
import { runTests } from "./run-tests.ts";
import { StagePool } from "./stage.ts";

const testFiles = import.meta.glob("../../exercises/*/grade.test.ts");
const SIGN_OF_LIFE_EVERY_MS = 250;

const post = (message: FromGradeWorker) => self.postMessage(message);

self.onmessage = async ({ data }: MessageEvent<GradeOrder>) => {
  setInterval(() => post({ kind: "alive" }), SIGN_OF_LIFE_EVERY_MS);
  post({ kind: "grade", grade: await grade(data) });
};

async function grade(order: GradeOrder): Promise<Grade> {
  const { slug, exerciseId, files, exercise, seed, machines } = order;
  const importTests = testFiles[`../../exercises/${slug}/grade.test.ts`];
  if (importTests === undefined) {
    const failure = `There are no grade tests for ${slug}.`;
    return { exerciseId, seed, passed: false, tests: [], durationMs: 0, failure };
  }
  const left = [...machines];
  const pool = new StagePool({
    files,
    exercise,
    size: machines.length,
    programs: "shared",
    bootEngine: async () => {
      const machine = left.shift();
      if (machine === undefined) throw new Error("There are more stages than machines.");
      return connectEngine(machine.port, machine.kind);
    },
  });
  return runTests({
    exerciseId,
    host: { seed, lease: (options) => pool.lease(options) },
    importTests,
    concurrency: machines.length,
    onTest: (result) => post({ kind: "test", result }),
  });
}
