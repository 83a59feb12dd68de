import { z } from "zod";

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case words joined by hyphens");

/** The front matter of `lessons/NN-part/NN-name.mdx`. Unknown keys are refused. */
export const lessonSchema = z.strictObject({
  /** Permanent: the address and the reader's progress are kept by it, so a rename of the file orphans nobody. */
  id,
  title: z.string().min(1),
  /** One sentence for lists and search results. */
  summary: z.string().min(1),
  minutes: z.int().min(1).max(120),
  /** What the reader can do afterwards; each completes "You will be able to …". */
  objectives: z.array(z.string().min(1)).min(1),
  /** Ids of lessons to read before. */
  prerequisites: z.array(id).default([]),
  /** The id of the exercise that this lesson leads to. */
  exercise: id.optional(),
  /** Where its facts stand, with the section: "RFC 9110 §3.3". */
  sources: z.array(z.string().min(1)).min(1),
});

/** Complete, defaults filled in. */
export type Lesson = z.output<typeof lessonSchema>;

/** `lessons/NN-part/part.json`. Unknown keys are refused. */
export const partSchema = z.strictObject({
  id,
  title: z.string().min(1),
  summary: z.string().min(1),
});

export type Part = z.output<typeof partSchema>;

/** A lesson's place, read from its path: `01-state/02-first-cookie` is part 1, lesson 2. */
export interface LessonPlace {
  /** The part's folder: `01-state`. */
  readonly folder: string;
  readonly part: number;
  readonly lesson: number;
}

/** `undefined` when the path, relative to `lessons/` and with or without its extension, is not `NN-part/NN-name`. */
export function lessonPlace(path: string): LessonPlace | undefined {
  const match = /^((\d\d)-[a-z0-9-]+)\/(\d\d)-[a-z0-9-]+(?:\.mdx)?$/.exec(path);
  const [, folder, part, lesson] = match ?? [];
  if (folder === undefined) return undefined;
  return { folder, part: Number(part), lesson: Number(lesson) };
}
