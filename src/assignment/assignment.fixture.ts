import fc from "fast-check";
import type { Assignment } from "./assignment.ts";
import type { HandedExercise, HandIn } from "./hand-in.ts";
import { isPlainPath } from "./hand-in.ts";
import { makePrivateKey, type PrivateKey } from "./key-pair.ts";

export const DUE_MS = Date.UTC(2026, 11, 1, 22, 59);

/** For tests: a key of their own, made once. */
export const classKey: PrivateKey = await makePrivateKey("Web 2026", DUE_MS);
export const otherKey: PrivateKey = await makePrivateKey("Another class", DUE_MS);

export const assignment: Assignment = {
  version: 1,
  title: "Carts and cookies",
  instructions: "Read *lesson 12* first.",
  exercises: [
    { id: "shopping-cart", points: { kind: "share", points: 10 } },
    { id: "login-and-logout", points: { kind: "per-test", pointsPerTest: 0.5 } },
  ],
  dueAtMs: DUE_MS,
  zone: "Europe/Rome",
  late: { kind: "percent-a-day", percent: 20 },
  hints: true,
  solution: false,
  passing: { kind: "percent", percent: 60 },
  publicKey: classKey.publicKey,
  courseVersion: "0.1.0",
};

export const handIn: HandIn = {
  version: 1,
  assignment: { fingerprint: "ab".repeat(32), title: assignment.title },
  learner: { name: "Ada Lovelace", studentNumber: "1815" },
  sequence: 1,
  madeAtMs: DUE_MS - 1_000,
  versions: { course: "0.1.0", engine: "inpage" },
  exercises: [
    {
      id: "shopping-cart",
      version: "0123456789abcdef",
      files: { "server.ts": "console.log('an unmistakable line of code');\n", "src/routes/cart.ts": "" },
      attempts: [{ atMs: 1_000, passed: false, passedTests: 3, tests: 4, failed: ["clears the cart"] }],
      attemptsLeftOut: 0,
      hints: [{ hint: 1, atMs: 900, asked: false }],
      taken: [],
    },
  ],
};

const text = fc.string({ unit: "grapheme", maxLength: 40 });
const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });
const path = fc
  .array(fc.stringMatching(/^[\p{L}\d_-][\p{L}\d_. -]{0,12}$/u), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join("/"))
  .filter((candidate) => isPlainPath(candidate) && candidate.length <= 200);

const exercise = fc.record(
  {
    id: fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}$/),
    version: fc.stringMatching(/^[0-9a-f]{16}$/),
    files: fc.dictionary(path, fc.string({ unit: "binary", maxLength: 300 }), {
      maxKeys: 8,
      noNullPrototype: true,
    }),
    attempts: fc.array(
      fc.record({
        atMs: instant,
        passed: fc.boolean(),
        passedTests: fc.nat(60),
        tests: fc.nat(60),
        failed: fc.array(text, { maxLength: 3 }),
      }),
      { maxLength: 5 },
    ),
    attemptsLeftOut: fc.nat(100),
    hints: fc.array(fc.record({ hint: fc.nat(9), atMs: instant, asked: fc.boolean() }), { maxLength: 3 }),
    solutionShownAtMs: instant,
    taken: fc.array(fc.record({ path, atMs: instant }), { maxLength: 2 }),
    pageResult: fc.record({
      atMs: instant,
      passed: fc.boolean(),
      tests: fc.array(
        fc.record({ name: text, state: fc.constantFrom("pass" as const, "fail" as const, "skip" as const) }),
        { maxLength: 4 },
      ),
    }),
  },
  { requiredKeys: ["id", "version", "files", "attempts", "attemptsLeftOut", "hints", "taken"] },
);

/** Any hand-in that a page could make. */
export const anyHandIn: fc.Arbitrary<HandIn> = fc.record({
  version: fc.constant(1 as const),
  assignment: fc.record({ fingerprint: fc.stringMatching(/^[0-9a-f]{64}$/), title: text }),
  learner: fc.record({ name: text.filter((name) => name.length > 0), studentNumber: text }),
  sequence: fc.integer({ min: 1, max: 50 }),
  madeAtMs: instant,
  versions: fc.record({ course: text, engine: text }),
  exercises: fc.uniqueArray<HandedExercise, string>(exercise, { maxLength: 4, selector: ({ id }) => id }),
});
