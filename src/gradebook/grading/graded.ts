import { z } from "zod";

/** One test, as it counts. Nothing in it depends on when or how fast it ran. */
const testSchema = z.strictObject({
  name: z.string(),
  state: z.enum(["pass", "fail", "skip"]),
  /** The instructor's own: learners get its sentence and nothing else. */
  hidden: z.boolean(),
  /** Why it failed; absent when it did not. */
  message: z.string().optional(),
});

export const exerciseResultSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("graded"), id: z.string(), tests: z.array(testSchema) }),
  /** Never a zero: something stood in the way. */
  z.strictObject({ kind: z.literal("cannot-grade"), id: z.string(), reason: z.string() }),
  z.strictObject({ kind: z.literal("not-handed-in"), id: z.string() }),
]);

/** The verdict on one hand-in, in the order of the assignment. */
export const gradedSchema = z.strictObject({ exercises: z.array(exerciseResultSchema) });

export type GradedTest = Readonly<z.output<typeof testSchema>>;
export type ExerciseResult = Readonly<z.output<typeof exerciseResultSchema>>;
export interface Graded {
  readonly exercises: readonly ExerciseResult[];
}
