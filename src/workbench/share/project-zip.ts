import { strToU8, type Zippable, zipSync } from "fflate";
import { type Project, projectFiles } from "./project-files.ts";
import type { ProjectParts } from "./project-parts.ts";

/** Already compressed: doing it again takes time and gains nothing. */
const STORED = 0;

/** One zip with one folder, that runs with `npm install && npm start`. `library` is the package that `parts` name. */
export function projectZip(
  project: Project,
  parts: ProjectParts,
  library: Uint8Array,
  nowMs: number,
): Uint8Array<ArrayBuffer> {
  const entries: Zippable = {};
  for (const [path, text] of Object.entries(projectFiles(project, parts))) {
    entries[`${project.name}/${path}`] = strToU8(text);
  }
  entries[`${project.name}/${parts.library.file}`] = [library, { level: STORED }];
  return zipSync(entries, { mtime: new Date(nowMs) });
}
