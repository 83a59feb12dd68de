import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Workspace } from "../workspace.ts";
import { DraftKeeper, SAVE_LATEST_MS, SAVE_PAUSE_MS } from "./draft-keeper.ts";
import { SNAPSHOT_LIMIT } from "./draft-store.ts";
import { memoryStorage, starter, visit } from "./draft-visit.fixture.ts";
import { memoryDraftStore } from "./memory-draft-store.ts";
import { storageJournal } from "./unsaved-journal.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("what was typed", () => {
  test("is saved at the next pause and is there at the next visit", async () => {
    const { workspace, keeper, store } = await visit();
    workspace.write("cart.ts", "mine");
    expect(keeper.state.value.kind).toBe("unsaved");
    await vi.advanceTimersByTimeAsync(SAVE_PAUSE_MS);
    expect(keeper.state.value.kind).toBe("saved");
    expect((await visit({ store })).workspace.files.value).toEqual({
      "server.ts": "start",
      "cart.ts": "mine",
    });
  });

  test("is there beside what an earlier build kept of no file at all", async () => {
    const store = memoryDraftStore();
    const kept = { base: "", savedAtMs: 1 };
    await store.save("cart", [
      { ...kept, path: "", text: "typed into no file" },
      { ...kept, path: "cart.ts", text: "mine" },
    ]);
    expect((await visit({ store })).workspace.files.value).toEqual({ ...starter, "cart.ts": "mine" });
  });

  test("is saved in the midst of typing that never pauses", async () => {
    const { workspace, store } = await visit();
    for (let at = 0; at <= SAVE_LATEST_MS; at += SAVE_PAUSE_MS / 2) {
      workspace.write("cart.ts", `typed for ${at} ms`);
      await vi.advanceTimersByTimeAsync(SAVE_PAUSE_MS / 2);
    }
    expect((await store.load("cart"))[0]?.text).toMatch(/^typed for \d+ ms$/);
  });

  test("survives a page that goes away before the store could write", async () => {
    const store = memoryDraftStore();
    const { workspace, keeper, storage } = await visit({
      store: { ...store, save: () => new Promise<void>(() => undefined) },
    });
    workspace.write("cart.ts", "last words");
    keeper.leave();
    const next = await visit({ store, storage });
    expect(next.workspace.read("cart.ts")).toBe("last words");
    expect((await store.load("cart"))[0]?.text).toBe("last words");
    expect(storage.length).toBe(0);
  });

  test("leaves no draft when it is the starter again", async () => {
    const { workspace, keeper, store } = await visit();
    workspace.write("cart.ts", "mine");
    await keeper.save();
    workspace.write("cart.ts", "empty");
    await keeper.save();
    expect(await store.load("cart")).toEqual([]);
  });

  test("while the drafts are read, wins over them", async () => {
    const store = memoryDraftStore();
    await store.save("cart", [{ path: "cart.ts", text: "old", base: "empty", savedAtMs: 1 }]);
    const workspace = new Workspace(starter);
    const journal = storageJournal(memoryStorage);
    const keeper = new DraftKeeper({ ownerId: "cart", workspace, store, journal, nowMs: Date.now });
    const restored = keeper.restore();
    workspace.write("cart.ts", "quick hands");
    await restored;
    expect(workspace.read("cart.ts")).toBe("quick hands");
  });
});

describe("reset and restore", () => {
  test("reset goes back to the starter and keeps what was there; restoring brings it back", async () => {
    const { workspace, keeper, store } = await visit();
    workspace.write("cart.ts", "mine");
    await keeper.reset();
    expect(workspace.files.value).toEqual(starter);
    expect(await store.load("cart")).toEqual([]);
    const [snapshot] = keeper.snapshots.value;
    expect(snapshot).toMatchObject({ reason: "reset", files: { "cart.ts": "mine" } });
    if (snapshot === undefined) return;
    await keeper.bringBack(snapshot);
    expect(workspace.read("cart.ts")).toBe("mine");
    expect((await visit({ store })).workspace.read("cart.ts")).toBe("mine");
  });

  test("the same files are not kept twice, and the starter not at all", async () => {
    const { workspace, keeper } = await visit();
    await keeper.keep("check");
    expect(keeper.snapshots.value).toEqual([]);
    workspace.write("cart.ts", "mine");
    await keeper.keep("check");
    await keeper.keep("check");
    expect(keeper.snapshots.value).toHaveLength(1);
  });

  test("snapshots are bounded, newest first", async () => {
    const { workspace, keeper } = await visit();
    for (let version = 1; version <= SNAPSHOT_LIMIT + 2; version++) {
      workspace.write("cart.ts", `version ${version}`);
      await keeper.keep("check");
    }
    expect(keeper.snapshots.value).toHaveLength(SNAPSHOT_LIMIT);
    expect(keeper.snapshots.value[0]?.files["cart.ts"]).toBe(`version ${SNAPSHOT_LIMIT + 2}`);
  });
});

