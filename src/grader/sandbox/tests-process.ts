/**
 * The process that runs the tests, one hand-in after another. In the sandbox it sees the repository, these tests and the
 * machines; no network, nothing else of the instructor's. No learner's code runs in it: programs are in cells.
 */
import "../grade-test-modules.ts";
import { cp, mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../engine/engine.ts";
import { bootLocalEngine, type LocalMachine } from "../../engine/local/local-engine.ts";
import { ProcessKeeper } from "../../engine/local/process-keeper.ts";
import type { Grade } from "../grade.ts";
import type { StagePool as StagePoolClass } from "../stage.ts";
import { bootCellEngine } from "./cell-engine.ts";
import { compileLibrary } from "./compile-library.ts";
import { MACHINES_PLACE, TESTS_PLACE } from "./places.ts";
import { installTestFolder, writeTests } from "./test-modules.ts";
import type { FromTests, HandInOrder, Terms, ToTests } from "./tests-messages.ts";

// Later than the hooks above: it leads to what tests import.
const { runTests } = await import("../run-tests.ts");
const { StagePool } = await import("../stage.ts");

interface Bench {
  readonly testFolder: string;
  bootEngine(): Promise<Engine>;
  /** Nothing of earlier hand-ins is left. */
  clean(): Promise<boolean>;
}

/** Of programs that run without a sandbox, which goes by itself. */
const keeper = new ProcessKeeper();
let bench: Promise<Bench> | undefined;

process.on("message", async (message: ToTests) => {
  if (message.kind === "begin") {
    bench = begin(message);
    await bench;
    tell({ kind: "ready" });
  } else if (bench !== undefined) {
    const { testFolder, bootEngine, clean } = await bench;
    const { grade, closed } = await gradeOne(message.order, testFolder, bootEngine);
    tell({ kind: "graded", grade, clean: closed && (await clean()) });
  }
});
process.once("disconnect", () => process.exit());

async function begin({ tools, limits, permissions = true }: Terms): Promise<Bench> {
  const testFolder = tools === undefined ? await mkdtemp(join(tmpdir(), "tests-")) : TESTS_PLACE;
  installTestFolder(testFolder);
  if (tools === undefined) {
    const bootEngine = () => bootLocalEngine({ keeper });
    await withEngine(await bootEngine(), compileLibrary);
    return { testFolder, bootEngine, clean: async () => true };
  }
  const compiled = join(TESTS_PLACE, "compiled");
  await withEngine(await bootCellEngine({ tools, limits, permissions }), async (engine) => {
    await compileLibrary(engine);
    await cp(join(engine.folder, "..", "compiled"), compiled, { recursive: true });
  });
  return {
    testFolder,
    bootEngine: () => bootCellEngine({ tools, limits, permissions, compiled }),
    clean: async () => (await readdir(MACHINES_PLACE)).length === 0,
  };
}

async function withEngine(engine: LocalMachine, act: (engine: LocalMachine) => Promise<void>): Promise<void> {
  try {
    await act(engine);
  } finally {
    await engine.teardown();
  }
}

/** `closed`: the machines could be removed. */
async function gradeOne(
  { exercise, files, tests, seed }: HandInOrder,
  testFolder: string,
  bootEngine: () => Promise<Engine>,
): Promise<{ readonly grade: Grade; readonly closed: boolean }> {
  const modules = await writeTests(testFolder, tests);
  const pool: StagePoolClass = new StagePool({ files, exercise, size: 1, bootEngine, programs: "shared" });
  const grade = await runTests({
    exerciseId: exercise.id,
    host: { seed, lease: (options) => pool.lease(options) },
    importTests: () => modules.import(),
    concurrency: 1,
    onCollected: (names) => tell({ kind: "tests", names }),
    onTest: (result) => tell({ kind: "test", result }),
  });
  const closed = await pool.close().then(
    () => true,
    () => false,
  );
  await modules.remove();
  return { grade, closed };
}

function tell(message: FromTests): void {
  process.send?.(message);
}
