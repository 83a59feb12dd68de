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
import { Patience } from "../patience.ts";
import type { StagePool as StagePoolClass } from "../stage.ts";
import { TEST_LIMIT_MS } from "../test-failure.ts";
import { bootCellEngine } from "./cell-engine.ts";
import { compileLibrary } from "./compile-library.ts";
import { LibraryFolder } from "./library-folder.ts";
import { LIBRARY_PLACE, MACHINES_PLACE, STORES_PLACE, TESTS_PLACE } from "./places.ts";
import { isAboutStores, RecordStore } from "./record-store/record-store.ts";
import { MOST_SLOWNESS, slownessNow } from "./slowness.ts";
import { installTestFolder, writeTests } from "./test-modules.ts";
import type { FromTests, HandInOrder, ToTests } from "./tests-messages.ts";

// Later than the hooks above: it leads to what tests import.
const { runTests } = await import("../run-tests.ts");
const { StagePool } = await import("../stage.ts");

type Beginning = Extract<ToTests, { kind: "begin" }>;

interface Bench {
  readonly testFolder: string;
  /** Where sessions of programs that nobody trusts are kept; `undefined`: the program keeps them. */
  openStore(): Promise<RecordStore | undefined>;
  bootEngine(store: RecordStore | undefined): Promise<Engine>;
  /** See `Patience`. */
  slowness(): number;
  /** Nothing of earlier hand-ins is left. */
  clean(): Promise<boolean>;
}

/**
 * A whole test may take so many times longer, whatever the machine does beside it: longer than anybody waits for one
 * answer on the busiest machine, so that a program which is silent is said to be that, in the same words.
 */
const LONGEST_TEST = MOST_SLOWNESS;

/** Of programs that run without a sandbox, which goes by itself. */
const keeper = new ProcessKeeper();
let bench: Promise<Bench> | undefined;

process.on("message", async (message: ToTests) => {
  if (message.kind === "begin") {
    bench = begin(message);
    await bench;
    tell({ kind: "ready" });
  } else if (bench !== undefined) {
    const { grade, closed } = await gradeOne(message.order, await bench);
    tell({ kind: "graded", grade, clean: closed && (await (await bench).clean()) });
  }
});
process.once("disconnect", () => process.exit());

async function begin({ tools, limits, library, permissions = true }: Beginning): Promise<Bench> {
  const testFolder = tools === undefined ? await mkdtemp(join(tmpdir(), "tests-")) : TESTS_PLACE;
  installTestFolder(testFolder);
  if (tools === undefined) {
    const bootEngine = () => bootLocalEngine({ keeper });
    await withEngine(await bootEngine(), compileLibrary);
    return {
      ...{ testFolder, bootEngine, slowness: () => 1 },
      openStore: async () => undefined,
      clean: async () => true,
    };
  }
  const compiled = join(TESTS_PLACE, "compiled");
  const terms = { tools, limits, permissions, library: await LibraryFolder.write(LIBRARY_PLACE, library) };
  await withEngine(await bootCellEngine(terms), async (engine) => {
    await compileLibrary(engine);
    await cp(join(engine.folder, "..", "compiled"), compiled, { recursive: true });
  });
  return {
    ...{ testFolder, slowness: slownessNow },
    openStore: () => RecordStore.open(STORES_PLACE),
    bootEngine: (store) => bootCellEngine({ ...terms, store, compiled }),
    clean: async () => {
      const left = await Promise.all([MACHINES_PLACE, STORES_PLACE].map((place) => readdir(place)));
      return left.flat().length === 0;
    },
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
  { testFolder, openStore, bootEngine, slowness }: Bench,
): Promise<{ readonly grade: Grade; readonly closed: boolean }> {
  const modules = await writeTests(testFolder, tests);
  const store = isAboutStores(exercise) ? undefined : await openStore();
  const pool: StagePoolClass = new StagePool({
    ...{ files, exercise, size: 1, programs: "shared", patience: new Patience(slowness) },
    bootEngine: () => bootEngine(store),
    ...(store === undefined ? {} : { keepRecords: () => store }),
  });
  await pool.ready();
  const grade = await runTests({
    exerciseId: exercise.id,
    host: { seed, lease: (options) => pool.lease(options) },
    importTests: () => modules.import(),
    concurrency: 1,
    testLimitMs: TEST_LIMIT_MS * LONGEST_TEST,
    onCollected: (names) => tell({ kind: "tests", names }),
    onTest: (result) => tell({ kind: "test", result }),
  });
  const closed = await pool.close().then(
    () => true,
    () => false,
  );
  await Promise.all([modules.remove(), store?.close()]);
  return { grade, closed };
}

function tell(message: FromTests): void {
  process.send?.(message);
}
