import { expect, test } from "vitest";
import { assignment } from "../../assignment/assignment.fixture.ts";
import { encodeAssignment } from "../../assignment/assignment-link.ts";
import { memoryStorage } from "../drafts/draft-visit.fixture.ts";
import { AssignModel } from "./assign-model.ts";

const page = () =>
  new AssignModel({ version: "1", exercises: [] }, "https://site/assignment/", "Europe/Paris");
const link = `https://site/assignment/#${encodeAssignment(assignment)}`;

test("a form that is loaded anew is as it was, once, with its public key", () => {
  const storage = memoryStorage();
  const before = page();
  before.openLink(link);
  before.set({ title: "Typed for an hour" });
  expect(before.keepForReload(() => storage)).toBe(true);
  const after = page();
  expect(after.comeBack(() => storage)).toBe(true);
  expect(after.form.value).toEqual(before.form.value);
  expect(after.key.value).toEqual({ kind: "copied", publicKey: assignment.publicKey });
  expect(page().comeBack(() => storage)).toBe(false);
});

test("a private key is not written down; that a reload would lose it is said until it is in the instructor's hands", async () => {
  const storage = memoryStorage();
  const model = page();
  model.set({ title: "Carts" });
  await model.makeKey();
  const key = model.key.value;
  if (key.kind !== "made") throw new Error("There is no key.");
  expect(model.keepForReload(() => storage)).toBe(false);
  model.confirmKey(true);
  expect(model.keepForReload(() => storage)).toBe(true);
  const text = storage.getItem(storage.key(0) ?? "") ?? "";
  for (const secret of Object.values(key.key)) {
    if (typeof secret === "string" && ![key.key.publicKey, key.key.label].includes(secret)) {
      expect(text).not.toContain(secret);
    }
  }
  const after = page();
  after.comeBack(() => storage);
  const { label, publicKey } = key.key;
  expect(after.key.value).toEqual({ kind: "opened", label, publicKey });
});

test("where the browser keeps nothing, a form that is not empty would be lost", () => {
  const none = () => {
    throw new DOMException("Access is denied", "SecurityError");
  };
  const model = page();
  expect(model.comeBack(none)).toBe(false);
  expect(model.keepForReload(none)).toBe(true);
  model.set({ title: "Carts" });
  expect(model.keepForReload(none)).toBe(false);
});

test("a link that fills the form can be taken back, with the key that was there", async () => {
  const model = page();
  model.set({ title: "Typed for an hour" });
  await model.makeKey();
  const [form, key] = [model.form.value, model.key.value];
  const takeBack = model.openLink(link);
  expect(model.form.value.title).toBe(assignment.title);
  takeBack?.();
  expect([model.form.value, model.key.value]).toEqual([form, key]);
  expect(model.openLink("no link")).toBeUndefined();
});
