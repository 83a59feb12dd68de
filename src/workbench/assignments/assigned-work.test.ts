import { expect, test } from "vitest";
import { assignment } from "../../assignment/assignment.fixture.ts";
import { fingerprintOf } from "../../assignment/fingerprint.ts";
import { type AssignedWork, mergeAssignedWork, noAssignedWork } from "./assigned-work.ts";
import type { Receipt } from "./kept-assignments.ts";

const fingerprint = fingerprintOf(assignment);
const ada = { name: "Ada", studentNumber: "1815" };
const opened = (openedAtMs: number) => ({ fingerprint, assignment, openedAtMs });
const receipt = (code: string, sequence = 1): Receipt => ({
  ...{ fingerprint, sequence, madeAtMs: 5, code, fileName: "ada.keepsake" },
  sealed: Uint8Array.of(1, 2, 3),
});
const codesOf = ({ receipts }: AssignedWork) => receipts.map(({ code }) => code).toSorted();

test("every hand-in of both machines stays, also two that are both number 1", () => {
  const here = { ...noAssignedWork, assignments: [opened(1)], receipts: [receipt("A"), receipt("B", 2)] };
  const other = { ...noAssignedWork, assignments: [opened(9)], receipts: [receipt("B", 2), receipt("C")] };
  for (const merged of [mergeAssignedWork(here, other), mergeAssignedWork(other, here)]) {
    expect(codesOf(merged)).toEqual(["A", "B", "C"]);
    expect(merged.assignments).toEqual([opened(9)]);
    expect(mergeAssignedWork(merged, other)).toEqual(merged);
  }
});

test("the name of this machine stays, and an empty one is filled", () => {
  const bob = { name: "Bob", studentNumber: "" };
  const empty = { name: " ", studentNumber: "" };
  const named = (learner: typeof ada) => ({ ...noAssignedWork, learner });
  expect(mergeAssignedWork(named(bob), named(ada)).learner).toEqual(bob);
  expect(mergeAssignedWork(named(empty), named(ada)).learner).toEqual(ada);
  expect(mergeAssignedWork(named(empty), noAssignedWork).learner).toEqual(empty);
  expect(mergeAssignedWork(noAssignedWork, noAssignedWork)).toEqual(noAssignedWork);
});
