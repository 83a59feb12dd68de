import { expect, test } from "vitest";
import { visit } from "./draft-visit.fixture.ts";
import { filesBack } from "./files-back.ts";
import { memoryDraftStore } from "./memory-draft-store.ts";

/** The learner's own text is replaced, as a reset does; `undo` takes it back. */
async function afterReset(store = memoryDraftStore()) {
  const { workspace, keeper } = await visit({ store });
  workspace.write("cart.ts", "mine");
  const before = workspace.files.peek();
  await keeper.reset();
  return { workspace, keeper, undo: filesBack({ workspace, drafts: keeper, before }) };
}

test("what was there is back, and there is nothing to tell of when nobody has written since", async () => {
  const { workspace, undo } = await afterReset();
  expect(await undo()).toEqual({ kind: "back", newer: undefined });
  expect(workspace.read("cart.ts")).toBe("mine");
});

test("what was written since is told of, with its dated draft", async () => {
  const { workspace, undo } = await afterReset();
  workspace.write("cart.ts", "newer");
  expect(await undo()).toMatchObject({ kind: "back", newer: { files: { "cart.ts": "newer" } } });
  expect(workspace.read("cart.ts")).toBe("mine");
});

test("so is what was checked since, though it was kept then", async () => {
  const { workspace, keeper, undo } = await afterReset();
  workspace.write("cart.ts", "newer");
  await keeper.keep("check");
  expect(await undo()).toMatchObject({ kind: "back", newer: { reason: "check" } });
});

test("a file that was there no more before is there no more", async () => {
  const { workspace, keeper } = await visit();
  workspace.remove("cart.ts");
  const before = workspace.files.peek();
  await keeper.reset();
  await filesBack({ workspace, drafts: keeper, before })();
  expect(workspace.files.peek()).toEqual({ "server.ts": "start" });
});

test("nothing goes that cannot be kept first", async () => {
  const store = memoryDraftStore();
  const { workspace, undo } = await afterReset(store);
  workspace.write("cart.ts", "newer");
  store.keep = () => Promise.reject(new DOMException("The quota has been exceeded", "QuotaExceededError"));
  expect(await undo()).toEqual({ kind: "not kept" });
  expect(workspace.read("cart.ts")).toBe("newer");
});
