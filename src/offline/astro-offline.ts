import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { AstroIntegration } from "astro";
import { build } from "esbuild";
import packageFile from "../../package.json" with { type: "json" };
import {
  SERVICE_WORKER_PATH,
  type SiteFile,
  type SiteVersion,
  VERSION_NOTE_PATH,
  type VersionNote,
} from "./site-version.ts";

/** What is of no use without a network, or for robots and hosts alone. */
const LEFT_OUT = [
  ...[
    "_headers",
    "robots.txt",
    "sitemap.xml",
    "link-preview.png",
    SERVICE_WORKER_PATH.slice(1),
    VERSION_NOTE_PATH.slice(1),
  ],
  "webcontainer/",
];
const BUILD_DIGITS = 8;

/**
 * While developing there is no copy: a service worker that an earlier `npm run preview` left on the same port would serve its
 * old pages. It asks for its own script now and then, and this one undoes it.
 */
const UNDO = `addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("keepsake:")) await caches.delete(name);
  await registration.unregister();
  for (const page of await clients.matchAll({ type: "window" })) await page.navigate(page.url);
})()));
`;

/** Gives a built site its service worker and says which version it is. The last to touch the built files must be this. */
export function offlineSite(): AstroIntegration {
  return {
    name: "keepsake-offline",
    hooks: {
      "astro:server:setup": ({ server }) => {
        server.middlewares.use(SERVICE_WORKER_PATH, (_request, response) => {
          response.setHeader("Content-Type", "text/javascript").end(UNDO);
        });
      },
      "astro:build:done": ({ dir }) => writeOfflineSite(dir),
    },
  };
}

/** Writes the service worker and the note of the version into a folder with a whole built site. */
export async function writeOfflineSite(dir: URL): Promise<void> {
  const site = await siteVersion(dir);
  await writeFile(new URL(SERVICE_WORKER_PATH.slice(1), dir), await bundleServiceWorker(site));
}

async function siteVersion(dir: URL): Promise<SiteVersion> {
  const paths = (await readdir(dir, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(fileURLToPath(dir).length).replace(/^\//, ""))
    .filter((path) => !LEFT_OUT.some((left) => (left.endsWith("/") ? path.startsWith(left) : path === left)))
    .toSorted();
  const files: SiteFile[] = [];
  let transferBytes = 0;
  for (const path of paths) {
    const content = await readFile(new URL(path, dir));
    files.push(siteFile(`/${path.replace(/(^|\/)index\.html$/, "$1")}`, content));
    transferBytes += (await promisify(gzip)(content)).byteLength;
  }
  const { version } = packageFile;
  const all = createHash("sha256")
    .update(JSON.stringify([version, files]))
    .digest("hex");
  const note: VersionNote = { version, build: all.slice(0, BUILD_DIGITS), transferBytes };
  const noteText = Buffer.from(`${JSON.stringify(note)}\n`);
  await writeFile(new URL(VERSION_NOTE_PATH.slice(1), dir), noteText);
  return { version, build: note.build, files: [...files, siteFile(VERSION_NOTE_PATH, noteText)] };
}

function siteFile(path: string, content: Buffer): SiteFile {
  const hash = createHash("sha256").update(content).digest("base64");
  return { path: encodeURI(path), hash, bytes: content.byteLength };
}

async function bundleServiceWorker(site: SiteVersion): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("service-worker.ts", import.meta.url))],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    write: false,
    define: { SITE: JSON.stringify(site) },
  });
  return outputFiles[0]?.text ?? "";
}
