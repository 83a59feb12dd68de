import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { PythonProgram } from "../../course/lesson-python.ts";

/** The system's own: another one may come first in the path, without Debian's packages. */
const PYTHON = "/usr/bin/python3";
/** What the programs may import: Python's names of the modules. */
export const LESSON_PACKAGES = ["flask", "flask_session", "fastapi", "starlette", "uvicorn"] as const;
/** Kept of what the programs write. */
const OUTPUT_CHARACTERS = 20_000;

interface Answer {
  readonly port?: number;
  readonly error?: string;
}

/** One Python process, in a folder of its own, that serves the programs of lessons on ports of 127.0.0.1. */
export class PythonPrograms {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #folder: string;
  #asked: Promise<unknown> = Promise.resolve();
  #output = "";

  private constructor(child: ChildProcess, lines: AsyncIterator<string>, folder: string) {
    this.#child = child;
    this.#lines = lines;
    this.#folder = folder;
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#output = (this.#output + text).slice(-OUTPUT_CHARACTERS);
    });
  }

  static async open(): Promise<PythonPrograms> {
    const folder = await mkdtemp(join(tmpdir(), "keepsake-python-"));
    const script = fileURLToPath(new URL("serve_programs.py", import.meta.url));
    const child = spawn(PYTHON, ["-u", script], {
      cwd: folder,
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
    });
    // It ends when its input does; a write after that fails, and the missing answer says so.
    child.stdin.on("error", () => undefined);
    child.on("error", () => undefined);
    return new PythonPrograms(
      child,
      createInterface({ input: child.stdout })[Symbol.asyncIterator](),
      folder,
    );
  }

  /** What the programs have written lately. */
  get output(): string {
    return this.#output;
  }

  /** The port on which it listens. Rejects with the traceback when it cannot be loaded. */
  async start({ id, framework, text }: PythonProgram): Promise<number> {
    const { port } = await this.#ask({ serve: framework, name: id, source: text });
    if (port === undefined) throw new Error("Python named no port.");
    return port;
  }

  async stop(port: number): Promise<void> {
    await this.#ask({ stop: port });
  }

  /** Moves the wall clock of all its programs to real time plus `offsetMs`. */
  async setClock(offsetMs: number): Promise<void> {
    await this.#ask({ offsetSeconds: offsetMs / 1000 });
  }

  async close(): Promise<void> {
    const isOver = this.#child.exitCode !== null || this.#child.pid === undefined;
    const ended = isOver ? undefined : once(this.#child, "close");
    this.#child.stdin?.end();
    await ended;
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** One at a time: the answers come in order. */
  #ask(order: Readonly<Record<string, unknown>>): Promise<Answer> {
    const answer = this.#asked.then(async () => {
      this.#child.stdin?.write(`${JSON.stringify(order)}\n`);
      const { value, done } = await this.#lines.next();
      if (done === true) throw new Error(`Python ended:\n${this.#output}`);
      const read = JSON.parse(value) as Answer;
      if (read.error !== undefined) throw new Error(read.error);
      return read;
    });
    this.#asked = answer.catch(() => undefined);
    return answer;
  }
}
