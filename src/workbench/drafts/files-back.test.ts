import { describe, expect, test } from "vitest";
import { visit } from "./draft-visit.fixture.ts";
import { fileBack, filesBack } from "./files-back.ts";
import { memoryDraftStore } from "./memory-draft-store.ts";

describe("all files", () => {
  /** The learner's own text is replaced, as a reset does; `undo` takes it back. */
  async function afterReset(store = memoryDraftStore()) {
    const { workspace, keeper } = await visit({ store });
    workspace.write("cart.ts", "mine");
    const replaced = await keeper.reset();
    if (replaced === undefined) throw new Error("The reset changed nothing.");
    return { workspace, keeper, undo: () => filesBack(keeper, replaced) };
  }

  test("are as they were, and there is nothing to tell of when nobody has written since", async () => {
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

  test("an earlier text that only the page had, and that is kept since, is not told of as newer", async () => {
    const store = memoryDraftStore();
    const { keep } = store;
    store.keep = () => Promise.reject(new DOMException("It is insecure", "SecurityError"));
    const { workspace, keeper } = await visit({ store });
    workspace.write("cart.ts", "earlier");
    await keeper.keep("check");
    workspace.write("cart.ts", "mine");
    const replaced = await keeper.reset();
    store.keep = keep;
    await keeper.save();
    expect((await store.snapshots("cart")).map(({ files }) => files["cart.ts"])).toEqual(["mine", "earlier"]);
    expect(replaced && (await filesBack(keeper, replaced))).toEqual({ kind: "back", newer: undefined });
  });

  test("what was written while the change was under way is in what comes back, or is told of as newer", async () => {
    const store = memoryDraftStore();
    const { workspace, keeper } = await visit({ store });
    workspace.write("cart.ts", "mine");
    // One key falls into the keeping of what was there, one into the saving of what took its place.
    const { keep, remove } = store;
    store.keep = (...kept) => {
      store.keep = keep;
      workspace.write("cart.ts", "mine, and a last word");
      return keep(...kept);
    };
    store.remove = (...removed) => {
      workspace.write("cart.ts", "a new beginning");
      return remove(...removed);
    };
    const replaced = await keeper.reset();
    expect(workspace.read("cart.ts")).toBe("a new beginning");
    const done = replaced && (await filesBack(keeper, replaced));
    expect(done).toMatchObject({ kind: "back", newer: { files: { "cart.ts": "a new beginning" } } });
    expect(workspace.read("cart.ts")).toBe("mine, and a last word");
  });

  test("one that was there no more before is there no more", async () => {
    const { workspace, keeper } = await visit();
    workspace.remove("cart.ts");
    const replaced = await keeper.reset();
    if (replaced !== undefined) await filesBack(keeper, replaced);
    expect(workspace.files.peek()).toEqual({ "server.ts": "start" });
  });

  test("stay when what is there cannot be kept first", async () => {
    const store = memoryDraftStore();
    const { workspace, undo } = await afterReset(store);
    workspace.write("cart.ts", "newer");
    store.keep = () => Promise.reject(new DOMException("The quota has been exceeded", "QuotaExceededError"));
    expect(await undo()).toEqual({ kind: "not kept" });
    expect(workspace.read("cart.ts")).toBe("newer");
  });
});

describe("one file", () => {
  async function afterSolution(store = memoryDraftStore()) {
    const { workspace, keeper } = await visit({ store });
    workspace.write("cart.ts", "mine");
    const replaced = await keeper.replaceFile("cart.ts", "solved", "solution");
    if (replaced === undefined) throw new Error("Nothing was replaced.");
    return { workspace, keeper, undo: () => fileBack(keeper, workspace, "cart.ts", replaced) };
  }

  test("is as it was; what was written in others since stays and is not spoken of", async () => {
    const { workspace, undo } = await afterSolution();
    workspace.write("server.ts", "an hour's work");
    expect(await undo()).toEqual({ kind: "back", newer: undefined });
    expect(workspace.files.peek()).toEqual({ "cart.ts": "mine", "server.ts": "an hour's work" });
  });

  test("what was written in it since is told of, and is in a dated draft", async () => {
    const { workspace, keeper, undo } = await afterSolution();
    workspace.write("cart.ts", "solved, and my own line");
    expect(await undo()).toEqual({ kind: "back", newer: "solved, and my own line" });
    expect(workspace.read("cart.ts")).toBe("mine");
    expect(keeper.snapshots.peek()[0]?.files["cart.ts"]).toBe("solved, and my own line");
  });

  test("that has been made the starter's since has no newer text", async () => {
    const { workspace, undo } = await afterSolution();
    workspace.write("cart.ts", "empty");
    expect(await undo()).toEqual({ kind: "back", newer: undefined });
  });

  test("stays when what is in it cannot be kept first", async () => {
    const store = memoryDraftStore();
    const { workspace, undo } = await afterSolution(store);
    workspace.write("cart.ts", "newer");
    store.keep = () => Promise.reject(new DOMException("The quota has been exceeded", "QuotaExceededError"));
    expect(await undo()).toEqual({ kind: "not kept" });
    expect(workspace.read("cart.ts")).toBe("newer");
  });
});