describe("a browser that keeps nothing", () => {
  const refusing = (): Promise<never> =>
    Promise.reject(new DOMException("The quota has been exceeded", "QuotaExceededError"));

  test("says so when it cannot read, and the page works on", async () => {
    const { workspace, keeper } = await visit({ store: { ...memoryDraftStore(), load: refusing } });
    expect(keeper.state.value).toMatchObject({ kind: "failed" });
    workspace.write("cart.ts", "mine");
    await keeper.save();
    expect(workspace.read("cart.ts")).toBe("mine");
  });

  test("says so when it cannot save, and tries again at the next edit", async () => {
    const store = memoryDraftStore();
    let full = true;
    const { workspace, keeper } = await visit({
      store: { ...store, save: (...args) => (full ? refusing() : store.save(...args)) },
    });
    workspace.write("cart.ts", "mine");
    await keeper.save();
    expect(keeper.state.value).toMatchObject({
      kind: "failed",
      message: expect.stringContaining("is full"),
    });
    full = false;
    workspace.write("server.ts", "more");
    await keeper.save();
    expect(keeper.state.value.kind).toBe("saved");
    expect((await store.load("cart")).map((draft) => draft.path).sort()).toEqual(["cart.ts", "server.ts"]);
  });
});

describe("a store that fails for a while", () => {
  /** A store of which one verb can be made to fail, and to work again. */
  function failing(verb: "load" | "keep", error: Error = new Error("Internal error")) {
    const store = memoryDraftStore();
    const trouble = { isOn: true };
    const guarded = {
      ...store,
      [verb]: (...args: [string, never]) => (trouble.isOn ? Promise.reject(error) : store[verb](...args)),
    };
    return { store, guarded, trouble };
  }

  test("to be read: what it holds is shown at the next try, and is not typed over", async () => {
    const { store, guarded, trouble } = failing("load");
    await store.save("cart", [
      { path: "cart.ts", text: "a week's work", base: "empty", savedAtMs: 1 },
      { path: "server.ts", text: "more of it", base: "start", savedAtMs: 1 },
    ]);
    const { workspace, keeper } = await visit({ store: guarded });
    workspace.write("cart.ts", "m");
    await keeper.save();
    expect(keeper.state.value.kind).toBe("failed");
    expect((await store.load("cart")).map(({ text }) => text)).toEqual(["a week's work", "more of it"]);
    trouble.isOn = false;
    await keeper.save();
    expect(keeper.state.value.kind).toBe("saved");
    expect(workspace.files.value).toEqual({ "cart.ts": "m", "server.ts": "more of it" });
    expect(keeper.snapshots.value.map(({ files }) => files)).toEqual([
      { "cart.ts": "a week's work", "server.ts": "more of it" },
    ]);
    expect((await visit({ store })).workspace.read("cart.ts")).toBe("m");
  });

  test("to be read, until the page goes away: the next visit has both texts", async () => {
    const { store, guarded } = failing("load");
    await store.save("cart", [{ path: "cart.ts", text: "a week's work", base: "empty", savedAtMs: 1 }]);
    const { workspace, keeper, storage } = await visit({ store: guarded });
    workspace.write("cart.ts", "m");
    keeper.leave();
    const next = await visit({ store, storage });
    expect(next.workspace.read("cart.ts")).toBe("m");
    expect(next.keeper.snapshots.value.map(({ files }) => files["cart.ts"])).toEqual(["a week's work"]);
  });

  test("to be read, with nothing typed: trying again shows what it holds", async () => {
    const { store, guarded, trouble } = failing("load");
    await store.save("cart", [{ path: "cart.ts", text: "mine", base: "empty", savedAtMs: 1 }]);
    const { workspace, keeper } = await visit({ store: guarded });
    trouble.isOn = false;
    await keeper.save();
    expect(keeper.state.value.kind).toBe("saved");
    expect(workspace.read("cart.ts")).toBe("mine");
    expect(keeper.snapshots.value).toEqual([]);
  });

  test("to keep a dated draft: nothing takes the text's place, and trying again keeps it", async () => {
    const full = new DOMException("The quota has been exceeded", "QuotaExceededError");
    const { guarded, trouble } = failing("keep", full);
    const { workspace, keeper } = await visit({ store: guarded });
    workspace.write("cart.ts", "mine");
    await keeper.save();
    expect(await keeper.reset()).toBeUndefined();
    expect(await keeper.bringBack({ files: { "cart.ts": "old" } })).toBeUndefined();
    expect(await keeper.takeNew("cart.ts")).toBeUndefined();
    expect(await keeper.replace({ "cart.ts": "from a zip" }, "zip")).toBeUndefined();
    expect(workspace.read("cart.ts")).toBe("mine");
    expect(keeper.state.value).toMatchObject({
      kind: "failed",
      message: expect.stringContaining("could not be kept under Drafts"),
    });
    trouble.isOn = false;
    await keeper.save();
    expect(keeper.state.value.kind).toBe("saved");
    expect(keeper.snapshots.value.map(({ files }) => files["cart.ts"])).toEqual(["mine"]);
    expect(await keeper.reset()).toBeDefined();
  });

  test("for good, in a browser that lets the site keep nothing: a dated draft lasts as long as the page", async () => {
    const { guarded } = failing("keep", new DOMException("It is insecure", "SecurityError"));
    const { workspace, keeper } = await visit({ store: guarded });
    workspace.write("cart.ts", "mine");
    expect(await keeper.reset()).toBeDefined();
    expect(workspace.files.value).toEqual(starter);
    const [dated] = keeper.snapshots.value;
    expect(dated?.files["cart.ts"]).toBe("mine");
    if (dated !== undefined) await keeper.bringBack(dated);
    expect(workspace.read("cart.ts")).toBe("mine");
  });

  test("for a while, and lets the site keep nothing meanwhile: what lasted as long as the page is kept then", async () => {
    const { store, guarded, trouble } = failing("keep", new DOMException("It is insecure", "SecurityError"));
    const { workspace, keeper } = await visit({ store: guarded });
    workspace.write("cart.ts", "an hour's work");
    await keeper.reset();
    workspace.write("cart.ts", "more of it");
    await keeper.reset();
    expect(keeper.state.value.kind).toBe("failed");
    expect(keeper.leave()).toBe(false);
    trouble.isOn = false;
    vi.advanceTimersByTime(1);
    workspace.write("cart.ts", "something new");
    await keeper.keep("check");
    const all = ["something new", "more of it", "an hour's work"];
    expect(keeper.snapshots.value.map(({ files }) => files["cart.ts"])).toEqual(all);
    await keeper.save();
    expect(keeper.state.value.kind).toBe("saved");
    expect(keeper.leave()).toBe(true);
    expect(keeper.snapshots.value.map(({ files }) => files["cart.ts"]).toSorted()).toEqual(all.toSorted());
    expect(keeper.snapshots.value).toEqual(await store.snapshots("cart"));
  });
});

