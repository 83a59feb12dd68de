import { join } from "node:path";
import type { Assignment } from "../../assignment/assignment.ts";
import { canonicalJson } from "../../assignment/canonical-json.ts";
import type { AssignedToGrade } from "./assigned-exercises.ts";
import { canvasCsv, gradesCsv, moodleCsv } from "./grades-csv.ts";
import { gradesFile } from "./grades-json.ts";
import { classReport, type SimilarHandIns } from "./report/class-report.ts";
import { learnerReport } from "./report/learner-report.ts";
import type { LearnerResult, Verdict } from "./results.ts";
import { similarPairs } from "./similar/similar-pairs.ts";
import type { Trouble } from "./trouble.ts";
import { keepOnly, writeOut } from "./write-out.ts";

/** Below the folder of results: what learners handed in, opened, for `npm run feedback`. */
export const OPENED_FOLDER = "opened";
const REPORTS_FOLDER = "reports";

export interface ToWrite {
  readonly assignment: Assignment;
  readonly exercises: readonly AssignedToGrade[];
  readonly verdicts: readonly Verdict[];
  readonly learners: readonly LearnerResult[];
  readonly troubles: readonly Trouble[];
}

/** Writes all results. The same results give the same bytes. */
export async function writeResults(folder: string, toWrite: ToWrite): Promise<void> {
  const { assignment, verdicts, learners, troubles } = toWrite;
  const similar = similarHandIns(toWrite);
  const ofLearners = learners.map((learner) => ({
    learner,
    handIn: verdicts.find(({ counts }) => counts.where === learner.where)?.counts.handIn,
  }));
  await writeOut(folder, {
    "grades.csv": gradesCsv(assignment, learners, troubles),
    "grades-moodle.csv": moodleCsv(learners),
    "grades-canvas.csv": canvasCsv(assignment, learners),
    "grades.json": `${JSON.stringify(gradesFile(assignment, learners, troubles, similar), null, 2)}\n`,
    "class.html": classReport({
      ...{ assignment, results: learners, troubles, similar },
      sourceText: (exerciseId, slug, path) => filesOf(toWrite, exerciseId, slug)?.[path],
    }),
  });
  for (const { learner, handIn } of ofLearners) {
    await writeOut(folder, {
      [`${REPORTS_FOLDER}/${learner.slug}.html`]: learnerReport(assignment, learner, troubles),
      ...(handIn === undefined
        ? {}
        : { [`${OPENED_FOLDER}/${learner.slug}.json`]: `${canonicalJson(handIn)}\n` }),
    });
  }
  await keepOnly(join(folder, REPORTS_FOLDER), new Set(learners.map(({ slug }) => `${slug}.html`)));
  await keepOnly(
    join(folder, OPENED_FOLDER),
    new Set(
      ofLearners.flatMap(({ learner, handIn }) => (handIn === undefined ? [] : [`${learner.slug}.json`])),
    ),
  );
}

/** What a learner handed in for an exercise; `undefined`: nothing. */
function filesOf(
  { verdicts, learners }: ToWrite,
  exerciseId: string,
  slug: string,
): Readonly<Record<string, string>> | undefined {
  const where = learners.find((learner) => learner.slug === slug)?.where;
  const handIn = verdicts.find(({ counts }) => counts.where === where)?.counts.handIn;
  return handIn?.exercises.find(({ id }) => id === exerciseId)?.files;
}

function similarHandIns({ exercises, verdicts, learners }: ToWrite): SimilarHandIns[] {
  return exercises.map(({ id, loaded }) => {
    const compared = verdicts.flatMap(({ counts }) => {
      const files = counts.handIn.exercises.find((each) => each.id === id)?.files;
      const slug = learners.find(({ where }) => where === counts.where)?.slug;
      return files === undefined || slug === undefined ? [] : [{ key: slug, files }];
    });
    return { exerciseId: id, title: loaded.exercise.title, pairs: similarPairs(compared, loaded.starter) };
  });
}
