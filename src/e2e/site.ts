import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { serveFolder } from "../cli/site-server/serve-folder.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the built site is served: "http://localhost:40123". `inject("siteOrigin")` gives it to a test. */
    siteOrigin: string;
  }
}

/** Where the pages think that they are read, so that what only a site with an address has can be tested. */
const SITE_URL = "https://keepsake.example";

const project = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Vitest's global set-up: builds the site into `dist` once per run, as `npm run build` does, and serves it until
 * the run ends.
 */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = join(project, "dist");
  await buildSite(folder);
  const site = await serveFolder(folder);
  provide("siteOrigin", site.origin);
  return () => site.close();
}

/** Runs `astro build` into that folder. Rejects with what it printed when it fails. */
async function buildSite(folder: string): Promise<void> {
  const require = createRequire(import.meta.url);
  const astro = join(dirname(require.resolve("astro/package.json")), "bin", "astro.mjs");
  const run = promisify(execFile);
  await run(process.execPath, [astro, "build", "--outDir", folder], {
    cwd: project,
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: "1", NODE_ENV: "production", SITE_URL },
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: Error & { readonly stdout?: string; readonly stderr?: string }) => {
    throw new Error(`The site could not be built.\n${error.stdout ?? ""}\n${error.stderr ?? ""}`, {
      cause: error,
    });
  });
}
