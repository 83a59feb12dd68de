import { afterEach, expect, onTestFinished, test, vi } from "vitest";
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
  return { model, workspace, bench, drafts };
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

test("a reset that is asked for twice is one, with one way back", async () => {
  const { model, workspace, drafts } = await open();
  workspace.write("server.ts", "mine");
  const resets = vi.spyOn(drafts, "reset");
  await Promise.all([model.reset(), model.reset()]);
  expect(resets).toHaveBeenCalledTimes(1);
  workspace.write("server.ts", "mine again");
  await model.reset();
  expect(workspace.read("server.ts")).toBe("start");
});

test("a run that is asked for while a reset is under way comes after it, and is not stopped by it", async () => {
  const { model, workspace, bench } = await open();
  workspace.write("server.ts", "mine");
  await Promise.all([model.reset(), model.run()]);
  // The starter of this test is no program.
  await vi.waitUntil(() => bench.program.value.kind === "crashed", { timeout: 60_000 });
});

test("a reset of files that nobody changed does not speak of a text that was kept", async () => {
  const { model, drafts } = await open();
  await model.reset();
  expect(drafts.snapshots.value).toEqual([]);
  // Where there is no page to show it on, it is said.
  await vi.waitUntil(() => model.desk.announcement.value.includes("as at the start already"), {
    timeout: 60_000,
  });
});

test("a reset is done when the files are, also where the script that says so does not come", async () => {
  vi.doMock("../toasts/toast.ts", () => new Promise<never>(() => undefined));
  onTestFinished(() => void vi.doUnmock("../toasts/toast.ts"));
  const { model, bench } = await open();
  await Promise.all([model.reset(), model.run()]);
  await vi.waitUntil(() => bench.program.value.kind === "crashed", { timeout: 60_000 });
});

test("what is typed while a reset stops the programs stays, and is newer than it", async () => {
  const { model, workspace, bench, drafts } = await open();
  workspace.write("server.ts", "mine");
  const wipe = bench.wipe.bind(bench);
  bench.wipe = () => {
    workspace.write("server.ts", "a new beginning");
    return wipe();
  };
  const offered = vi.spyOn(drafts, "reset");
  await model.reset();
  expect(workspace.read("server.ts")).toBe("a new beginning");
  const replaced = await offered.mock.results[0]?.value;
  expect(replaced).toMatchObject({ before: { "server.ts": "mine" }, after: { "server.ts": "start" } });
});

test("that a program does not answer is said once, not each second", async () => {
  const { model, workspace, bench } = await open();
  workspace.write("server.ts", "while (true);");
  const said: string[] = [];
  const stopListening = model.desk.announcement.subscribe((sentence) => said.push(sentence));
  const shown = new Set<string>();
  const stopLooking = bench.status.subscribe((status) => shown.add(status));
  await model.run();
  await vi.waitUntil(() => [...shown].filter((status) => status.includes("answered nothing")).length > 1, {
    timeout: 60_000,
  });
  stopListening();
  stopLooking();
  expect(said.filter((sentence) => sentence.includes("answered nothing"))).toHaveLength(1);
});
