/** `npm run check-hidden-tests -- DIR`: hidden tests pass the solution, and each is failed by a wrong one. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ExerciseError, loadExercise } from "../course/load-exercise.ts";
import { openSandbox } from "../gradebook/index.ts";
import { hiddenProblems } from "./hidden-tests/hidden-problems.ts";
import { WITHOUT_SANDBOX } from "./regrade/remedies.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** The same in every run, so that a change of the tests alone can change the result. */
const SEED = 7148;

const [folder, ...more] = process.argv.slice(2);
if (folder === undefined || more.length > 0) {
  console.error("Say the folder with the exercises' hidden tests: npm run check-hidden-tests -- hidden");
  process.exitCode = 2;
} else {
  // The instructor's own programs: they are trusted.
  const sandbox = await openSandbox({ isUnsafe: true, whenMissing: WITHOUT_SANDBOX });
  let count = 0;
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const slugs = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    if (slugs.length === 0) throw new ExerciseError(`${folder} has no folder named after an exercise.`);
    for (const slug of slugs.sort()) {
      const loaded = await loadExercise(ROOT, slug);
      for await (const problem of hiddenProblems(join(folder, slug), loaded, sandbox.gradeFiles, SEED)) {
        count += 1;
        console.error(problem);
      }
    }
    if (count === 0) console.log(`The hidden tests of ${slugs.length} exercises hold.`);
    process.exitCode = count === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Error && (error instanceof ExerciseError || "code" in error))) throw error;
    console.error(error.message);
    process.exitCode = 2;
  } finally {
    await sandbox.close();
  }
}
