import { pathToFileURL } from "node:url";
import type { LoadedExercise, TextFiles } from "../course/load-exercise.ts";
import { bootLocalEngine } from "../engine/local/local-engine.ts";
import type { Grade } from "../grader/grade.ts";
import { runTests } from "../grader/run-tests.ts";
import { StagePool } from "../grader/stage.ts";

const MACHINES = 2;
let runs = 0;

/** Runs an exercise's grade tests in this process; needs grade-test-modules.ts loaded before. */
export async function gradeInNode(loaded: LoadedExercise, files: TextFiles, seed: number): Promise<Grade> {
  const { exercise, testFile } = loaded;
  const pool = new StagePool({ files, exercise, size: MACHINES, bootEngine: () => bootLocalEngine() });
  runs += 1;
  const module = `${pathToFileURL(testFile).href}?run=${runs}`;
  try {
    return await runTests({
      exerciseId: exercise.id,
      host: { seed, lease: () => pool.lease() },
      importTests: () => import(module),
      concurrency: MACHINES,
    });
  } finally {
    await pool.close();
  }
}
