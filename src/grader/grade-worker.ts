/**
 * The Worker in which a page runs grade tests: a loop without end in them can be stopped from outside.
 * What does it is a module that it asks for, never one that it imports: a build puts those into the Worker's own file,
 * and WebKit evaluates that file anew for whatever else imports from it. The tests would then have a runner of their own.
 */

import type { Grade } from "./grade.ts";
import type { FromGradeWorker, GradeOrder } from "./grade-worker-messages.ts";

const SIGN_OF_LIFE_EVERY_MS = 250;

const post = (message: FromGradeWorker) => self.postMessage(message);

self.onmessage = async ({ data }: MessageEvent<GradeOrder>) => {
  setInterval(() => post({ kind: "alive" }), SIGN_OF_LIFE_EVERY_MS);
  post({ kind: "grade", grade: await grade(data) });
};

async function grade(order: GradeOrder): Promise<Grade> {
  const { exerciseId, seed } = order;
  try {
    const { gradeOrder } = await import("./grade-order.ts");
    return await gradeOrder(order, (result) => post({ kind: "test", result }));
  } catch (error) {
    const failure = `The grader could not be loaded: ${error instanceof Error ? error.message : String(error)}`;
    return { exerciseId, seed, passed: false, tests: [], durationMs: 0, failure };
  }
}
