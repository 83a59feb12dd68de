import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { freePort, startServer } from "../trial-servers/server-process.ts";

/** The system's own: another one may come first in the path, without the packages. */
const PYTHON = "/usr/bin/python3";

/** Undefined: all there. Otherwise what a skipped test says. */
export function missingPython(...modules: readonly string[]): string | undefined {
  const found = spawnSync(PYTHON, ["-c", modules.map((name) => `import ${name}`).join("\n")]);
  if (found.status === 0) return undefined;
  return `needs ${PYTHON} with ${modules.join(", ")}: install Debian's packages of these names`;
}

/** A Python program that serves on 127.0.0.1. */
export interface PythonServer {
  readonly url: string;
  stop(): Promise<void>;
}

export async function servePython(
  file: string,
  config: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string>> = {},
): Promise<PythonServer> {
  const port = await freePort();
  const server = await startServer({
    command: PYTHON,
    args: [pathOf(file), String(port), JSON.stringify(config)],
    environment,
    isReady: () => accepts(port),
  });
  return { url: `http://127.0.0.1:${port}`, stop: () => server.stop() };
}

/** Asks `codec_pipe.py`, one line at a time. */
export class CodecPipe {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(environment: Readonly<Record<string, string>> = {}) {
    const child = spawn(PYTHON, [pathOf("codec_pipe.py")], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, ...environment },
    });
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** Rejects with the Python exception. */
  async ask(question: Readonly<Record<string, unknown>>): Promise<string> {
    this.#child.stdin?.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error("The Python pipe ended.");
    const answer = JSON.parse(value) as { readonly ok?: string; readonly error?: string };
    if (answer.ok === undefined) throw new Error(answer.error);
    return answer.ok;
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    this.#child.stdin?.end();
    await once(this.#child, "close");
  }
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
