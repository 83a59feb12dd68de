import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import { joinStyles, withLateModules } from "./page-styles.ts";

/** Gives each page of a built site its styles in one file, and its scripts after them. Must come before what lists the site's files. */
export function pageStyles(): AstroIntegration {
  return {
    name: "keepsake-page-styles",
    hooks: {
      "astro:build:done": async ({ dir }) => {
        const [pages, styles, scripts] = await Promise.all([
          filesIn(dir, /\.html$/),
          filesIn(new URL("_astro/", dir), /\.css$/, "_astro/"),
          filesIn(new URL("_astro/", dir), /\.js$/, "_astro/"),
        ]);
        const joined = joinStyles(pages, styles, scripts);
        const changed = [...joined.pages]
          .map(([path, html]): [string, string] => [path, withLateModules(html)])
          .filter(([path, html]) => html !== pages.get(path));
        await Promise.all([
          ...[...changed, ...joined.added].map(([path, text]) =>
            writeFile(new URL(path.slice(1), dir), text),
          ),
          ...joined.left.map((path) => rm(new URL(path.slice(1), dir))),
        ]);
      },
    },
  };
}

/** By their addresses in the site. */
async function filesIn(folder: URL, name: RegExp, prefix = ""): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && name.test(entry.name));
  return new Map(
    await Promise.all(
      files.map(async (entry): Promise<[string, string]> => {
        const path = `${entry.parentPath}/${entry.name}`;
        const address = relative(fileURLToPath(folder), path).replaceAll("\\", "/");
        return [`/${prefix}${address}`, await readFile(path, "utf8")];
      }),
    ),
  );
}
