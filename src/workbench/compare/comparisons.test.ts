import { expect, test } from "vitest";
import { visit } from "../drafts/draft-visit.fixture.ts";
import { memoryDraftStore } from "../drafts/memory-draft-store.ts";
import { Comparisons } from "./comparisons.ts";

async function comparing({ isSolutionOpen = false, fails = false, store = memoryDraftStore() } = {}) {
  const { workspace, keeper } = await visit({ store });
  const told: string[] = [];
  const comparisons = new Comparisons({
    workspace,
    drafts: keeper,
    fetchSolution: async () => {
      if (fails) throw new Error("It answered 404.");
      return { "cart.ts": "solved", "extra.ts": "new" };
    },
    isSolutionOpen: () => isSolutionOpen,
    onSolutionShown: () => told.push("shown"),
    onTaken: (path) => told.push(`taken ${path}`),
    onNotKept: () => told.push("not kept"),
  });
  return { workspace, keeper, comparisons, told };
}

test("what was changed shows beside the starter, the first that differs in front", async () => {
  const { workspace, comparisons } = await comparing();
  workspace.write("cart.ts", "mine");
  await comparisons.compare({ kind: "starter" });
  expect(comparisons.comparison.value).toMatchObject({ kind: "shown", files: { "cart.ts": "empty" } });
  expect(comparisons.differing(workspace.starter)).toEqual(["cart.ts"]);
  expect(comparisons.path.value).toBe("cart.ts");
});

test("the solution is asked for first, and that it was shown is told", async () => {
  const { comparisons, told } = await comparing();
  await comparisons.compare({ kind: "solution" });
  expect(comparisons.comparison.value).toEqual({ kind: "gate" });
  expect(told).toEqual([]);
  await comparisons.showSolution();
  expect(comparisons.comparison.value).toMatchObject({
    kind: "shown",
    files: { "server.ts": "start", "cart.ts": "solved", "extra.ts": "new" },
  });
  expect(told).toEqual(["shown"]);
});

test("it is open for who may see it, and says why when it cannot be had", async () => {
  const open = await comparing({ isSolutionOpen: true });
  await open.comparisons.compare({ kind: "solution" });
  expect(open.comparisons.comparison.value.kind).toBe("shown");
  const failing = await comparing({ isSolutionOpen: true, fails: true });
  await failing.comparisons.compare({ kind: "solution" });
  expect(failing.comparisons.comparison.value).toEqual({ kind: "failed", message: "It answered 404." });
  expect(failing.told).toEqual([]);
});

test("a comparison that was closed while the solution came tells of nothing", async () => {
  const { comparisons, told } = await comparing({ isSolutionOpen: true });
  const coming = comparisons.compare({ kind: "solution" });
  comparisons.close();
  await coming;
  expect(told).toEqual([]);
});

test("a solution that cannot be had says nothing in the place of what is compared by then", async () => {
  const { comparisons } = await comparing({ isSolutionOpen: true, fails: true });
  const coming = comparisons.compare({ kind: "solution" });
  await comparisons.compare({ kind: "starter" });
  await coming;
  expect(comparisons.comparison.value.kind).toBe("shown");
});

test("nothing is taken, and that is told, when the learner's text cannot be kept first", async () => {
  const full = new DOMException("No room", "QuotaExceededError");
  const store = { ...memoryDraftStore(), keep: () => Promise.reject(full) };
  const { workspace, comparisons, told } = await comparing({ isSolutionOpen: true, store });
  workspace.write("cart.ts", "mine");
  await comparisons.compare({ kind: "solution" });
  await comparisons.take("cart.ts");
  expect(workspace.read("cart.ts")).toBe("mine");
  expect(told).toEqual(["shown", "not kept"]);
});
