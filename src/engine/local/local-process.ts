import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import {
  EngineError,
  type EngineProcess,
  type ExitStatus,
  OUTPUT_LIMIT_BYTES,
  type OutputChunk,
} from "../engine.ts";
import { killGroup } from "./kill-group.ts";
import {
  FRAME_HEAD_BYTES,
  type FromProcess,
  OUTPUT_FD,
  PROCESS_SETUP,
  type ProcessSetup,
  type ToProcess,
} from "./process-messages.ts";

export interface LocalProcessOptions {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly memoryLimitMb: number;
  /** URL of the script to load ahead of the program. */
  readonly preload: string;
  /** More flags for Node. */
  readonly flags: readonly string[];
  readonly setup: ProcessSetup;
  /** Called as soon as there is a process, before anything can happen to the one who starts it. */
  onStart(pid: number): void;
  onMessage(message: FromProcess): void;
}

/** After the end of a process, for pipes that its own children still hold. */
const DRAIN_LIMIT_MS = 200;

/** A program in a Node of its own. */
export class LocalProcess implements EngineProcess {
  readonly pid: number;
  readonly output: ReadableStream<OutputChunk>;
  readonly exit: Promise<ExitStatus>;
  readonly #child: ChildProcess;
  readonly #say: (text: string) => void;
  #killed = false;
  #ended = false;

  private constructor(child: ChildProcess, pid: number, onMessage: (message: FromProcess) => void) {
    this.#child = child;
    this.pid = pid;
    child.on("message", (message) => onMessage(message as FromProcess));
    const { output, say, close } = limitedOutput(child);
    this.output = output;
    this.#say = say;
    this.exit = new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null) => {
        if (this.#ended) return;
        this.#ended = true;
        killGroup(pid);
        close();
        resolve(
          this.#killed
            ? { code: null, reason: "killed" }
            : { code: code ?? exitCodeOf(signal), reason: "exited" },
        );
      };
      child.once("close", end);
      child.once("exit", (code, signal) => {
        killGroup(pid);
        setTimeout(end, DRAIN_LIMIT_MS, code, signal).unref();
      });
    });
  }

  static async start(options: LocalProcessOptions): Promise<LocalProcess> {
    const flags = [
      ...options.flags,
      "--disable-warning=ExperimentalWarning",
      `--max-old-space-size=${options.memoryLimitMb}`,
      `--import=${options.preload}`,
    ];
    const child = spawn(process.execPath, [...flags, ...options.args], {
      cwd: options.cwd,
      env: { ...systemEnvironment(), ...options.env, [PROCESS_SETUP]: JSON.stringify(options.setup) },
      stdio: ["ignore", "pipe", "pipe", "ipc", "pipe"],
      serialization: "advanced",
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    if (child.pid !== undefined) options.onStart(child.pid);
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", (error) => {
        reject(
          new EngineError("boot-failed", `Node could not be started: ${error.message}`, { cause: error }),
        );
      });
    });
    child.on("error", () => undefined);
    return new LocalProcess(child, child.pid ?? 0, options.onMessage);
  }

  get running(): boolean {
    return !this.#ended;
  }

  /** Nothing happens when the process has ended. */
  send(message: ToProcess): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  /** Ends it as the system would, with a sentence on its stderr. */
  endFor(reason: string): void {
    if (this.#ended) return;
    this.#say(`\n[${reason}]\n`);
    killGroup(this.pid);
    this.#child.kill("SIGKILL");
  }

  async kill(): Promise<void> {
    if (!this.#ended) {
      this.#killed = true;
      killGroup(this.pid);
      this.#child.kill("SIGKILL");
    }
    await this.exit;
  }
}

/** What a program cannot do without on this system. */
function systemEnvironment(): Record<string, string> {
  const root = process.env["SystemRoot"];
  return root === undefined ? {} : { SystemRoot: root };
}

/** The shell's convention, for a process that a signal ended. */
function exitCodeOf(signal: NodeJS.Signals | null): number {
  return signal === "SIGABRT" ? 134 : signal === "SIGSEGV" ? 139 : 137;
}

interface LimitedOutput {
  readonly output: ReadableStream<OutputChunk>;
  /** Adds to stderr, past the limit too. */
  say(text: string): void;
  close(): void;
}

function limitedOutput(child: ChildProcess): LimitedOutput {
  let controller: ReadableStreamDefaultController<OutputChunk> | undefined;
  let left = OUTPUT_LIMIT_BYTES;
  const output = new ReadableStream<OutputChunk>(
    {
      start: (given) => {
        controller = given;
      },
      cancel: () => {
        controller = undefined;
      },
    },
    { highWaterMark: Number.POSITIVE_INFINITY },
  );
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const take = (stream: "stdout" | "stderr", bytes: Uint8Array) => {
    if (left <= 0) return;
    const kept = bytes.subarray(0, left);
    left -= kept.byteLength;
    const text = decoders[stream].decode(kept, { stream: true });
    if (text !== "") controller?.enqueue({ stream, text });
    if (left <= 0) {
      controller?.enqueue({
        stream: "stderr",
        text: `\n[The program wrote more than ${OUTPUT_LIMIT_BYTES / 1024 / 1024} MB. The rest is not shown.]\n`,
      });
    }
  };
  readFrames(child.stdio[OUTPUT_FD] as Readable, take);
  // Node's own last words come after the program's: let frames that are already here go first.
  child.stdout?.on("data", (bytes: Buffer) => setImmediate(take, "stdout", bytes));
  child.stderr?.on("data", (bytes: Buffer) => setImmediate(take, "stderr", bytes));
  return {
    output,
    say: (text) => controller?.enqueue({ stream: "stderr", text }),
    close: () =>
      setImmediate(() => {
        controller?.close();
        controller = undefined;
      }),
  };
}

function readFrames(pipe: Readable, take: (stream: "stdout" | "stderr", bytes: Uint8Array) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  pipe.on("data", (chunk: Buffer) => {
    rest = rest.byteLength === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    while (rest.byteLength - at >= FRAME_HEAD_BYTES) {
      const length = rest.readUInt32BE(at + 1);
      const end = at + FRAME_HEAD_BYTES + length;
      if (rest.byteLength < end) break;
      take(rest.readUInt8(at) === 1 ? "stdout" : "stderr", rest.subarray(at + FRAME_HEAD_BYTES, end));
      at = end;
    }
    rest = rest.subarray(at);
  });
  pipe.on("error", () => undefined);
}
