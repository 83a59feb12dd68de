import { rm } from "node:fs/promises";
import { afterAll, expect, it } from "vitest";
import { buildCourse, builtLessons, generateCourse, lessonId, pageBytes } from "./generated-course.ts";

const FEW = 10;
const MANY = 60;
/** Numbers and neighbours' titles have other lengths. */
const TOLERANCE = 0.01;

const made: string[] = [];
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));

async function built(lessons: number): Promise<string> {
  const root = await generateCourse(lessons);
  made.push(root);
  await buildCourse(root);
  expect(await builtLessons(root)).toBe(lessons);
  return root;
}

it("a lesson's page weighs the same in a large course as in a small one", { timeout: 600_000 }, async () => {
  const path = `lessons/${lessonId(5)}`;
  const few = await pageBytes(await built(FEW), path);
  const many = await pageBytes(await built(MANY), path);
  expect(Math.abs(many / few - 1), `${few} and ${many} bytes`).toBeLessThan(TOLERANCE);
});
