import { z } from "zod";

/** Which lessons teach what each section of the documents that the course replaces says: `lessons/chapters.json`. */
export const chaptersSchema = z.strictObject({
  documents: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        title: z.string().min(1),
        sections: z
          .array(
            z.strictObject({
              /** "4.2" */
              number: z.string().regex(/^\d+(\.\d+)*$/, 'a number like "4.2"'),
              heading: z.string().min(1),
              /** Ids of lessons, in the order in which one reads them. */
              lessons: z.array(z.string().min(1)),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
});

export type Chapters = z.output<typeof chaptersSchema>;
