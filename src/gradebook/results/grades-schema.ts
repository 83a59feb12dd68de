import { z } from "zod";
import { assignmentSchema } from "../../assignment/assignment.ts";
import { exerciseResultSchema } from "../grading/graded.ts";
import { TROUBLE_KINDS } from "./trouble.ts";

/** How `grades.json` must be; the interface `GradesFile` and what it is made of have a comment on each field. */

const points = z.number().min(0);
const count = z.int().min(0);
const line = z.int().min(1);
/** A part of paths on the disk, so it has nothing in it that leads out of a folder. */
const slug = z.string().regex(/^[\p{L}\p{M}\p{N}-]+$/u, "no name of a learner's files");
const lms = z.enum(["moodle", "canvas"]);

const exerciseSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  result: exerciseResultSchema,
  points: points.exactOptional(),
  maxPoints: points,
  attempts: count,
  workedMinutes: z.number().min(0),
  hints: z.array(z.int()),
  sawSolution: z.boolean(),
});

const latenessSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("in-time") }),
  z.strictObject({ kind: z.literal("unknown") }),
  z.strictObject({
    kind: z.literal("late"),
    lateMs: z.number().min(0),
    daysBegun: count,
    keptPercent: z.number().min(0).max(100),
    refused: z.boolean(),
  }),
]);

const learnerSchema = z.strictObject({
  slug,
  key: z.string(),
  name: z.string(),
  number: z.string(),
  email: z.string().exactOptional(),
  login: z.string().exactOptional(),
  section: z.string().exactOptional(),
  lms: z.strictObject({ lms, id: z.string().exactOptional() }).exactOptional(),
  standing: z.enum(["graded", "refused", "cannot-grade", "not-handed-in"]),
  score: z
    .strictObject({ points, pointsInTime: points, maxPoints: points, passed: z.boolean() })
    .exactOptional(),
  receivedAtMs: z.int().exactOptional(),
  receivedBy: z.enum(["roster", "lms", "file", "nobody"]).exactOptional(),
  lateness: latenessSchema.exactOptional(),
  latenessSentence: z.string().exactOptional(),
  receipt: z.string().exactOptional(),
  where: z.string().exactOptional(),
  exercises: z.array(exerciseSchema),
  others: z.array(z.strictObject({ where: z.string(), receipt: z.string() })),
});

const troubleSchema = z.strictObject({
  kind: z.enum(TROUBLE_KINDS),
  where: z.string().exactOptional(),
  learner: z.string().exactOptional(),
  learnerKey: z.string().exactOptional(),
  message: z.string(),
});

const placeSchema = z.strictObject({ path: z.string(), fromLine: line, toLine: line });

const similarSchema = z.strictObject({
  exerciseId: z.string(),
  title: z.string(),
  pairs: z.array(
    z.strictObject({
      one: slug,
      other: slug,
      share: z.number().min(0),
      lines: z.array(z.strictObject({ one: placeSchema, other: placeSchema })),
    }),
  ),
});

/** All but format and version, which are looked at first. */
export const gradesSchema = z.looseObject({
  assignment: z.strictObject({ ...assignmentSchema.shape, fingerprint: z.string() }),
  learners: z
    .array(learnerSchema)
    .refine((all) => new Set(all.map((each) => each.slug)).size === all.length, "two have one slug"),
  troubles: z.array(troubleSchema),
  similar: z.array(similarSchema),
});
