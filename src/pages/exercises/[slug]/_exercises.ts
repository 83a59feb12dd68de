import type { MarkdownInstance } from "astro";
import { type ExerciseFiles, exerciseSchema } from "../../../course/exercise.ts";

/** An exercise as its pages need it. The solution is not among what a learner downloads. */
export interface ExercisePage {
  readonly data: Omit<ExerciseFiles, "solution">;
  readonly Text: MarkdownInstance<Record<string, unknown>>["Content"];
}

const definitions = import.meta.glob("/exercises/*/exercise.json", { import: "default", eager: true });
const texts = import.meta.glob<MarkdownInstance<Record<string, unknown>>>("/exercises/*/text.md", {
  eager: true,
});
const starters = import.meta.glob<string>("/exercises/*/starter/**/*", {
  query: "?raw",
  import: "default",
  eager: true,
  exhaustive: true,
});

/** All exercises, as `getStaticPaths` wants them. Throws when one has no text. */
export function exercisePaths(): { params: { slug: string }; props: ExercisePage }[] {
  return Object.entries(definitions).map(([path, json]) => {
    const slug = path.split("/")[2] ?? "";
    const text = texts[`/exercises/${slug}/text.md`];
    if (text === undefined)
      throw new Error(`exercises/${slug} has no text.md: write what the learner should do.`);
    const folder = `/exercises/${slug}/starter/`;
    const starter = Object.fromEntries(
      Object.entries(starters).flatMap(([file, content]) =>
        file.startsWith(folder) ? [[file.slice(folder.length), content]] : [],
      ),
    );
    return {
      params: { slug },
      props: { data: { exercise: exerciseSchema.parse(json), slug, starter }, Text: text.Content },
    };
  });
}
