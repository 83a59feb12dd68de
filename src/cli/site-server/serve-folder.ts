import { readFile, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { siteHeaders } from "../../layouts/site-headers.ts";
import { EncodedFiles } from "./encoded-file.ts";
import { type HeadersRule, headersFor, parseHeadersRules } from "./headers-rules.ts";

const contentTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".woff2": "font/woff2",
  ".xml": "application/xml; charset=utf-8",
};

export interface ServeFolderOptions {
  /** Default: any that is free. */
  readonly port?: number;
}

/** A static site on a port of this machine. */
export interface ServedSite {
  /** "http://localhost:40123", without a slash at the end. */
  readonly origin: string;
  /** Ends every connection; nothing is answered any more. */
  close(): Promise<void>;
}

/**
 * Serves a folder as a static host does: compressed, with the headers that its `_headers` names (without that file, those of
 * every page of ours), folders by their `index.html`, and a 404 with the folder's own page. Rejects when the port is taken.
 */
export async function serveFolder(
  folder: string,
  { port = 0 }: ServeFolderOptions = {},
): Promise<ServedSite> {
  const files = new EncodedFiles();
  const server = createServer((request, response) => {
    answer({ folder, files }, request, response).catch((error: unknown) => {
      response.writeHead(500, { "Content-Type": "text/plain; charset=utf-8" });
      response.end(`${error instanceof Error ? error.message : String(error)}\n`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "localhost", resolve);
  });
  return { origin: `http://localhost:${portOf(server)}`, close: () => closeServer(server) };
}

interface Served {
  readonly folder: string;
  readonly files: EncodedFiles;
}

async function answer(site: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  const path = decoded(pathname);
  const found = path === undefined ? undefined : await fileFor(site.folder, path);
  if (found === "folder") {
    response.writeHead(301, { Location: `${pathname}/` }).end();
    return;
  }
  const file = found ?? (await fileFor(site.folder, "/404.html"));
  const headers = headersFor(await rulesOf(site.folder), found === undefined ? "/404.html" : pathname);
  for (const [name, value] of headers) response.setHeader(name, value);
  if (!headers.has("Cache-Control")) response.setHeader("Cache-Control", "no-cache");
  if (file === undefined) {
    response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" }).end(`Nothing at ${pathname}\n`);
    return;
  }
  const { body, encoding, etag } = await site.files.read(file, request.headers["accept-encoding"] ?? "");
  response.setHeader("ETag", etag);
  response.setHeader("Vary", "Accept-Encoding");
  if (found !== undefined && request.headers["if-none-match"] === etag) {
    response.writeHead(304).end();
    return;
  }
  if (encoding !== "identity") response.setHeader("Content-Encoding", encoding);
  response.writeHead(found === undefined ? 404 : 200, {
    "Content-Type": contentTypes[extname(file)] ?? "application/octet-stream",
    "Content-Length": body.byteLength,
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

function decoded(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
}

/** "folder": it is there, and its address lacks the slash at the end. `_headers` is for the host alone. */
async function fileFor(folder: string, path: string): Promise<string | "folder" | undefined> {
  const file = normalize(join(folder, path));
  if (
    path === "/_headers" ||
    (file !== folder && !file.startsWith(folder + sep) && `${file}${sep}` !== folder)
  ) {
    return undefined;
  }
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile()) return file;
  if (!found?.isDirectory()) return undefined;
  const index = join(file, "index.html");
  if (!(await stat(index).catch(() => undefined))?.isFile()) return undefined;
  return path.endsWith("/") ? index : "folder";
}

async function rulesOf(folder: string): Promise<HeadersRule[]> {
  const text = await readFile(join(folder, "_headers"), "utf8").catch(() => undefined);
  return text === undefined
    ? [
        { path: "/*", headers: Object.entries(siteHeaders) },
        { path: "/_astro/*", headers: [["Cache-Control", "public, max-age=31536000, immutable"]] },
      ]
    : parseHeadersRules(text);
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
  });
}
