/** `npm run new-hidden-tests -- shopping-cart [DIR]`: writes hidden tests that already hold, to go on from. */
import { fileURLToPath } from "node:url";
import { ExerciseError, loadExercise } from "../course/load-exercise.ts";
import { newHiddenTests } from "./hidden-tests/new-hidden-tests.ts";
import { ScaffoldError } from "./scaffold/write-new.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Git does not see it. */
const DEFAULT_FOLDER = "hidden";

const [slug, folder = DEFAULT_FOLDER, ...more] = process.argv.slice(2);
try {
  if (slug === undefined || more.length > 0)
    throw new ScaffoldError("Say the exercise: npm run new-hidden-tests -- shopping-cart");
  const home = await newHiddenTests(folder, await loadExercise(ROOT, slug));
  console.log(`${home} is there; its README.md says how to go on.`);
  console.log(`Check it: npm run check-hidden-tests -- ${folder}`);
} catch (error) {
  if (!(error instanceof ScaffoldError || error instanceof ExerciseError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
