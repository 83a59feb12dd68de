// What the test site's page runs: the checker's replay and the grader, on in-page engines.
import { type Experiment, replayExperiment } from "../../cli/check-lessons-replay.ts";
import { bootInpageEngine } from "../../engine/inpage/inpage-engine.ts";
import type { Grade } from "../../grader/grade.ts";
import { type GradeRequest, gradeInPage } from "../../grader/grade-in-page.ts";

export interface CoursePage {
  /** The problems of one playground of a lesson, a sentence each. */
  replay(experiment: Experiment): Promise<string[]>;
  grade(request: Omit<GradeRequest, "bootEngine" | "signal">): Promise<Grade>;
}

const bootEngine = () => bootInpageEngine({ assets: "/engine/" });

const coursePage: CoursePage = {
  replay: async (experiment) =>
    (await replayExperiment(experiment, bootEngine)).map(({ message }) => message),
  grade: (request) => gradeInPage({ ...request, bootEngine }),
};

Object.assign(globalThis, { coursePage });