test("dated drafts that last as long as the page are told apart at their limit too", async () => {
  const refused = () => Promise.reject(new DOMException("It is insecure", "SecurityError"));
  const { workspace, keeper } = await visit({ store: { ...memoryDraftStore(), keep: refused } });
  for (let version = 0; version < SNAPSHOT_LIMIT + 2; version++) {
    workspace.write("cart.ts", `version ${version}`);
    await keeper.keep("check");
  }
  const ids = keeper.snapshots.value.map(({ id }) => id);
  expect(new Set(ids).size).toBe(SNAPSHOT_LIMIT);
});

test("two dated drafts that are refused at once both last as long as the page", async () => {
  const refused = () => Promise.reject(new DOMException("It is insecure", "SecurityError"));
  const { keeper } = await visit({ store: { ...memoryDraftStore(), keep: refused } });
  await Promise.all([
    keeper.keepFiles({ "cart.ts": "one" }, "check"),
    keeper.keepFiles({ "cart.ts": "two" }, "reset"),
  ]);
  expect(keeper.snapshots.value.map(({ files }) => files["cart.ts"])).toEqual(["two", "one"]);
});

test("what is typed while a dated draft is kept is kept too, before the files are replaced", async () => {
  const { workspace, keeper } = await visit();
  workspace.write("cart.ts", "mine");
  const reset = keeper.reset();
  workspace.write("cart.ts", "mine, and a last word");
  await reset;
  expect(workspace.files.value).toEqual(starter);
  expect(keeper.snapshots.value.map(({ files }) => files["cart.ts"])).toEqual([
    "mine, and a last word",
    "mine",
  ]);
});

