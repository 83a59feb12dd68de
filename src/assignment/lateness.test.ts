import { describe, expect, it } from "vitest";
import { assignment, DUE_MS } from "./assignment.fixture.ts";
import { DAY_MS, latenessOf } from "./lateness.ts";
import { scoreOf, totalScore } from "./score.ts";

const tests = (states: string) =>
  [...states].map((letter) => ({ state: letter === "p" ? ("pass" as const) : ("fail" as const) }));

const NONE_MISSING = () => 0;

describe("lateness", () => {
  it("begins after the due time, not with it", () => {
    expect(latenessOf(assignment, DUE_MS).kind).toBe("in-time");
    expect(latenessOf(assignment, DUE_MS + 1)).toEqual({
      kind: "late",
      lateMs: 1,
      daysBegun: 1,
      keptPercent: 80,
      refused: false,
    });
  });

  it("counts days begun, and never takes more than there is", () => {
    expect(latenessOf(assignment, DUE_MS + DAY_MS)).toMatchObject({ daysBegun: 1, keptPercent: 80 });
    expect(latenessOf(assignment, DUE_MS + DAY_MS + 1)).toMatchObject({ daysBegun: 2, keptPercent: 60 });
    expect(latenessOf(assignment, DUE_MS + 9 * DAY_MS)).toMatchObject({ keptPercent: 0, refused: false });
  });

  it("follows the rule, and holds nothing against anyone when the time is not known", () => {
    const late = DUE_MS + 1;
    expect(latenessOf({ ...assignment, late: { kind: "refuse" } }, late)).toMatchObject({ refused: true });
    expect(latenessOf({ ...assignment, late: { kind: "mark" } }, late)).toMatchObject({ keptPercent: 100 });
    expect(latenessOf(assignment, undefined)).toEqual({ kind: "unknown" });
    const { dueAtMs: _, ...never } = assignment;
    expect(latenessOf(never, late)).toEqual({ kind: "in-time" });
  });
});

describe("points", () => {
  it("come for all tests, for a share of them, or for each", () => {
    expect(scoreOf({ kind: "all-or-nothing", points: 5 }, tests("ppp"))).toEqual({ points: 5, maxPoints: 5 });
    expect(scoreOf({ kind: "all-or-nothing", points: 5 }, tests("ppf"))).toEqual({ points: 0, maxPoints: 5 });
    expect(scoreOf({ kind: "share", points: 10 }, tests("ppf"))).toEqual({ points: 6.67, maxPoints: 10 });
    expect(scoreOf({ kind: "per-test", pointsPerTest: 0.1 }, tests("ppp"))).toEqual({
      points: 0.3,
      maxPoints: 0.3,
    });
    expect(scoreOf({ kind: "share", points: 10 }, [{ state: "skip" }])).toEqual({ points: 0, maxPoints: 10 });
  });

  it("sum up, less what lateness takes, and pass by the rule", () => {
    const graded = new Map([
      ["shopping-cart", tests("pppp")],
      ["login-and-logout", tests("ppff")],
    ]);
    expect(totalScore(assignment, graded, { kind: "in-time" }, NONE_MISSING)).toEqual({
      points: 11,
      pointsInTime: 11,
      maxPoints: 12,
      passed: true,
    });
    const late = latenessOf(assignment, DUE_MS + 2 * DAY_MS + 1);
    expect(totalScore(assignment, graded, late, NONE_MISSING)).toMatchObject({
      points: 4.4,
      pointsInTime: 11,
      passed: false,
    });
    const everyTest = { ...assignment, passing: { kind: "every-test" as const } };
    expect(totalScore(everyTest, graded, { kind: "in-time" }, NONE_MISSING).passed).toBe(false);
  });

  it("of an exercise that was not handed in are none, though they were to be had", () => {
    const onlyCart = new Map([["shopping-cart", tests("pp")]]);
    expect(totalScore(assignment, onlyCart, { kind: "unknown" }, () => 12)).toMatchObject({
      points: 10,
      maxPoints: 16,
      passed: true,
    });
  });

  it.each([
    [[0.1, 0.2], 100, [1, 1], true],
    [[1.1, 1.1, 1.1], 100, [1, 1, 1], true],
    [[0.66, 0.44], 60, [1, 0], true],
    [[0.65, 0.45], 60, [1, 0], false],
  ] as const)(
    "of %j with %d %% to pass are compared as they are shown",
    (points, percent, passes, passed) => {
      const exercises = points.map((each, index) => ({
        id: `e${index}`,
        points: { kind: "all-or-nothing" as const, points: each },
      }));
      const graded = new Map(passes.map((each, index) => [`e${index}`, tests(each === 1 ? "p" : "f")]));
      const order = { exercises, passing: { kind: "percent" as const, percent } };
      expect(totalScore(order, graded, { kind: "in-time" }, NONE_MISSING).passed).toBe(passed);
    },
  );

  it("pass nobody where there were none to be had", () => {
    const order = {
      exercises: [{ id: "e", points: { kind: "per-test" as const, pointsPerTest: 1 } }],
      passing: { kind: "percent" as const, percent: 50 },
    };
    expect(totalScore(order, new Map(), { kind: "in-time" }, () => 0)).toEqual({
      ...{ points: 0, pointsInTime: 0, maxPoints: 0, passed: false },
    });
  });

  it("do not pass a hand-in that is refused", () => {
    const graded = new Map([
      ["shopping-cart", tests("p")],
      ["login-and-logout", tests("p")],
    ]);
    const rule = {
      ...assignment,
      late: { kind: "refuse" as const },
      passing: { kind: "every-test" as const },
    };
    expect(totalScore(rule, graded, latenessOf(rule, DUE_MS + 1), NONE_MISSING)).toMatchObject({
      points: 0,
      passed: false,
    });
  });
});
