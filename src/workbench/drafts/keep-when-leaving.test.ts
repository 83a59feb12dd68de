import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { saveBeforeReload } from "../../offline/before-reload.ts";
import { memoryStorage, visit } from "./draft-visit.fixture.ts";
import { keepWhenLeaving } from "./keep-when-leaving.ts";
import { memoryDraftStore } from "./memory-draft-store.ts";

// Node's globals are no targets of events, as a page's are.
beforeEach(() => {
  const page = new EventTarget();
  for (const verb of ["addEventListener", "removeEventListener", "dispatchEvent"] as const) {
    vi.stubGlobal(verb, page[verb].bind(page));
  }
  vi.stubGlobal("window", page);
  vi.stubGlobal("document", new EventTarget());
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test("what is typed is saved before a reload, which then loses nothing", async () => {
  const { workspace, keeper, store } = await visit();
  keepWhenLeaving({ drafts: keeper, workspace });
  workspace.write("cart.ts", "mine");
  expect(await saveBeforeReload()).toBe(true);
  expect(await store.load("cart")).toMatchObject([{ path: "cart.ts", text: "mine" }]);
});

/** A `localStorage` that takes nothing. */
function refusingStorage(): Storage {
  return {
    ...memoryStorage(),
    setItem: () => {
      throw new DOMException("No room", "QuotaExceededError");
    },
  };
}

/** What was typed is kept, with a dated draft of it; then the disk is full. */
async function onFullDisk(storage: Storage) {
  const store = memoryDraftStore();
  const { workspace, keeper } = await visit({ store, storage });
  workspace.write("cart.ts", "mine");
  await keeper.keep("check");
  await keeper.save();
  const full = () => Promise.reject(new DOMException("No room", "QuotaExceededError"));
  Object.assign(store, { save: full, keep: full });
  keepWhenLeaving({ drafts: keeper, workspace });
  return { workspace, keeper, store };
}

test("a full disk loses no dated draft that it has, and no last words that the browser has room for", async () => {
  const storage = memoryStorage();
  const { workspace, keeper, store } = await onFullDisk(storage);
  workspace.write("cart.ts", "newer");
  await keeper.keep("check");
  expect(keeper.state.value.kind).toBe("failed");
  expect(await saveBeforeReload()).toBe(true);
  const next = await visit({ store, storage });
  expect(next.workspace.read("cart.ts")).toBe("newer");
  expect(await store.snapshots("cart")).toMatchObject([{ files: { "cart.ts": "mine" } }]);
});

test("a full disk loses last words for which there is no room anywhere, not that a file is the starter's again", async () => {
  const { workspace, store } = await onFullDisk(refusingStorage());
  workspace.write("cart.ts", "newer");
  expect(await saveBeforeReload()).toBe(false);
  Object.assign(store, { remove: store.save });
  workspace.write("cart.ts", "empty");
  expect(await saveBeforeReload()).toBe(true);
});

test("a full disk loses a dated draft that it has not, when its text is in the files no more", async () => {
  const { workspace, keeper } = await onFullDisk(memoryStorage());
  workspace.write("cart.ts", "newer");
  await keeper.keep("check");
  workspace.write("cart.ts", "newest");
  expect(await saveBeforeReload()).toBe(false);
});

test("a browser that keeps nothing loses what was typed, and nothing while nothing was", async () => {
  const refused = () => Promise.reject(new DOMException("Not here", "SecurityError"));
  const store = { ...memoryDraftStore(), load: refused, save: refused, keep: refused };
  const { workspace, keeper } = await visit({ store, storage: refusingStorage() });
  const stop = keepWhenLeaving({ drafts: keeper, workspace });
  expect(await saveBeforeReload()).toBe(true);
  workspace.write("cart.ts", "mine");
  expect(await saveBeforeReload()).toBe(false);
  // Back at the starter, what was typed lasts under Drafts as long as the page.
  await keeper.reset();
  expect(await saveBeforeReload()).toBe(false);
  stop();
  expect(await saveBeforeReload()).toBe(true);
});

test("somebody else's code is lost once it was written into", async () => {
  const { workspace, keeper } = await visit();
  workspace.replace({ "server.ts": "theirs" });
  keepWhenLeaving({ drafts: keeper, workspace, guest: workspace.files.peek() });
  expect(await saveBeforeReload()).toBe(true);
  workspace.write("server.ts", "theirs and mine");
  expect(await saveBeforeReload()).toBe(false);
});
