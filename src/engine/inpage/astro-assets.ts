import { join, relative, sep } from "node:path";
import type { AstroIntegration } from "astro";
import { writeAssets } from "./assets.ts";

const src = join(import.meta.dirname, "..", "..");
/** What the engine's bundles are made of. */
const ROOMS = ["engine", "app", "session", "web"];
/** Editors save several files at once. */
const SETTLE_MS = 80;

/** Keeps `public/engine` in step with its sources: built when Astro starts, and on change while developing. */
export function engineAssets(): AstroIntegration {
  return {
    name: "keepsake-engine-assets",
    hooks: {
      "astro:config:setup": async ({ command }) => {
        if (command === "dev" || command === "build") await writeAssets({ measure: command === "build" });
      },
      "astro:server:setup": ({ server, logger }) => {
        let timer: ReturnType<typeof setTimeout> | undefined;
        const rebuild = () => {
          writeAssets().catch((error: unknown) => {
            logger.error(
              `The in-page engine was not rebuilt: ${error instanceof Error ? error.message : error}`,
            );
          });
        };
        server.watcher.on("change", (path) => {
          const [room = "", ...rest] = relative(src, path).split(sep);
          if (!ROOMS.includes(room) || rest.at(-1)?.endsWith(".test.ts") === true) return;
          clearTimeout(timer);
          timer = setTimeout(rebuild, SETTLE_MS);
        });
      },
    },
  };
}
