import type { AstroIntegration } from "astro";
import { TYPES_FOLDER } from "./library-pack.ts";
import { writeLibrary } from "./write-library.ts";

/**
 * Keeps `public/types` in step with the library's sources. A build waits for it; while developing it is made in the
 * background, and only who asks for it waits.
 */
export function typesAssets(): AstroIntegration {
  let written: Promise<unknown> = Promise.resolve();
  return {
    name: "keepsake-types-assets",
    hooks: {
      "astro:config:setup": async ({ command, logger }) => {
        if (command !== "dev" && command !== "build") return;
        written = writeLibrary();
        if (command === "build") await written;
        else written.catch((error: unknown) => logger.error(`The editor's types were not made: ${error}`));
      },
      "astro:server:setup": ({ server }) => {
        server.middlewares.use(TYPES_FOLDER, (_request, _response, next) => {
          written.then(
            () => next(),
            () => next(),
          );
        });
      },
    },
  };
}
