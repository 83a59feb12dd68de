/** `npm run new-exercise -- slug "A title"`: writes an exercise that already runs, with one mutant and one variant. */
import { fileURLToPath } from "node:url";
import { newExercise } from "./scaffold/new-exercise.ts";
import { scaffoldCommand } from "./scaffold/scaffold-command.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const USAGE = 'npm run new-exercise -- count-visits "Count visits"';

await scaffoldCommand(process.argv.slice(2), USAGE, async (slug, title) => {
  const home = await newExercise(ROOT, slug, title);
  console.log(`${home} and solutions/${slug} are there. Check them: npm run check-exercises -- ${slug}`);
  console.log(
    `Then a lesson leads to it with exercise: ${slug}, and npm run check-course says what else it needs.`,
  );
});
