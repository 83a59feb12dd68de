import { expect, test } from "vitest";
import { assignment, classKey, DUE_MS } from "../../assignment/assignment.fixture.ts";
import { type AssignForm, assignmentOf, emptyForm, formOf } from "./assign-form.ts";

const form: AssignForm = {
  ...emptyForm("Europe/Rome"),
  title: " Carts ",
  exercises: ["shopping-cart", "login-and-logout"],
  points: {
    "login-and-logout": { kind: "per-test", points: "0,5" },
    "visit-counter": { kind: "share", points: "x" },
  },
  due: "2026-12-01T23:59",
};

function problemsOf(change: Partial<AssignForm>): readonly string[] {
  const outcome = assignmentOf({ ...form, ...change }, classKey.publicKey, "0.1.0");
  return outcome.kind === "incomplete" ? outcome.problems.map(({ field }) => field) : [];
}

test("a form says an assignment, its times as instants in the zone that was chosen", () => {
  expect(assignmentOf(form, classKey.publicKey, "0.1.0")).toEqual({
    kind: "complete",
    assignment: {
      version: 1,
      title: "Carts",
      instructions: "",
      exercises: [
        { id: "shopping-cart", points: { kind: "share", points: 10 } },
        { id: "login-and-logout", points: { kind: "per-test", pointsPerTest: 0.5 } },
      ],
      dueAtMs: DUE_MS,
      zone: "Europe/Rome",
      late: { kind: "percent-a-day", percent: 20 },
      hints: true,
      solution: false,
      passing: { kind: "percent", percent: 50 },
      publicKey: classKey.publicKey,
      courseVersion: "0.1.0",
    },
  });
});

test("an assignment opened again for a copy says the same", () => {
  const again = assignmentOf(formOf(assignment), assignment.publicKey, assignment.courseVersion);
  expect(again).toEqual({ kind: "complete", assignment });
});

test("all that is wrong is told at once, each with its field", () => {
  expect(problemsOf({})).toEqual([]);
  expect(
    problemsOf({
      title: " ",
      exercises: [],
      zone: "Middle/Earth",
      latePercent: "0",
      passingPercent: "101",
      instructions: "x".repeat(7_000),
    }),
  ).toEqual(["title", "instructions", "exercises", "zone", "due", "latePercent", "passingPercent"]);
  expect(problemsOf({ points: { "shopping-cart": { kind: "share", points: "ten" } } })).toEqual([
    "points-shopping-cart",
  ]);
  expect(problemsOf({ opens: "2026-12-02T00:00" })).toEqual(["due"]);
  expect(problemsOf({ late: "mark", latePercent: "", passing: "every-test", passingPercent: "" })).toEqual(
    [],
  );
});
