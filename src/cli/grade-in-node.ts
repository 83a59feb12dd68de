import { pathToFileURL } from "node:url";
import type { LoadedExercise, TextFiles } from "../course/load-exercise.ts";
import type { Engine } from "../engine/engine.ts";
import { bootLocalEngine } from "../engine/local/local-engine.ts";
import type { Grade } from "../grader/grade.ts";
import { runTests } from "../grader/run-tests.ts";
import { type StageOptions, StagePool } from "../grader/stage.ts";

const MACHINES = 2;
let runs = 0;

export interface NodeGrading {
  readonly loaded: LoadedExercise;
  readonly files: TextFiles;
  readonly seed: number;
  /** Default "fresh". "shared" is several times quicker; see {@link StageOptions}. */
  readonly programs?: StageOptions["programs"];
  /** Default: this machine's Node. */
  readonly bootEngine?: () => Promise<Engine>;
  /** Tests at once, each on a machine of its own. Default 2. */
  readonly machines?: number;
  /** See `RunOptions`. */
  readonly first?: readonly string[];
}

/** Runs an exercise's grade tests in this process; needs grade-test-modules.ts loaded before. */
export async function gradeInNode(grading: NodeGrading): Promise<Grade> {
  const { loaded, files, seed, first = [] } = grading;
  const { programs = "fresh", machines = MACHINES, bootEngine = () => bootLocalEngine() } = grading;
  const { exercise, testFile } = loaded;
  const pool = new StagePool({ files, exercise, size: machines, bootEngine, programs });
  runs += 1;
  const module = `${pathToFileURL(testFile).href}?run=${runs}`;
  try {
    await pool.ready();
    return await runTests({
      exerciseId: exercise.id,
      host: { seed, lease: (options) => pool.lease(options) },
      importTests: () => import(module),
      concurrency: machines,
      first,
    });
  } finally {
    await pool.close();
  }
}
