import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, firefox, type Page } from "playwright-core";
import { webkitExecutable } from "./webkit.ts";

/** The browsers that Playwright drives. */
export type BrowserName = "chromium" | "firefox";

/** With WebKitGTK, which has a driver of its own: see scripted-page.ts. */
export type AnyBrowserName = BrowserName | "webkit";

export const browserNames: readonly AnyBrowserName[] = ["chromium", "firefox", "webkit"];

const executables: Record<BrowserName, readonly string[]> = {
  chromium: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"],
  firefox: ["/usr/bin/firefox-esr", "/usr/bin/firefox"],
};

/**
 * Where that browser is on this machine, or `undefined`. `KEEPSAKE_CHROMIUM`, `KEEPSAKE_FIREFOX` and
 * `KEEPSAKE_WEBKIT` go first.
 */
export function browserExecutable(name: AnyBrowserName): string | undefined {
  if (name === "webkit") return webkitExecutable();
  const named = process.env[`KEEPSAKE_${name.toUpperCase()}`];
  return named ?? executables[name].find((path) => existsSync(path));
}

/** A state that does not come fails the test by then. A check of all tests is one step, and the machine may be busy. */
const STATE_TIMEOUT_MS = 90_000;

/** For every Chromium that tests and benchmarks start: it phones nobody, and runs in containers too. */
export const chromiumArguments: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface LaunchOptions {
  /** Its pages may have service workers. Default: no, for each new context would fetch the whole site for its copy. */
  readonly serviceWorkers?: boolean;
  /** It is nobody else's, before or after. Default: no; see kept-browsers.ts. */
  readonly ownProcess?: boolean;
}

/**
 * Starts it headless, with nothing that phones home; in a test, gives the one that a test file before has started.
 * `close` closes all contexts that were made. Throws when it is not installed.
 */
export async function launchBrowser(
  name: BrowserName,
  { serviceWorkers = false, ownProcess = false }: LaunchOptions = {},
): Promise<Browser> {
  const kept = ownProcess ? undefined : globalThis.keptBrowsers;
  const browser = kept === undefined ? await launch(name) : lent(await running(kept, name));
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.setDefaultTimeout(STATE_TIMEOUT_MS);
    if (!serviceWorkers) await context.addInitScript(haveNoServiceWorkers);
    if (name === "firefox") context.on("page", goOnceMore);
    return context;
  };
  return browser;
}

async function running(kept: Map<BrowserName, Promise<Browser>>, name: BrowserName): Promise<Browser> {
  const earlier = await kept.get(name)?.catch(() => undefined);
  if (earlier?.isConnected() === true) return earlier;
  const started = launch(name);
  kept.set(name, started);
  return started;
}

/** The same browser, which goes on when it is closed. */
function lent(browser: Browser): Browser {
  const made: BrowserContext[] = [];
  const own: Pick<Browser, "newContext" | "close"> = {
    newContext: async (options) => {
      const context = await browser.newContext(options);
      made.push(context);
      return context;
    },
    close: async () => {
      for (const context of made.splice(0)) await context.close();
    },
  };
  return Object.assign<Browser, typeof own>(Object.create(browser), own);
}

/** Firefox's driver says now and then, of a page that it leaves soon after it came, that going on was given up. */
function goOnceMore(page: Page): void {
  const goto = page.goto.bind(page);
  page.goto = (...to) =>
    goto(...to).catch((error: unknown) => {
      if (!String(error).includes("NS_BINDING_ABORTED")) throw error;
      return goto(...to);
    });
}

/** To be run in a context's pages before their own scripts: as over plain http. */
export function haveNoServiceWorkers(): void {
  Object.defineProperty(Navigator.prototype, "serviceWorker", { get: () => undefined });
}

async function launch(name: BrowserName): Promise<Browser> {
  const executablePath = browserExecutable(name);
  if (executablePath === undefined) {
    throw new Error(`No ${name} found. Install it, or name its program in KEEPSAKE_${name.toUpperCase()}.`);
  }
  if (name === "firefox") return firefox.launch({ channel: "moz-firefox", executablePath });
  return chromium.launch({ executablePath, args: [...chromiumArguments] });
}