describe("a draft whose starter the course has changed", () => {
  const better = { ...starter, "cart.ts": "a better start" };

  async function begunBefore() {
    const { workspace, keeper, store } = await visit();
    workspace.write("cart.ts", "mine");
    await keeper.save();
    return visit({ store, files: better });
  }

  test("stays, is named, and goes on being named after more was typed and at the next visit", async () => {
    const { workspace, keeper, store } = await begunBefore();
    expect(workspace.read("cart.ts")).toBe("mine");
    expect(keeper.outdated.value).toEqual(["cart.ts"]);
    workspace.write("cart.ts", "mine, longer");
    await keeper.save();
    expect(keeper.outdated.value).toEqual(["cart.ts"]);
    expect((await visit({ store, files: better })).keeper.outdated.value).toEqual(["cart.ts"]);
  });

  test("is the learner's own for good when they keep it", async () => {
    const { keeper, store } = await begunBefore();
    await keeper.keepMine("cart.ts");
    expect(keeper.outdated.value).toEqual([]);
    const next = await visit({ store, files: better });
    expect(next.workspace.read("cart.ts")).toBe("mine");
    expect(next.keeper.outdated.value).toEqual([]);
  });

  test("gives way to the new one when they take it, and stays as a dated draft", async () => {
    const { workspace, keeper, store } = await begunBefore();
    await keeper.takeNew("cart.ts");
    expect(workspace.read("cart.ts")).toBe("a better start");
    expect(keeper.outdated.value).toEqual([]);
    expect(keeper.snapshots.value[0]).toMatchObject({ reason: "course", files: { "cart.ts": "mine" } });
    expect(await store.load("cart")).toEqual([]);
  });

  test("of a file that the course no longer has goes, when they say so", async () => {
    const { workspace, keeper, store } = await visit();
    workspace.write("cart.ts", "mine");
    await keeper.save();
    const next = await visit({ store, files: { "server.ts": "start" } });
    expect(next.workspace.read("cart.ts")).toBe("mine");
    expect(next.keeper.outdated.value).toEqual(["cart.ts"]);
    await next.keeper.takeNew("cart.ts");
    expect(next.workspace.read("cart.ts")).toBeUndefined();
  });
});

test("one file that is put back leaves what was typed in others since; what stood in it is a dated draft", async () => {
  const { workspace, keeper } = await visit();
  workspace.write("cart.ts", "mine");
  expect(await keeper.replaceFile("cart.ts", "solved", "solution")).toBeDefined();
  workspace.write("cart.ts", "solved, and my own line");
  workspace.write("server.ts", "an hour's work");
  expect(await keeper.replaceFile("cart.ts", "mine", "restore")).toBeDefined();
  expect(workspace.files.value).toEqual({ "cart.ts": "mine", "server.ts": "an hour's work" });
  expect(keeper.snapshots.value.map(({ files }) => files["cart.ts"])).toEqual([
    "solved, and my own line",
    "mine",
  ]);
  await keeper.replaceFile("cart.ts", undefined, "restore");
  expect(workspace.read("cart.ts")).toBeUndefined();
});

test("a clock that was put back keeps nothing from being saved", async () => {
  const { workspace, keeper, store } = await visit({ nowMs: () => 1_000 });
  workspace.write("cart.ts", "before");
  await keeper.save();
  const next = await visit({ store, nowMs: () => 10 });
  next.workspace.write("cart.ts", "after");
  await next.keeper.save();
  expect((await visit({ store })).workspace.read("cart.ts")).toBe("after");
});

test("two pages that go away at once both leave their last words", async () => {
  const storage = memoryStorage();
  const never = { ...memoryDraftStore(), save: () => new Promise<void>(() => undefined) };
  const one = await visit({ store: never, storage });
  const other = await visit({ store: never, storage });
  one.workspace.write("cart.ts", "from one");
  other.workspace.write("server.ts", "from other");
  one.keeper.leave();
  other.keeper.leave();
  const { workspace } = await visit({ storage });
  expect(workspace.files.value).toEqual({ "cart.ts": "from one", "server.ts": "from other" });
});

