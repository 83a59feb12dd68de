import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Post, starter, visit } from "./draft-visit.fixture.ts";
import { memoryDraftStore } from "./memory-draft-store.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("two tabs", () => {
  async function twoTabs() {
    const post = new Post();
    const store = memoryDraftStore();
    const here = await visit({ store, channel: post.channel() });
    const there = await visit({ store, channel: post.channel() });
    return { post, store, here, there };
  }

  test("a save in one shows in the other, which says so", async () => {
    const { post, here, there } = await twoTabs();
    here.workspace.write("cart.ts", "from here");
    await here.keeper.save();
    post.deliverAll();
    expect(there.workspace.read("cart.ts")).toBe("from here");
    expect(there.keeper.notice.value).toContain("changed in another tab");
    expect(there.keeper.state.value.kind).toBe("saved");
  });

  test("a file that is removed in one is removed in the other, which says that", async () => {
    const { post, here, there } = await twoTabs();
    here.workspace.write("notes.ts", "mine");
    await here.keeper.save();
    post.deliverAll();
    here.workspace.remove("notes.ts");
    await here.keeper.save();
    post.deliverAll();
    expect(there.workspace.read("notes.ts")).toBeUndefined();
    expect(there.keeper.notice.value).toBe("Removed in another tab, and so here: notes.ts.");
  });

  test("of a file that both changed the later text stays, and the other one is kept as a draft", async () => {
    const { post, store, here, there } = await twoTabs();
    there.workspace.write("cart.ts", "theirs, unsaved");
    here.workspace.write("cart.ts", "ours");
    await here.keeper.save();
    post.deliverAll();
    expect(there.workspace.read("cart.ts")).toBe("theirs, unsaved");
    expect(there.keeper.notice.value).toContain("open in another tab too");
    await there.keeper.save();
    post.deliverAll();
    expect(here.workspace.read("cart.ts")).toBe("theirs, unsaved");
    expect((await store.load("cart"))[0]?.text).toBe("theirs, unsaved");
    expect((await store.snapshots("cart")).map(({ files }) => files["cart.ts"])).toContain("ours");
  });

  test("saved at the same moment, both end with the same text, and the other one is kept as a draft", async () => {
    const { post, store, here, there } = await twoTabs();
    here.workspace.write("cart.ts", "a");
    there.workspace.write("cart.ts", "b");
    await Promise.all([here.keeper.save(), there.keeper.save()]);
    post.deliverAll();
    expect([here.workspace.read("cart.ts"), there.workspace.read("cart.ts")]).toEqual(["b", "b"]);
    expect((await store.load("cart"))[0]?.text).toBe("b");
    await vi.advanceTimersByTimeAsync(0);
    expect((await store.snapshots("cart")).map(({ files }) => files["cart.ts"])).toEqual(["a"]);
    expect(here.keeper.notice.value).toContain("open in another tab too");
  });

  test("a reset in one resets the other, its own files too, and the draft is there in both", async () => {
    const { post, store, here, there } = await twoTabs();
    here.workspace.write("cart.ts", "mine");
    here.workspace.write("made.ts", "mine too");
    await here.keeper.save();
    post.deliverAll();
    await there.keeper.reset();
    post.deliverAll();
    await vi.advanceTimersByTimeAsync(0);
    expect(here.workspace.files.value).toEqual(starter);
    expect(await store.load("cart")).toEqual([]);
    expect(here.keeper.snapshots.value[0]?.files).toMatchObject({ "made.ts": "mine too" });
  });

  test("whatever the order of typing, saving, resetting and hearing, all end with the same files", async () => {
    const step = fc.record({
      tab: fc.nat(1),
      act: fc.constantFrom("write", "write", "make", "remove", "save", "reset", "hear", "hear", "wait"),
      text: fc.constantFrom("x", "y", "z"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { post, store, here, there } = await twoTabs();
        const tabs = [here, there];
        const pending: Promise<unknown>[] = [];
        for (const { tab, act, text } of steps) {
          const { workspace, keeper } = tabs[tab] ?? here;
          if (act === "write") workspace.write("cart.ts", text);
          if (act === "make") workspace.write("made.ts", text);
          if (act === "remove") workspace.remove("made.ts");
          if (act === "save") pending.push(keeper.save());
          if (act === "reset") pending.push(keeper.reset());
          if (act === "hear") post.deliver(tab);
          if (act === "wait") await vi.advanceTimersByTimeAsync(1);
          if (text === "x") await Promise.resolve();
        }
        await Promise.all(pending);
        for (const { keeper } of tabs) await keeper.save();
        post.deliverAll();
        await Promise.all(tabs.map(({ keeper }) => keeper.save()));
        post.deliverAll();
        await vi.advanceTimersByTimeAsync(0);
        expect(there.workspace.files.value).toEqual(here.workspace.files.value);
        expect((await visit({ store })).workspace.files.value).toEqual(here.workspace.files.value);
      }),
      { numRuns: 200 },
    );
  });
});
