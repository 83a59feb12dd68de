/** `npm run new-lesson -- 06-cookies "A title"`: writes the next lesson of that part, which already holds. */
import { fileURLToPath } from "node:url";
import { newLesson } from "./scaffold/new-lesson.ts";
import { ScaffoldError } from "./scaffold/write-new.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const [folder = "", title = ""] = process.argv.slice(2);
try {
  if (title === "")
    throw new ScaffoldError('Say the part and the title: npm run new-lesson -- 06-cookies "A title"');
  const path = await newLesson(ROOT, folder, title);
  console.log(`${path} is there. Write it, with npm run dev beside it, and check it: npm run check-course`);
  console.log("Then name it in lessons/chapters.json where it teaches a section of a chapter.");
} catch (error) {
  if (!(error instanceof ScaffoldError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
