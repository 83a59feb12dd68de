import { expect, test } from "vitest";
import { assignment } from "../../assignment/assignment.fixture.ts";
import { prepareHandIn } from "./prepare-hand-in.ts";

test("nothing is handed in where the drafts cannot be read: it would be the starter", async () => {
  // Node has no IndexedDB, as a browser that keeps nothing.
  expect(globalThis).not.toHaveProperty("indexedDB");
  const learner = { name: "Ada", studentNumber: "1" };
  const course = { version: "1", exercises: [] };
  await expect(prepareHandIn({ assignment, learner, sequence: 1, course })).rejects.toThrow(
    "could not be read",
  );
});
