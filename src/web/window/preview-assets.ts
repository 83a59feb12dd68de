import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import { build } from "esbuild";

/** The bridge by itself, for frames within a learner's page. */
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

const FRAME_TEMPLATE = fileURLToPath(new URL("frame.html", import.meta.url));
const FRAME_FILE = fileURLToPath(new URL("../../../public/preview/frame.html", import.meta.url));
const BRIDGE_TAG = '<script src="bridge.js"></script>';

/**
 * The frame's page with the bridge in it. Not beside it: no service worker answers what a page of an opaque origin loads, so
 * without a network it would not come.
 */
export async function framePage(bridgeFile: string = BRIDGE_FILE): Promise<string> {
  const [page, bridge] = await Promise.all([readFile(FRAME_TEMPLATE, "utf8"), readFile(bridgeFile, "utf8")]);
  return page.replace(BRIDGE_TAG, () => `<script>${bridge.replaceAll("</script", "<\\/script")}</script>`);
}

/** Builds the bridge before Astro looks at `public/`, in development and in a build alike. */
export function previewAssets(): AstroIntegration {
  return {
    name: "keepsake-preview",
    hooks: {
      "astro:config:setup": async ({ command, addWatchFile }) => {
        addWatchFile(new URL("bridge/", import.meta.url));
        await buildBridge(BRIDGE_FILE, command === "build");
        await writeFile(FRAME_FILE, await framePage());
      },
    },
  };
}
