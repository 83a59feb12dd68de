import { z } from "./schemas.ts";

/** The newest format of assignments that this code writes and reads. */
export const ASSIGNMENT_VERSION = 1;

export const TITLE_LIMIT_CHARACTERS = 120;
export const INSTRUCTIONS_LIMIT_CHARACTERS = 6_000;
export const EXERCISES_LIMIT = 40;
export const POINTS_LIMIT = 1_000;

const points = z.number().check(z.minimum(0), z.maximum(POINTS_LIMIT));
const percent = z.int().check(z.minimum(1), z.maximum(100));
/** An instant, in milliseconds since 1970 UTC. */
export const instantMs = z.int().check(z.minimum(0), z.maximum(8_640_000_000_000_000));
export const exerciseId = z.string().check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/), z.maxLength(80));

/** How an exercise's tests become points. */
const pointsRuleSchema = z.discriminatedUnion("kind", [
  /** All points when every test passes, else none. */
  z.strictObject({ kind: z.literal("all-or-nothing"), points }),
  /** The points times the share of tests that pass. */
  z.strictObject({ kind: z.literal("share"), points }),
  /** So many points for each test that passes. */
  z.strictObject({ kind: z.literal("per-test"), pointsPerTest: points }),
]);

const lateRuleSchema = z.discriminatedUnion("kind", [
  /** A late hand-in gives no points. */
  z.strictObject({ kind: z.literal("refuse") }),
  /** A late hand-in is marked as late and loses nothing. */
  z.strictObject({ kind: z.literal("mark") }),
  /** Each day begun after the due time takes so many percent of the points. */
  z.strictObject({ kind: z.literal("percent-a-day"), percent }),
]);

const passingRuleSchema = z.discriminatedUnion("kind", [
  /** Every test of every exercise. */
  z.strictObject({ kind: z.literal("every-test") }),
  /** At least this share of the points, lateness taken off. */
  z.strictObject({ kind: z.literal("percent"), percent }),
]);

/** What an instructor sets. The interface {@link Assignment} has a comment on each field. */
export const assignmentSchema = z.strictObject({
  version: z.literal(ASSIGNMENT_VERSION),
  title: z.string().check(z.trim(), z.minLength(1), z.maxLength(TITLE_LIMIT_CHARACTERS)),
  instructions: z.string().check(z.maxLength(INSTRUCTIONS_LIMIT_CHARACTERS)),
  exercises: z.array(z.strictObject({ id: exerciseId, points: pointsRuleSchema })).check(
    z.minLength(1),
    z.maxLength(EXERCISES_LIMIT),
    z.refine((all) => new Set(all.map(({ id }) => id)).size === all.length, "an exercise stands there twice"),
  ),
  opensAtMs: z.exactOptional(instantMs),
  dueAtMs: z.exactOptional(instantMs),
  zone: z
    .string()
    .check(z.minLength(1), z.maxLength(64), z.refine(isZone, "no time zone that is known here")),
  late: lateRuleSchema,
  hints: z.boolean(),
  solution: z.boolean(),
  passing: passingRuleSchema,
  publicKey: z.string().check(z.regex(/^[\w-]{87}$/, "no public key")),
  courseVersion: z.string().check(z.maxLength(64)),
});

export type PointsRule = z.output<typeof pointsRuleSchema>;
export type LateRule = z.output<typeof lateRuleSchema>;
export type PassingRule = z.output<typeof passingRuleSchema>;

export interface AssignedExercise {
  /** The exercise's permanent id. */
  readonly id: string;
  readonly points: PointsRule;
}

/** Work set by an instructor. All of it travels in a link; it names no learner and holds no secret. */
export interface Assignment {
  readonly version: typeof ASSIGNMENT_VERSION;
  readonly title: string;
  /** Markdown. It comes from a link, so whoever shows it must not let it bring HTML, scripts or images. */
  readonly instructions: string;
  /** In the order in which they are to be done; each once. */
  readonly exercises: readonly AssignedExercise[];
  /** Absent: open from the start. */
  readonly opensAtMs?: number;
  /** The last instant that is in time. Absent: never late. */
  readonly dueAtMs?: number;
  /** The instructor's time zone by its IANA name ("Europe/Rome"), in which reports show times. */
  readonly zone: string;
  readonly late: LateRule;
  /** May learners see the hints? */
  readonly hints: boolean;
  /** May learners see the solution? */
  readonly solution: boolean;
  readonly passing: PassingRule;
  /** Hand-ins are sealed to it: base64url of an uncompressed P-256 point (see key-pair.ts). */
  readonly publicKey: string;
  /** The course that the instructor had before them. */
  readonly courseVersion: string;
}

/** Is this the IANA name of a time zone that this machine knows? */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
