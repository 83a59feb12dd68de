// What the test site's page runs: the grader on in-page engines, for tests that drive it from Node.
import { bootInpageEngine } from "../../engine/inpage/inpage-engine.ts";
import type { Grade } from "../grade.ts";
import { type GradeRequest, gradeInPage } from "../grade-in-page.ts";

export interface GraderPage {
  /** Rejects with the abort reason when `abortAfterMs` has passed first. */
  grade(request: Omit<GradeRequest, "bootEngine" | "signal">, abortAfterMs?: number): Promise<Grade>;
}

const graderPage: GraderPage = {
  grade: (request, abortAfterMs) =>
    gradeInPage({
      ...request,
      bootEngine: () => bootInpageEngine({ assets: "/engine/" }),
      ...(abortAfterMs === undefined ? {} : { signal: AbortSignal.timeout(abortAfterMs) }),
    }),
};

Object.assign(globalThis, { graderPage });
