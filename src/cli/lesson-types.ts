import type { CheckedLesson } from "./check-lessons-course.ts";
import { experimentOf } from "./check-lessons-replay.ts";
import { ExerciseTypes } from "./exercise-types.ts";

/** Wrong types in what a reader sees and may run: each playground as written, and as the lesson mends it. */
export function* lessonTypeProblems(root: string, lessons: readonly CheckedLesson[]): Generator<string> {
  const types = new ExerciseTypes(root);
  for (const { source } of lessons) {
    const where = source.file.replace(/\.mdx$/, "");
    for (const playground of source.playgrounds) {
      const { mended } = experimentOf(playground, source);
      const broken = mended !== undefined;
      const found = [
        ...types.problems(where, playground.files, { broken }),
        ...(mended === undefined ? [] : types.problems(where, mended)),
      ];
      for (const problem of new Set(found)) {
        yield `${source.file}:${playground.line}: the playground "${playground.id}": ${problem} Mend its types.`;
      }
    }
  }
}