test("two pages that go away at once with one file: the later text counts, the other one is a dated draft", async () => {
  const storage = memoryStorage();
  const never = { ...memoryDraftStore(), save: () => new Promise<void>(() => undefined) };
  const one = await visit({ store: never, storage, nowMs: () => 1 });
  const other = await visit({ store: never, storage, nowMs: () => 2 });
  one.workspace.write("cart.ts", "from one");
  other.workspace.write("cart.ts", "from other");
  one.keeper.leave();
  other.keeper.leave();
  const { workspace, keeper, store } = await visit({ storage });
  expect(workspace.read("cart.ts")).toBe("from other");
  expect(keeper.snapshots.value.map(({ files }) => files["cart.ts"])).toEqual(["from one"]);
  expect(await store.load("cart")).toEqual([
    { path: "cart.ts", text: "from other", base: "empty", savedAtMs: 2 },
  ]);
});

test("a page that goes away and comes back has made no dated draft of its own last words", async () => {
  const store = memoryDraftStore();
  const { workspace, keeper, storage } = await visit({ store });
  workspace.write("cart.ts", "saved");
  await keeper.save();
  workspace.write("cart.ts", "saved, and more");
  keeper.leave();
  const next = await visit({ store, storage });
  expect(next.workspace.read("cart.ts")).toBe("saved, and more");
  expect(next.keeper.snapshots.value).toEqual([]);
});

test("a page that goes away leaves that a file was removed, or is the starter's again", async () => {
  const store = memoryDraftStore();
  const first = await visit({ store });
  first.workspace.write("notes.ts", "mine");
  first.workspace.write("cart.ts", "mine too");
  await first.keeper.save();
  const never = { ...store, remove: () => new Promise<void>(() => undefined) };
  const { workspace, keeper, storage } = await visit({ store: never });
  workspace.remove("notes.ts");
  workspace.write("cart.ts", "empty");
  keeper.leave();
  const next = await visit({ store, storage });
  expect(next.workspace.files.value).toEqual(starter);
  expect(next.keeper.snapshots.value).toEqual([]);
  expect(await store.load("cart")).toEqual([]);
  expect(storage).toHaveLength(0);
});

test("a file that another page changed, unseen by the one that removed it, is a dated draft", async () => {
  const store = memoryDraftStore();
  const first = await visit({ store, nowMs: () => 1 });
  first.workspace.write("notes.ts", "mine");
  await first.keeper.save();
  const { workspace, keeper, storage } = await visit({
    store: { ...store, remove: () => new Promise<void>(() => undefined) },
    nowMs: () => 9,
  });
  first.workspace.write("notes.ts", "mine, longer");
  await first.keeper.save();
  workspace.remove("notes.ts");
  keeper.leave();
  const next = await visit({ store, storage });
  expect(next.workspace.read("notes.ts")).toBeUndefined();
  expect(next.keeper.snapshots.value.map(({ files }) => files["notes.ts"])).toEqual(["mine, longer"]);
});

test("what the store is still writing when the page goes away is left too", async () => {
  const storage = memoryStorage();
  const store = { ...memoryDraftStore(), save: () => new Promise<void>(() => undefined) };
  const { workspace, keeper } = await visit({ store, storage });
  workspace.write("cart.ts", "under way");
  void keeper.save();
  await vi.advanceTimersByTimeAsync(0);
  keeper.leave();
  expect((await visit({ storage })).workspace.read("cart.ts")).toBe("under way");
});

test("a journal forgets what was read and kept, not what another page has written since", () => {
  const storage = memoryStorage();
  const [one, other] = [storageJournal(() => storage), storageJournal(() => storage)];
  const draft = (text: string) => ({ path: "cart.ts", text, base: "empty", savedAtMs: 1 });
  one.write("cart", [draft("from one")]);
  other.write("cart", [draft("from other")]);
  const read = one.read("cart");
  other.write("cart", [draft("from other, longer")]);
  one.clear("cart", read);
  expect(one.read("cart")).toEqual([draft("from other, longer")]);
});

test("a journal that holds nonsense is no journal", () => {
  const storage = memoryStorage();
  const journal = storageJournal(() => storage);
  for (const nonsense of ["{", "null", '{"path":1}', '[1,null,{"path":"a"}]']) {
    storage.setItem("keepsake:unsaved:cart:1", nonsense);
    expect(journal.read("cart")).toEqual([]);
  }
});

test("a journal without storage fails quietly", () => {
  const journal = storageJournal(() => {
    throw new Error("SecurityError");
  });
  expect(journal.read("cart")).toEqual([]);
  expect(journal.write("cart", [])).toBe(false);
});
