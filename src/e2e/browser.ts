import { existsSync } from "node:fs";
import { type Browser, chromium, firefox } from "playwright-core";

export type BrowserName = "chromium" | "firefox";

const executables: Record<BrowserName, readonly string[]> = {
  chromium: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"],
  firefox: ["/usr/bin/firefox-esr", "/usr/bin/firefox"],
};

/** Where that browser is on this machine (`KEEPSAKE_CHROMIUM` and `KEEPSAKE_FIREFOX` go first), or `undefined`. */
export function browserExecutable(name: BrowserName): string | undefined {
  const named = process.env[`KEEPSAKE_${name.toUpperCase()}`];
  return named ?? executables[name].find((path) => existsSync(path));
}

/** Starts it headless, with nothing that phones home. Throws when it is not installed. */
export async function launchBrowser(name: BrowserName): Promise<Browser> {
  const executablePath = browserExecutable(name);
  if (executablePath === undefined) {
    throw new Error(`No ${name} found. Install it, or name its program in KEEPSAKE_${name.toUpperCase()}.`);
  }
  if (name === "firefox") return firefox.launch({ channel: "moz-firefox", executablePath });
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
