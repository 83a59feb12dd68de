import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { loadExercise } from "../course/load-exercise.ts";
import { readCourse } from "./check-lessons-course.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

it("the solution that a lesson walks through is the one that the tests know", async () => {
  const { starter, solution } = await loadExercise(ROOT, "shopping-cart");
  const { lessons } = await readCourse(ROOT);
  const playground = lessons
    .flatMap(({ source }) => source.playgrounds)
    .find(({ id }) => id === "cart-reference");
  expect(playground?.files).toEqual({ ...starter, ...solution });
});
