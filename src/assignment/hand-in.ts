import { exerciseId, instantMs } from "./assignment.ts";
import { z } from "./schemas.ts";

/** The newest format of hand-ins that this code writes and reads. */
export const HAND_IN_VERSION = 1;

export const FILES_LIMIT = 200;
export const PATH_LIMIT_CHARACTERS = 200;
/** Attempts of one exercise in a hand-in. */
export const ATTEMPTS_LIMIT = 500;
const NAME_LIMIT_CHARACTERS = 120;
const SENTENCE_LIMIT_CHARACTERS = 500;
const TESTS_LIMIT = 500;

/** A path in an exercise's folder that leads nowhere else on any system. */
const filePath = z
  .string()
  .check(z.maxLength(PATH_LIMIT_CHARACTERS), z.refine(isPlainPath, "no path in the folder"));
const sentence = z.string().check(z.maxLength(SENTENCE_LIMIT_CHARACTERS));
const version = z.string().check(z.maxLength(120));
const count = z.int().check(z.minimum(0), z.maximum(1_000_000));

const pageTestSchema = z.strictObject({ name: sentence, state: z.enum(["pass", "fail", "skip"]) });

const attemptSchema = z.strictObject({
  atMs: instantMs,
  passed: z.boolean(),
  passedTests: count,
  tests: count,
  failed: z.array(sentence).check(z.maxLength(TESTS_LIMIT)),
});

const exerciseSchema = z.strictObject({
  id: exerciseId,
  version: z.string().check(z.regex(/^[0-9a-f]{16}$/)),
  files: z
    .record(filePath, z.string())
    .check(z.refine((files) => Object.keys(files).length <= FILES_LIMIT, `more than ${FILES_LIMIT} files`)),
  attempts: z.array(attemptSchema).check(z.maxLength(ATTEMPTS_LIMIT)),
  attemptsLeftOut: count,
  hints: z
    .array(z.strictObject({ hint: count, atMs: instantMs, asked: z.boolean() }))
    .check(z.maxLength(1_000)),
  solutionShownAtMs: z.exactOptional(instantMs),
  taken: z.array(z.strictObject({ path: filePath, atMs: instantMs })).check(z.maxLength(1_000)),
  pageResult: z.exactOptional(
    z.strictObject({
      atMs: instantMs,
      passed: z.boolean(),
      tests: z.array(pageTestSchema).check(z.maxLength(TESTS_LIMIT)),
    }),
  ),
});

export const handInSchema = z.strictObject({
  version: z.literal(HAND_IN_VERSION),
  assignment: z.strictObject({
    fingerprint: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    title: z.string().check(z.maxLength(NAME_LIMIT_CHARACTERS)),
  }),
  learner: z.strictObject({
    name: z.string().check(z.minLength(1), z.maxLength(NAME_LIMIT_CHARACTERS)),
    studentNumber: z.string().check(z.maxLength(NAME_LIMIT_CHARACTERS)),
  }),
  sequence: z.int().check(z.minimum(1), z.maximum(1_000_000)),
  madeAtMs: instantMs,
  versions: z.strictObject({ course: version, engine: version }),
  exercises: z.array(exerciseSchema).check(
    z.maxLength(100),
    z.refine((all) => new Set(all.map(({ id }) => id)).size === all.length, "an exercise stands there twice"),
  ),
});

/** One Check, as the page saw it. */
export interface HandedAttempt {
  readonly atMs: number;
  readonly passed: boolean;
  readonly passedTests: number;
  readonly tests: number;
  /** The sentences of the tests that failed. */
  readonly failed: readonly string[];
}

/** The page's own verdict. Advice: the instructor's run counts. */
export interface PageResult {
  readonly atMs: number;
  readonly passed: boolean;
  readonly tests: readonly { readonly name: string; readonly state: "pass" | "fail" | "skip" }[];
}

export interface HandedExercise {
  readonly id: string;
  /** See `exerciseVersionOf`: which starter the learner began with. */
  readonly version: string;
  /** All files of the exercise as the learner has them, by path: those that did not change too, so that the file
   *  means the same when the course has moved on. Paths are plain and lead nowhere else. */
  readonly files: Readonly<Record<string, string>>;
  /** Oldest first, at most {@link ATTEMPTS_LIMIT}. */
  readonly attempts: readonly HandedAttempt[];
  /** Attempts that were not kept: the learner's log lets go of those in the middle. */
  readonly attemptsLeftOut: number;
  /** Which hints were opened (from 1), when first, and whether before enough attempts had unlocked them. */
  readonly hints: readonly { readonly hint: number; readonly atMs: number; readonly asked: boolean }[];
  /** Absent: the learner never looked at the solution. */
  readonly solutionShownAtMs?: number;
  /** Files of the solution that replaced the learner's own. */
  readonly taken: readonly { readonly path: string; readonly atMs: number }[];
  /** Absent: never checked. */
  readonly pageResult?: PageResult;
}

/**
 * What a learner hands in. All times and logs are what the learner's machine says: whoever judges lateness goes by
 * when the file was received.
 */
export interface HandIn {
  readonly version: typeof HAND_IN_VERSION;
  readonly assignment: {
    /** See `fingerprintOf`: which assignment, and in which wording, the learner had before them. */
    readonly fingerprint: string;
    readonly title: string;
  };
  readonly learner: {
    readonly name: string;
    /** Empty when the learner gave none. */
    readonly studentNumber: string;
  };
  /** Counts the hand-ins of this assignment on the learner's machine, from 1. */
  readonly sequence: number;
  readonly madeAtMs: number;
  readonly versions: { readonly course: string; readonly engine: string };
  /** In the assignment's order. One is missing when the learner never opened it. */
  readonly exercises: readonly HandedExercise[];
}

const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Forward slashes, no way up or out, nothing that Windows takes otherwise than it looks. */
export function isPlainPath(path: string): boolean {
  return path.split("/").every(
    (part) =>
      part !== "" &&
      part !== "." &&
      part !== ".." &&
      part !== "__proto__" &&
      part === part.trimEnd() &&
      !part.endsWith(".") &&
      !reserved.test(part) &&
      // Control characters, and what Windows forbids.
      ![...part].some((character) => character < " " || '\\:*?"<>|\u007f'.includes(character)),
  );
}
