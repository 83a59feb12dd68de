/** `npm run new-lesson -- 06-cookies "A title"`: writes the next lesson of that part, which already holds. */
import { fileURLToPath } from "node:url";
import { newLesson } from "./scaffold/new-lesson.ts";
import { scaffoldCommand } from "./scaffold/scaffold-command.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const USAGE = 'npm run new-lesson -- 06-cookies "A title"';

await scaffoldCommand(process.argv.slice(2), USAGE, async (folder, title) => {
  const path = await newLesson(ROOT, folder, title);
  console.log(`${path} is there. Write it, with npm run dev beside it, and check it: npm run check-course`);
  console.log("Then name it in lessons/chapters.json where it teaches a section of a chapter.");
});
