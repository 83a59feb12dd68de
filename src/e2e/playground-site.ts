import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { BrowserContext } from "playwright-core";

const PAGE_PATH = "/playground-test/";
const noZlib = fileURLToPath(new URL("../workbench/terminal/shell/no-zlib.ts", import.meta.url));
const entry = fileURLToPath(new URL("playground-site-page.ts", import.meta.url));

/** Adds one page to the site, for this context: it has what playground-site-page.ts
 * gives it and nothing else. Returns its address. */
export async function addPlaygroundPage(context: BrowserContext, origin: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    outdir: "/",
    bundle: true,
    splitting: true,
    write: false,
    format: "esm",
    target: "es2024",
    jsx: "automatic",
    jsxImportSource: "preact",
    // As the site's own build has it: see shell-parts.ts.
    alias: { "node:zlib": noZlib },
    // As Vite does for the built site.
    define: { "import.meta.env.DEV": "false" },
  });
  const address = origin + PAGE_PATH;
  await context.route(`${address}**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(PAGE_PATH.length);
    const file = outputFiles.find(({ path }) => path.endsWith(`/${name}`) && name !== "");
    if (file === undefined) await route.fulfill({ contentType: "text/html", body: page });
    else await route.fulfill({ contentType: typeOf(name), body: Buffer.from(file.contents) });
  });
  return address;
}

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Playgrounds</title>
<link rel="stylesheet" href="playground-site-page.css">
<main class="prose"></main><script type="module" src="playground-site-page.js"></script></html>`;

function typeOf(name: string): string {
  return name.endsWith(".css") ? "text/css" : "text/javascript";
}
