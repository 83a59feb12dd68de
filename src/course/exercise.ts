import { z } from "zod";
import { refineSetup, setupFields } from "./setup-schema.ts";

/** `exercises/SLUG/exercise.json`. Unknown keys are refused. */
export const exerciseSchema = z
  .strictObject({
    /** Permanent: progress and drafts are kept by it, so a rename of the folder orphans nobody. */
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case words joined by hyphens"),
    title: z.string().min(1),
    /** One or two sentences for lists. */
    summary: z.string().min(1),
    minutes: z.int().min(1).max(240),
    /** The program that Run starts, relative to the exercise: the short form of `processes`. */
    entry: z.string().default("server.ts"),
    /** The port it listens on, which the Browser opens. */
    port: z.int().min(1).max(65_535).default(7148),
    /** The address that the Browser shows after Run. */
    startPath: z.string().startsWith("/").default("/"),
    /** Files opened as tabs, first one in front. The others can be opened from the file list. */
    open: z.array(z.string()).min(1),
    /** Files that the learner reads but does not edit. */
    readonly: z.array(z.string()).default([]),
    /** Where it can run. Without "inpage" it needs real Node, and the page says so. */
    engines: z
      .array(z.enum(["inpage", "webcontainer", "local"]))
      .min(1)
      .default(["inpage", "webcontainer", "local"]),
    /** Sentences of tests that the starter passes: what already works, and must go on working. */
    starterPasses: z.array(z.string().min(1)).default([]),
    /** Shown one by one, after failed attempts. */
    hints: z.array(z.string()).default([]),
    ...setupFields,
  })
  .superRefine(refineSetup);

/** Complete, defaults filled in. */
export type Exercise = z.output<typeof exerciseSchema>;

/** An exercise with its files, as a page or a command gets it. Paths are relative to the exercise. */
export interface ExerciseFiles {
  readonly exercise: Exercise;
  readonly slug: string;
  readonly starter: Readonly<Record<string, string>>;
  /** Only the files that differ from the starter. */
  readonly solution: Readonly<Record<string, string>>;
}
