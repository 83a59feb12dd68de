import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { type BrowserContext, chromium } from "playwright-core";

/** As for a context that is made: a machine may be busy. */
const STATE_LIMIT_MS = 90_000;

/** A Chromium with a profile on disk that can be ended as a power cut ends it. */
export interface KillableBrowser {
  readonly context: BrowserContext;
  /** SIGKILL to the browser and all its processes. Settles when it is gone; twice is fine. */
  kill(): Promise<void>;
}

/** Starts Chromium with that profile. Rejects, with what it printed, when it does not come up. */
export async function startKillable(executable: string, profile: string): Promise<KillableBrowser> {
  const child = spawn(
    executable,
    [
      ...["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
      ...["--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"],
    ],
    // A group of its own, so that no helper process outlives it.
    { detached: true, stdio: ["ignore", "ignore", "pipe"] },
  );
  const address = await devToolsAddress(child);
  const browser = await chromium.connectOverCDP(address);
  const [context] = browser.contexts();
  if (context === undefined) throw new Error("The browser has no context.");
  context.setDefaultTimeout(STATE_LIMIT_MS);
  return {
    context,
    kill: async () => {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      process.kill(-child.pid, "SIGKILL");
      await gone;
    },
  };
}

async function devToolsAddress(child: ChildProcess): Promise<string> {
  if (child.stderr === null) throw new Error("The browser's output is not read.");
  const printed: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    printed.push(line);
    const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
    if (address !== undefined) {
      child.stderr.resume();
      return address;
    }
  }
  throw new Error(`The browser ended:\n${printed.join("\n")}`);
}
