import { defineCollection } from "astro:content";
import { glob } from "astro/loaders";
import { lessonSchema } from "./course/lesson.ts";

export const collections = {
  /** A lesson's `id` here is its path; its permanent id is in the front matter. */
  lessons: defineCollection({
    loader: glob({
      base: "./lessons",
      pattern: "**/*.mdx",
      generateId: ({ entry }) => entry.replace(/\.mdx$/, ""),
    }),
    schema: lessonSchema,
  }),
};
