import { readdirSync } from "node:fs";
import { join } from "node:path";

const MODULE = /\.[cm]?[jt]s$/;
const NOT_A_ROUTE = /\.(d|test|spec)\.[cm]?[jt]s$/;

/** The route files below the folder, sorted, absolute. A missing folder has none. */
export function findRoutes(folder: string): string[] {
  let entries: import("node:fs").Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return findRoutes(path);
      return MODULE.test(entry.name) && !NOT_A_ROUTE.test(entry.name) ? [path] : [];
    });
}
