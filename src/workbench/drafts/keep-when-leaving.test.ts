import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { saveBeforeReload } from "../../offline/before-reload.ts";
import { visit } from "./draft-visit.fixture.ts";
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

test("a browser that keeps nothing loses what was typed, and nothing while nothing was", async () => {
  const refused = () => Promise.reject(new DOMException("Not here", "SecurityError"));
  const store = { ...memoryDraftStore(), load: refused, save: refused, keep: refused };
  const { workspace, keeper } = await visit({ store });
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
