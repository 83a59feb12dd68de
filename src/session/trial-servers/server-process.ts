import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:net";
import process from "node:process";
import { setTimeout as after } from "node:timers/promises";
import { isMissing, NotInstalledError } from "./not-installed.ts";

/** A server that a test started. It ends with the process that started it, however that ends. */
export interface ServerProcess {
  readonly pid: number;
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** The signal that stops it, and SIGKILL when it has not ended in time. Repeating does nothing. */
  stop(): Promise<void>;
  /** SIGKILL: as in a crash. */
  kill(): Promise<void>;
  /** SIGSTOP: connections stand, nothing answers. Resolves when every thread of it stands still. */
  pause(): Promise<void>;
  resume(): void;
}

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether it serves now; asked again and again. */
  readonly isReady: () => Promise<boolean>;
  readonly readyWithinMs?: number;
  /** Which account it runs in. Default: this one. */
  readonly account?: Account;
  /** Default: SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
}

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const PATIENCE_MS = 5000;

/** What a shell and setpriv exit with where there is no such command. */
const NO_COMMAND = 127;

/**
 * Rejects with what the server said when it ends, or does not get ready in time, and with a {@link NotInstalledError}
 * where there is no such program.
 */
export async function startServer(server: ServerCommand): Promise<ServerProcess> {
  const [command, ...args] = endingWithUs([server.command, ...server.args]);
  const child = spawn(command ?? "", args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...server.environment },
    ...server.account,
  });
  const said: string[] = [];
  let isThere = true;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said.push(text);
      if (said.length > 50) said.shift();
    });
  }
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => resolve());
    child.once("error", (error) => {
      said.push(String(error));
      isThere = !isMissing(error);
      resolve();
    });
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  void ended.then(() => process.off("exit", kill));
  try {
    await untilReady(server, child, () => said.join(""));
  } catch (error) {
    kill();
    await ended;
    if (isThere && child.exitCode !== NO_COMMAND) throw error;
    throw new NotInstalledError(`${server.command} is not installed.`, { cause: error });
  }
  return {
    pid: child.pid ?? 0,
    ended,
    stop: async () => {
      child.kill("SIGCONT");
      child.kill(server.stopSignal ?? "SIGTERM");
      if ((await Promise.race([ended, after(PATIENCE_MS, "late" as const, { ref: false })])) === "late")
        kill();
      await ended;
    },
    kill: async () => {
      kill();
      await ended;
    },
    async pause() {
      child.kill("SIGSTOP");
      await untilStopped(child.pid ?? 0);
    },
    resume: () => void child.kill("SIGCONT"),
  };
}

async function untilReady(server: ServerCommand, child: ChildProcess, said: () => string): Promise<void> {
  const untilMs = performance.now() + (server.readyWithinMs ?? 20_000);
  while (!(await server.isReady())) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
      throw new Error(`${server.command} ended before it served: ${said()}`);
    }
    if (performance.now() > untilMs) throw new Error(`${server.command} did not serve in time: ${said()}`);
    await after(10);
  }
}

/** A thread on another core goes on for a moment after SIGSTOP. Where there is no /proc, that is not known. */
export async function untilStopped(pid: number): Promise<void> {
  while (!(await isStopped(pid))) await after(1);
}

async function isStopped(pid: number): Promise<boolean> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  for (const thread of threads) {
    const status = await readFile(`/proc/${pid}/task/${thread}/status`, "utf8").catch(() => "");
    if (/^State:\s+[^TtZX]/m.test(status)) return false;
  }
  return true;
}

/** Where the kernel can, it ends the server with us, also when we are killed. */
function endingWithUs(command: readonly string[]): readonly string[] {
  return existsSync("/usr/bin/setpriv")
    ? ["/usr/bin/setpriv", "--pdeathsig", "KILL", "--", ...command]
    : command;
}

/** Free on 127.0.0.1 a moment ago. */
export async function freePort(): Promise<number> {
  // Below the ports that the system gives out by itself, which another test may have a moment later.
  const server = createServer().listen(10_000 + randomInt(22_000), "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return freePort();
  }
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("No port could be had.");
  return address.port;
}
