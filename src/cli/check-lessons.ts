import { fileURLToPath } from "node:url";
import { bootLocalEngine } from "../engine/local/local-engine.ts";
import { readCourse } from "./check-lessons-course.ts";
import { replayProblems } from "./check-lessons-replay.ts";
import { staticProblems } from "./check-lessons-static.ts";
import { PythonPrograms } from "./python/python-programs.ts";
import { pythonProblems } from "./python/replay-python.ts";

/** `node src/cli/check-lessons.ts [lesson id …]`: checks the files, runs every program, compares what they say. */
const root = fileURLToPath(new URL("../..", import.meta.url));
const wanted = process.argv.slice(2);
const course = await readCourse(root);
const problems = staticProblems(course);
let playgrounds = 0;
let opened: Promise<PythonPrograms> | undefined;
const python = () => (opened ??= PythonPrograms.open());
for (const { lesson, source } of course.lessons) {
  if (wanted.length > 0 && !wanted.includes(lesson.id)) continue;
  for (const playground of source.playgrounds) {
    playgrounds += 1;
    problems.push(...(await replayProblems(playground, source, () => bootLocalEngine())));
  }
  for (const program of source.programs) {
    playgrounds += 1;
    problems.push(...(await pythonProblems(program, source, await python(), () => bootLocalEngine())));
  }
}
await (await opened)?.close();
for (const { message } of problems) console.error(message);
console.log(`${course.lessons.length} lessons, ${playgrounds} programs run, ${problems.length} problems.`);
process.exitCode = problems.length === 0 ? 0 : 1;
