import { execFile } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";

/** What the comparison was made for; its template holds a lockfile, so all below it is pinned too. */
export const TUTORIALKIT_VERSION = "1.6.0";
/** The template's only lesson. */
export const STARTER_LESSON = "/1-basics/1-introduction/1-welcome/";

const run = promisify(execFile);

export interface StarterSite {
  /** The built site. */
  readonly dist: string;
  /** Removes all that was installed. */
  remove(): Promise<void>;
}

/**
 * TutorialKit's starter, as its own command would make it, built in a folder of its own: the template out of the package
 * `@tutorialkit/cli`, installed by the template's lockfile with no install scripts. Fetches some 700 packages. Rejects with
 * what npm or Astro printed.
 */
export async function buildStarterSite(): Promise<StarterSite> {
  const folder = await mkdtemp(join(tmpdir(), "keepsake-tutorialkit-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"];
    await run("npm", ["install", ...quiet, "--prefix", folder, `@tutorialkit/cli@${TUTORIALKIT_VERSION}`]);
    const site = join(folder, "site");
    await cp(join(folder, "node_modules/@tutorialkit/cli/template"), site, { recursive: true });
    await run("npm", ["ci", ...quiet], { cwd: site });
    await run(process.execPath, [join(site, "node_modules/astro/astro.js"), "build"], {
      cwd: site,
      env: { ...process.env, ASTRO_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
      maxBuffer: 64 * 1024 * 1024,
    });
    return { dist: join(site, "dist"), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
