import { afterEach, expect, test } from "vitest";
import { exerciseSchema } from "../../course/exercise.ts";
import { NO_RULES } from "../assignments/exercise-rules.ts";
import { emptyLog } from "../attempts/attempt-log.ts";
import { Bench } from "../bench.ts";
import { DraftKeeper } from "../drafts/draft-keeper.ts";
import type { DraftStore } from "../drafts/draft-store.ts";
import { memoryDraftStore } from "../drafts/memory-draft-store.ts";
import { noJournal } from "../drafts/unsaved-journal.ts";
import { EngineChoice } from "../engines/engine-choice.ts";
import { standIn } from "../engines/stand-in-engine.fixture.ts";
import type { Visited } from "../share/visited.ts";
import { PaneSwitch } from "./pane-switch.ts";
import { WorkbenchModel } from "./workbench-model.ts";

const exercise = exerciseSchema.parse({
  id: "cart",
  title: "Cart",
  summary: "A cart.",
  minutes: 5,
  open: ["server.ts"],
  hints: ["Look at the cookie."],
});

/** What of a window the panes use; its address is that of the exercise. */
const view = {
  location: { search: "", hash: "" },
  history: { pushState: () => undefined, replaceState: () => undefined },
  addEventListener: () => undefined,
} as unknown as Window;

const benches: Bench[] = [];
afterEach(() => Promise.all(benches.splice(0).map((bench) => bench.dispose())));

async function open({ visited, store = memoryDraftStore() }: { visited?: Visited; store?: DraftStore } = {}) {
  const bench = new Bench({
    files: { "server.ts": "start" },
    entry: "server.ts",
    port: 7148,
    agents: ["Alice"],
    bootEngine: () => standIn("inpage"),
  });
  benches.push(bench);
  const { workspace } = bench;
  const drafts = new DraftKeeper({ ownerId: "cart", workspace, store, journal: noJournal, nowMs: Date.now });
  await drafts.restore();
  const storage = () => ({ getItem: () => null, setItem: () => undefined });
  const model = new WorkbenchModel({
    slug: "cart",
    exercise,
    bench,
    drafts,
    panes: new PaneSwitch(view),
    progress: { exerciseId: "cart", attempts: 0 },
    log: emptyLog("cart"),
    engines: new EngineChoice({ bench, offers: [], runsOn: [], storage }),
    rules: NO_RULES,
    visited,
    fetchSolution: async () => ({}),
  });
  return { model, workspace };
}

async function takeHelp(model: WorkbenchModel) {
  await model.showHint(1, true);
  await model.noteSolutionShown();
  await model.noteTaken("server.ts");
  return {
    hints: model.log.value.hints.length,
    taken: model.log.value.taken.length,
    ...model.progress.value,
  };
}

test("help that is taken is in the learner's record", async () => {
  const { model } = await open();
  expect(await takeHelp(model)).toMatchObject({ hints: 1, taken: 1, solutionShownAtMs: expect.any(Number) });
});

test("beside somebody else's code a hint opens, the solution is seen all the same, and nothing is taken", async () => {
  const { model } = await open({ visited: { kind: "once", files: {}, store: memoryDraftStore() } });
  expect(await takeHelp(model)).toEqual({
    ...{ hints: 1, taken: 0 },
    ...{ exerciseId: "cart", attempts: 0, solutionShownAtMs: expect.any(Number) },
  });
});

test("a reset whose text cannot be kept first changes nothing, and says so", async () => {
  const full = () => Promise.reject(new DOMException("The quota has been exceeded", "QuotaExceededError"));
  const { model, workspace } = await open({ store: { ...memoryDraftStore(), keep: full } });
  workspace.write("server.ts", "mine");
  await model.reset();
  expect(workspace.read("server.ts")).toBe("mine");
  expect(model.desk.announcement.value).toContain("Nothing was changed");
});
