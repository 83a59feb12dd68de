import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { Builder, Capabilities, type WebDriver } from "selenium-webdriver";
import { freePort } from "../session/trial-servers/server-process.ts";

const MINI_BROWSERS = ["x86_64", "aarch64"].flatMap((machine) =>
  ["4.1", "4.0"].map((api) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-${api}/MiniBrowser`),
);
const DRIVER = "/usr/bin/WebKitWebDriver";
const DISPLAY_SERVER = "/usr/bin/Xvfb";

/** An answer to a script may take as long as a test may. */
const SCRIPT_TIMEOUT_MS = 120_000;
const START_TIMEOUT_MS = 120_000;

/**
 * WebKitGTK's own small browser, or `undefined` where it, its driver or a display server is not installed
 * (`webkit2gtk-driver` and `xvfb` in Debian). `KEEPSAKE_WEBKIT` goes first.
 */
export function webkitExecutable(): string | undefined {
  if (!existsSync(DRIVER) || !existsSync(DISPLAY_SERVER)) return undefined;
  return process.env["KEEPSAKE_WEBKIT"] ?? MINI_BROWSERS.find((path) => existsSync(path));
}

export interface WebKitSession {
  readonly driver: WebDriver;
  readonly version: string;
  /** Ends the browser, its driver and its display. */
  close(): Promise<void>;
}

/** Starts it on a display and a port that nobody else has. Throws when it is not installed or does not start. */
export async function startWebKit(): Promise<WebKitSession> {
  const binary = webkitExecutable();
  if (binary === undefined) {
    throw new Error("No WebKitGTK found. Install webkit2gtk-driver and xvfb (see .ci/run).");
  }
  const started: ChildProcess[] = [];
  const endAll = async () => {
    for (const child of started.toReversed()) await ended(child);
  };
  try {
    const display = await startDisplay(started);
    const port = await startDriver(started, display);
    const driver = await connect(port, binary);
    const capabilities = await driver.getCapabilities();
    return {
      driver,
      version: capabilities.getBrowserVersion() ?? "of an unknown version",
      async close() {
        await driver.quit().catch(() => undefined);
        await endAll();
      },
    };
  } catch (error) {
    await endAll();
    throw error;
  }
}

/** The display server chooses the number itself and says it when it accepts connections. */
async function startDisplay(started: ChildProcess[]): Promise<string> {
  const args = ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"];
  const child = spawn(DISPLAY_SERVER, args, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  started.push(child);
  const [number] = await firstLine(child, child.stdio[3] as Readable, "Xvfb");
  return `:${number}`;
}

async function startDriver(started: ChildProcess[], display: string): Promise<number> {
  const port = await freePort();
  const child = spawn(DRIVER, [`--port=${port}`, "--host=127.0.0.1"], {
    env: { ...process.env, DISPLAY: display, GDK_BACKEND: "x11", NO_AT_BRIDGE: "1" },
    stdio: "ignore",
  });
  started.push(child);
  const gone = once(child, "exit").then(([code]) => {
    throw new Error(`WebKitWebDriver ended with ${code} before it answered.`);
  });
  await Promise.race([answering(`http://127.0.0.1:${port}/status`), gone]);
  gone.catch(() => undefined);
  return port;
}

function connect(port: number, binary: string): Promise<WebDriver> {
  const capabilities = new Capabilities({
    browserName: "MiniBrowser",
    "webkitgtk:browserOptions": { binary, args: ["--automation"] },
    timeouts: { script: SCRIPT_TIMEOUT_MS },
  });
  return new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities(capabilities).build();
}

async function firstLine(child: ChildProcess, stream: Readable, name: string): Promise<string[]> {
  const lines = createInterface(stream);
  const gone = once(child, "exit").then(([code]) => {
    throw new Error(`${name} ended with ${code} before it was ready.`);
  });
  gone.catch(() => undefined);
  const line = await Promise.race([
    once(lines, "line", { signal: AbortSignal.timeout(START_TIMEOUT_MS) }) as Promise<string[]>,
    gone,
  ]);
  lines.close();
  return line;
}

async function answering(url: string): Promise<void> {
  const deadline = AbortSignal.timeout(START_TIMEOUT_MS);
  for (;;) {
    try {
      await (await fetch(url, { signal: deadline })).arrayBuffer();
      return;
    } catch (error) {
      if (deadline.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = once(child, "exit");
  child.kill();
  await over;
}
