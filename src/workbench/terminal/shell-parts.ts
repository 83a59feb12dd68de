import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const noZlib = fileURLToPath(new URL("./shell/no-zlib.ts", import.meta.url));

/**
 * Lets just-bash be bundled for the page: its browser build still names `node:zlib`, for commands that we leave out. In
 * development it is served as it is, so that this holds there too; what it imports is made ready ahead.
 */
export function shellParts(): Plugin {
  return {
    name: "keepsake-shell-parts",
    enforce: "pre",
    config: () => ({
      optimizeDeps: {
        exclude: ["just-bash"],
        include: ["diff", "minimatch", "sprintf-js", "turndown"].map((name) => `just-bash > ${name}`),
      },
    }),
    resolveId: (source, importer) =>
      source === "node:zlib" && importer?.includes("/just-bash/") === true ? noZlib : null,
  };
}
