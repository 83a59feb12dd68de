/** `npm run new-exercise -- slug "A title"`: writes an exercise that already holds, with one mutant and one variant. */
import { fileURLToPath } from "node:url";
import { newExercise } from "./scaffold/new-exercise.ts";
import { ScaffoldError } from "./scaffold/write-new.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const [slug = "", title = ""] = process.argv.slice(2);
try {
  if (title === "")
    throw new ScaffoldError('Say slug and title: npm run new-exercise -- count-visits "Count visits"');
  const home = await newExercise(ROOT, slug, title);
  console.log(`${home} and solutions/${slug} are there. Check them: npm run check-exercises -- ${slug}`);
  console.log(
    `Then a lesson leads to it with exercise: ${slug}, and npm run check-course says what else it needs.`,
  );
} catch (error) {
  if (!(error instanceof ScaffoldError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
