import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { visit } from "../drafts/draft-visit.fixture.ts";
import { memoryDraftStore } from "../drafts/memory-draft-store.ts";
import { takeZip } from "./take-zip.ts";

const zip = new File(
  [zipSync({ "server.ts": strToU8("start"), "cart.ts": strToU8("from the zip") })],
  "my.zip",
);
const exercise = { readonly: [] };
const bringBack = () => undefined;

test("the zip's files take the place of the learner's, which are a dated draft then", async () => {
  const { workspace, keeper } = await visit();
  workspace.write("cart.ts", "mine");
  const { failed } = await takeZip(zip, { bench: { workspace }, drafts: keeper, exercise, bringBack });
  expect(failed).toBe(false);
  expect(workspace.read("cart.ts")).toBe("from the zip");
  expect(keeper.snapshots.value).toMatchObject([{ reason: "zip", files: { "cart.ts": "mine" } }]);
});

test("nothing is taken in while the learner's files cannot be kept", async () => {
  const full = () => Promise.reject(new DOMException("The quota has been exceeded", "QuotaExceededError"));
  const { workspace, keeper } = await visit({ store: { ...memoryDraftStore(), keep: full } });
  workspace.write("cart.ts", "mine");
  const { failed, sentence } = await takeZip(zip, {
    bench: { workspace },
    drafts: keeper,
    exercise,
    bringBack,
  });
  expect({ failed, sentence }).toEqual({
    failed: true,
    sentence: "Nothing was changed: your files could not be kept under Drafts first.",
  });
  expect(workspace.read("cart.ts")).toBe("mine");
});

test("a file that is larger than any zip is not read at all", async () => {
  const { workspace, keeper } = await visit();
  const endless = Object.assign(new File([], "film.zip"), {
    arrayBuffer: () => Promise.reject(new Error("it was read")),
  });
  Object.defineProperty(endless, "size", { value: 4 * 1024 ** 3 });
  expect(await takeZip(endless, { bench: { workspace }, drafts: keeper, exercise, bringBack })).toEqual({
    failed: true,
    sentence: "The zip is larger than any exercise. Leave out node_modules and try again.",
  });
});
