import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import { PROJECT_FOLDER_PATH, PROJECT_PARTS_PATH } from "../../workbench/share/project-parts.ts";
import { buildLibrary } from "../build-lib.ts";
import { projectParts } from "./project-parts.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const src = join(root, "src");
/** What the library's package is made of. */
const ROOMS = ["app", "session"];

/** The files that the site serves below {@link PROJECT_FOLDER_PATH}, by their path on the site. */
type Download = ReadonlyMap<string, Uint8Array>;

/**
 * Serves the library's own package, and what a project needs beside it. A build makes them while Astro works and puts them into
 * the site; `npm run dev` makes them when they are first asked for, and again once the library's sources have changed.
 */
export function libraryPackage(): AstroIntegration {
  let making: Promise<Download> | undefined;
  return {
    name: "keepsake-library-package",
    hooks: {
      "astro:build:start": () => {
        making = makeDownload();
        // Met by whoever awaits it: a build that fails before must not end with this one's failure.
        making.catch(() => undefined);
      },
      "astro:build:done": async ({ dir }) => {
        const download = await (making ?? makeDownload());
        for (const [path, bytes] of download) {
          const file = join(fileURLToPath(dir), ...path.split("/"));
          await mkdir(join(file, ".."), { recursive: true });
          await writeFile(file, bytes);
        }
      },
      "astro:server:setup": ({ server }) => {
        server.watcher.on("change", (path) => {
          if (ROOMS.includes(relative(src, path).split(sep)[0] ?? "")) making = undefined;
        });
        server.middlewares.use((request, response, next) => {
          const path = (request.url ?? "").split("?")[0] ?? "";
          if (!path.startsWith(PROJECT_FOLDER_PATH)) return next();
          making ??= makeDownload();
          making.then(
            (download) => {
              const bytes = download.get(path);
              if (bytes === undefined) return next();
              response.setHeader(
                "Content-Type",
                path.endsWith(".json") ? "application/json" : "application/gzip",
              );
              response.end(bytes);
            },
            (error: unknown) => {
              making = undefined;
              response.statusCode = 500;
              response.end(
                `The library's package could not be made: ${error instanceof Error ? error.message : error}`,
              );
            },
          );
        });
      },
    },
  };
}

async function makeDownload(): Promise<Download> {
  const folder = await mkdtemp(join(tmpdir(), "keepsake-package-"));
  try {
    const tarball = await buildLibrary(join(folder, "build"));
    const parts = await projectParts(root, tarball);
    return new Map<string, Uint8Array>([
      [PROJECT_PARTS_PATH, new TextEncoder().encode(JSON.stringify(parts))],
      [PROJECT_FOLDER_PATH + parts.library.file, await readFile(tarball)],
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
