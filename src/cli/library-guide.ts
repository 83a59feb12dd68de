/**
 * Writes the table of settings into the library's guide, between its two marks:
 *
 *     node src/cli/library-guide.ts
 */
import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { settingsMarkdown } from "../session/settings-table.ts";

export const GUIDE = fileURLToPath(new URL("../app/README.md", import.meta.url));

/** The guide with the settings as the code has them. */
export function withSettings(guide: string): string {
  const table = `$1\n\n${settingsMarkdown().trim().replaceAll("$", "$$$$")}\n\n$2`;
  return guide.replace(/(<!-- settings: [^>]*-->)[\s\S]*?(<!-- \/settings -->)/, table);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(GUIDE, withSettings(await readFile(GUIDE, "utf8")));
}
