import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import { build } from "esbuild";

/** Beside `frame.html`, which loads it by name. */
export const BRIDGE_FILE = fileURLToPath(new URL("../../../public/preview/bridge.js", import.meta.url));

/** Bundles the bridge into one classic script. Throws esbuild's own errors. */
export async function buildBridge(outfile: string = BRIDGE_FILE, minify = true): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL("bridge/bridge.ts", import.meta.url))],
    outfile,
    bundle: true,
    minify,
    format: "iife",
    target: "es2024",
    charset: "utf8",
    legalComments: "none",
  });
}

/** Builds the bridge before Astro looks at `public/`, in development and in a build alike. */
export function previewAssets(): AstroIntegration {
  return {
    name: "keepsake-preview",
    hooks: {
      "astro:config:setup": async ({ command, addWatchFile }) => {
        addWatchFile(new URL("bridge/", import.meta.url));
        await buildBridge(BRIDGE_FILE, command === "build");
      },
    },
  };
}
