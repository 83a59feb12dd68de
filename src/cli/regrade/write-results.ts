import { join } from "node:path";
import { classDocuments, type GradedClass, OPENED_FOLDER, REPORTS_FOLDER } from "../../gradebook/index.ts";
import { keepOnly, writeOut } from "./write-out.ts";

/** Writes all results below a folder, and takes away those of learners who are no longer among them. */
export async function writeResults(folder: string, graded: GradedClass): Promise<void> {
  const paths = new Set<string>();
  for (const { path, text } of classDocuments(graded)) {
    await writeOut(folder, { [path]: text });
    paths.add(path);
  }
  for (const below of [REPORTS_FOLDER, OPENED_FOLDER]) {
    const own = [...paths].filter((path) => path.startsWith(`${below}/`));
    await keepOnly(join(folder, below), new Set(own.map((path) => path.slice(below.length + 1))));
  }
}
