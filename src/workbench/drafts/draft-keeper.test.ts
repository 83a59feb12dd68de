import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Workspace } from "../workspace.ts";
import { type DraftChannel, DraftKeeper, SAVE_LATEST_MS, SAVE_PAUSE_MS } from "./draft-keeper.ts";
import { type DraftStore, type FileDraft, SNAPSHOT_LIMIT } from "./draft-store.ts";
import { memoryDraftStore } from "./memory-draft-store.ts";
import { storageJournal } from "./unsaved-journal.ts";

const starter = { "server.ts": "start", "cart.ts": "empty" };

function memoryStorage(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    key: (index) => [...kept.keys()][index] ?? null,
    removeItem: (key) => kept.delete(key),
    setItem: (key, value) => kept.set(key, value),
  };
}

interface Visit {
  readonly store?: DraftStore;
  readonly storage?: Storage;
  readonly channel?: DraftChannel;
  readonly files?: Record<string, string>;
  readonly nowMs?: () => number;
}

async function visit({
  store = memoryDraftStore(),
  storage = memoryStorage(),
  channel,
  files,
  nowMs,
}: Visit = {}) {
  const workspace = new Workspace(files ?? starter);
  const keeper = new DraftKeeper({
    ownerId: "cart",
    workspace,
    store,
    journal: storageJournal(() => storage),
    nowMs: nowMs ?? Date.now,
    ...(channel === undefined ? {} : { channel }),
  });
  await keeper.restore();
  return { workspace, keeper, store, storage };
}

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

  test("stays when a newer starter came, and the learner is told", async () => {
    const { workspace, keeper, store } = await visit();
    workspace.write("cart.ts", "mine");
    await keeper.save();
    const next = await visit({ store, files: { ...starter, "cart.ts": "a better start" } });
    expect(next.workspace.read("cart.ts")).toBe("mine");
    expect(next.keeper.notice.value).toContain("cart.ts changed since you began");
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
  const refusing = (): Promise<never> => Promise.reject(new Error("The quota has been exceeded"));

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
      message: expect.stringContaining("The quota has been exceeded"),
    });
    full = false;
    workspace.write("server.ts", "more");
    await keeper.save();
    expect(keeper.state.value.kind).toBe("saved");
    expect((await store.load("cart")).map((draft) => draft.path).sort()).toEqual(["cart.ts", "server.ts"]);
  });
});

describe("two tabs", () => {
  function twoChannels(): [DraftChannel, DraftChannel] {
    const listeners: ((drafts: readonly FileDraft[]) => void)[][] = [[], []];
    const channel = (mine: number): DraftChannel => ({
      tell: (drafts) => {
        for (const listener of listeners[1 - mine] ?? []) listener(drafts);
      },
      onTold: (listener) => listeners[mine]?.push(listener),
      close: () => {
        listeners[mine] = [];
      },
    });
    return [channel(0), channel(1)];
  }

  test("a save in one shows in the other, which says so", async () => {
    const store = memoryDraftStore();
    const [one, other] = twoChannels();
    const here = await visit({ store, channel: one });
    const there = await visit({ store, channel: other });
    here.workspace.write("cart.ts", "from here");
    await here.keeper.save();
    expect(there.workspace.read("cart.ts")).toBe("from here");
    expect(there.keeper.notice.value).toContain("changed in another tab");
    expect(there.keeper.state.value.kind).toBe("saved");
  });

  test("the last writer of a file wins, and hears of it", async () => {
    const store = memoryDraftStore();
    const [one, other] = twoChannels();
    const here = await visit({ store, channel: one });
    const there = await visit({ store, channel: other });
    there.workspace.write("cart.ts", "theirs, unsaved");
    here.workspace.write("cart.ts", "ours");
    await here.keeper.save();
    expect(there.workspace.read("cart.ts")).toBe("theirs, unsaved");
    expect(there.keeper.notice.value).toContain("open in another tab too");
    await there.keeper.save();
    expect(here.workspace.read("cart.ts")).toBe("theirs, unsaved");
    expect((await store.load("cart"))[0]?.text).toBe("theirs, unsaved");
  });
});

test("a journal that holds nonsense is no journal", () => {
  const storage = memoryStorage();
  const journal = storageJournal(() => storage);
  for (const nonsense of ["{", "null", '{"path":1}', '[1,null,{"path":"a"}]']) {
    storage.setItem("keepsake:unsaved:cart", nonsense);
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
