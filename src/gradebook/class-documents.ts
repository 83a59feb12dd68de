import { canonicalJson } from "../assignment/canonical-json.ts";
import type { HandIn } from "../assignment/hand-in.ts";
import type { GradedClass } from "./grade-class.ts";
import { classReport } from "./report/class-report.ts";
import { learnerReport } from "./report/learner-report.ts";
import { canvasCsv, gradesCsv, moodleCsv } from "./results/grades-csv.ts";
import { GRADES_FILE, gradesFile } from "./results/grades-json.ts";
import type { LearnerResult } from "./results/results.ts";

/** Where the documents of learners lie: a page for each, and what they handed in, opened. */
export const REPORTS_FOLDER = "reports";
export const OPENED_FOLDER = "opened";

/** One text of the results. Pages link each other by these paths. */
export interface ClassDocument {
  /** With `/`, below whatever holds all of them. */
  readonly path: string;
  readonly text: string;
}

/**
 * All results as texts: tables, `grades.json` and reports. The same results give the same bytes. Each is made when it
 * is asked for, so that those of a large class need not be in the memory together.
 */
export function* classDocuments(graded: GradedClass): Generator<ClassDocument, void, undefined> {
  const { assignment, learners, troubles, similar } = graded;
  yield { path: "grades.csv", text: gradesCsv(assignment, learners, troubles) };
  yield { path: "grades-moodle.csv", text: moodleCsv(learners) };
  yield { path: "grades-canvas.csv", text: canvasCsv(assignment, learners) };
  const grades = gradesFile(assignment, learners, troubles, similar);
  yield { path: GRADES_FILE, text: `${JSON.stringify(grades, null, 2)}\n` };
  yield {
    path: "class.html",
    text: classReport({
      ...{ assignment, results: learners, troubles, similar },
      sourceText: (exerciseId, slug, path) => filesOf(graded, exerciseId, slug)?.[path],
    }),
  };
  for (const learner of learners) {
    const report = learnerReport(assignment, learner, troubles);
    yield { path: `${REPORTS_FOLDER}/${learner.slug}.html`, text: report };
    const handIn = handInOf(graded, learner);
    if (handIn !== undefined)
      yield { path: `${OPENED_FOLDER}/${learner.slug}.json`, text: `${canonicalJson(handIn)}\n` };
  }
}

function handInOf({ verdicts }: GradedClass, { key }: LearnerResult): HandIn | undefined {
  return verdicts.find(({ counts }) => counts.learner.key === key)?.counts.handIn;
}

/** What a learner handed in for an exercise; `undefined`: nothing. */
function filesOf(
  graded: GradedClass,
  exerciseId: string,
  slug: string,
): Readonly<Record<string, string>> | undefined {
  const learner = graded.learners.find((each) => each.slug === slug);
  const handIn = learner && handInOf(graded, learner);
  return handIn?.exercises.find(({ id }) => id === exerciseId)?.files;
}
