import { join } from "node:path";
import type { AstroIntegration } from "astro";
import { writeContainerFiles } from "./container-files.ts";

const TARGET = join(import.meta.dirname, "..", "..", "..", "public", "webcontainer", "files.json");

/** Writes what the engine puts into a container, when Astro starts: the site has it at "/webcontainer/files.json". */
export function containerAssets(): AstroIntegration {
  return {
    name: "keepsake-container-files",
    hooks: {
      "astro:config:setup": async ({ command }) => {
        if (command === "dev" || command === "build") await writeContainerFiles(TARGET);
      },
    },
  };
}
