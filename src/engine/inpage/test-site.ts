import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { writeAssets } from "./assets.ts";

export interface TestSite {
  /** Of the page, which has a cookie; by default it has `testPage` (see test-page.ts) on its global object. */
  readonly url: string;
  /** Requests to `/private`, which only the site's own pages may reach: their Cookie header. */
  readonly privateRequests: readonly string[];
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
};

const TEST_PAGE = fileURLToPath(new URL("test-page.ts", import.meta.url));

/**
 * A site as strict as ours (its policy, its isolation headers) with the engine's assets and one page, which runs
 * `script` (a path).
 */
export async function openTestSite(script = TEST_PAGE): Promise<TestSite> {
  const folder = await mkdtemp(join(tmpdir(), "keepsake-engine-"));
  const [bundle] = await Promise.all([
    build({
      entryPoints: [script],
      bundle: true,
      format: "iife",
      target: "es2024",
      jsx: "automatic",
      jsxImportSource: "preact",
      tsconfigRaw: {},
      // What Vite does for a part of the page that a benchmark mounts.
      loader: { ".css": "empty" },
      define: { "import.meta.env": '{"DEV":false}' },
      write: false,
    }),
    writeAssets({ folder: join(folder, "engine") }),
  ]);
  const pageScript = bundle.outputFiles[0]?.text ?? "";
  const privateRequests: string[] = [];
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    if (path === "/private") privateRequests.push(request.headers.cookie ?? "");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
    if (path === "/") {
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      response.setHeader("Set-Cookie", "secret=1");
      response.setHeader("Content-Security-Policy", "default-src 'self'");
      response.end('<!doctype html><title>Engine test</title><body><script src="/page.js"></script>');
    } else if (path === "/page.js") {
      response.setHeader("Content-Type", "text/javascript; charset=utf-8");
      response.end(pageScript);
    } else if (/^\/engine\/[\w.-]+$/.test(path)) {
      const content = await readFile(join(folder, path)).catch(() => undefined);
      if (content === undefined) response.writeHead(404).end();
      else response.setHeader("Content-Type", TYPES[extname(path)] ?? "text/plain").end(content);
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    privateRequests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
