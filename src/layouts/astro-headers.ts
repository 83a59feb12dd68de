import { readdir, writeFile } from "node:fs/promises";
import type { AstroIntegration } from "astro";
import { FRAME_FOLDERS } from "../frames/frame-folders.ts";
import { contentPolicyHeader } from "./content-policy.ts";
import { headersFile } from "./headers-file.ts";

/** The headers of our pages: in development by a middleware, in a built site by `_headers`. */
export function pageHeaders(): AstroIntegration {
  return {
    name: "keepsake-headers",
    hooks: {
      "astro:server:setup": ({ server }) => {
        server.middlewares.use((request, response, next) => {
          const { url = "/" } = request;
          if (!FRAME_FOLDERS.some((folder) => url.startsWith(folder))) {
            response.setHeader("Content-Security-Policy", contentPolicyHeader());
          }
          next();
        });
      },
      "astro:build:done": async ({ dir }) => {
        await writeFile(new URL("_headers", dir), headersFile(await pagePaths(dir)));
      },
    },
  };
}

/** Every folder and file at the top that holds pages of the course. */
async function pagePaths(dir: URL): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  const paths = ["/"];
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    if (entry.isFile() && entry.name.endsWith(".html") && entry.name !== "index.html")
      paths.push(`/${entry.name}`);
    if (!entry.isDirectory() || FRAME_FOLDERS.includes(`/${entry.name}/`)) continue;
    const inside = await readdir(new URL(`${entry.name}/`, dir), { recursive: true });
    if (inside.some((file) => file.endsWith(".html"))) paths.push(`/${entry.name}/`);
  }
  return paths;
}
