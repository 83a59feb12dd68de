/**
 * How the time to build the site grows with the number of lessons, which must be no faster than the number itself.
 *
 *     node src/bench/course-build.ts [few, default 100] [many, default 1000]
 */
import { rm } from "node:fs/promises";
import process from "node:process";
import { buildCourse, generateCourse, lessonId, pageBytes } from "../e2e/generated-course.ts";

const counts = [Number(process.argv[2] ?? 100), Number(process.argv[3] ?? 1000)];
const took: number[] = [];
for (const lessons of counts) {
  const root = await generateCourse(lessons);
  try {
    const seconds = await buildCourse(root);
    took.push(seconds);
    const kilobytes = Math.round((await pageBytes(root, `lessons/${lessonId(5)}`)) / 1000);
    console.log(
      `${lessons} lessons: ${seconds.toFixed(1)} s; a lesson's page with its scripts ${kilobytes} kB`,
    );
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
const [few = 0, many = 0] = took;
console.log(
  `${((counts[1] ?? 0) / (counts[0] ?? 1)).toFixed(1)} times the lessons took ${(many / few).toFixed(1)} times as long.`,
);
