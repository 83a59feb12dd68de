import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import lighthouse from "lighthouse";
import { browserExecutable, chromiumArguments } from "../../e2e/browser.ts";

export type Category = "performance" | "accessibility" | "best-practices" | "seo";

export interface LighthouseRun {
  /** Of 100, by category. */
  readonly scores: Readonly<Partial<Record<Category, number>>>;
  /** By Lighthouse's own names, in its own units: milliseconds, or none. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Scripts of the page itself, compressed as they travelled, that came before anybody did anything. */
  readonly scriptBytes: number;
  /** What cost points outside of performance, and where. */
  readonly failures: readonly string[];
}

const METRICS = [
  "first-contentful-paint",
  "speed-index",
  "largest-contentful-paint",
  "total-blocking-time",
  "cumulative-layout-shift",
];

/** One Chromium for all runs; each begins with empty storage, which is what Lighthouse does. */
export class LighthouseRuns {
  readonly #chromium: ChildProcess;
  readonly #profile: string;
  readonly #port: number;
  #version = "";

  private constructor(chromium: ChildProcess, profile: string, port: number) {
    this.#chromium = chromium;
    this.#profile = profile;
    this.#port = port;
  }

  /** Rejects when no Chromium is there or it does not come up. */
  static async start(): Promise<LighthouseRuns> {
    const executable = browserExecutable("chromium");
    if (executable === undefined)
      throw new Error("No chromium found. Install it, or name its program in KEEPSAKE_CHROMIUM.");
    const profile = await mkdtemp(join(tmpdir(), "keepsake-lighthouse-"));
    const own = ["--headless=new", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"];
    const chromium = spawn(executable, [...chromiumArguments, ...own], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    return new LighthouseRuns(chromium, profile, await portOf(chromium));
  }

  /** Known after the first run. */
  get version(): string {
    return this.#version;
  }

  async run(url: string, onlyCategories: readonly Category[]): Promise<LighthouseRun> {
    const result = await lighthouse(url, {
      port: this.#port,
      onlyCategories: [...onlyCategories],
      logLevel: "error",
      // A busy machine is slow, and has nothing to say of the page.
      maxWaitForLoad: 180_000,
      maxWaitForFcp: 120_000,
    });
    if (result === undefined) throw new Error(`Lighthouse gave no result for ${url}.`);
    const { categories, audits, lighthouseVersion, runtimeError } = result.lhr;
    if (runtimeError !== undefined) throw new Error(`Lighthouse on ${url}: ${runtimeError.message}`);
    this.#version = lighthouseVersion;
    const scores = Object.fromEntries(
      Object.entries(categories).map(([id, { score }]) => [id, Math.round((score ?? 0) * 100)]),
    );
    const metrics = Object.fromEntries(METRICS.map((id) => [id, audits[id]?.numericValue ?? Number.NaN]));
    const failures = Object.entries(categories)
      .filter(([id]) => id !== "performance")
      .flatMap(([id, { auditRefs }]) => auditRefs.map((reference) => ({ id, reference })))
      .filter(({ reference }) => reference.weight > 0 && (audits[reference.id]?.score ?? 1) < 1)
      .map(
        ({ id, reference }) =>
          `${id}: ${audits[reference.id]?.title} ${JSON.stringify(audits[reference.id]?.details)}`,
      );
    return { scores, metrics, scriptBytes: scriptBytesOf(audits["network-requests"]?.details), failures };
  }

  async stop(): Promise<void> {
    const gone = once(this.#chromium, "exit");
    this.#chromium.kill();
    await gone;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

type Details = NonNullable<Awaited<ReturnType<typeof lighthouse>>>["lhr"]["audits"][string]["details"];

/** Workers have targets of their own. */
function scriptBytesOf(details: Details): number {
  if (details?.type !== "table") return Number.NaN;
  return details.items.reduce((sum, { resourceType, sessionTargetType, transferSize }) => {
    const counts = resourceType === "Script" && sessionTargetType === "page";
    return counts && typeof transferSize === "number" ? sum + transferSize : sum;
  }, 0);
}

/** It tells on its error output where it listens. */
function portOf(chromium: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = "";
    chromium.stderr?.on("data", (chunk: Buffer) => {
      said += chunk;
      const [, port] = /DevTools listening on ws:\/\/[^:]+:(\d+)\//.exec(said) ?? [];
      if (port !== undefined) resolve(Number(port));
    });
    chromium.once("error", reject);
    chromium.once("exit", (code) => reject(new Error(`Chromium ended with ${code}:\n${said}`)));
  });
}
