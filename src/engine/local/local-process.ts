import { type ChildProcess, spawn } from "node:child_process";
import { EngineError, type EngineProcess, type ExitStatus, type OutputChunk } from "../engine.ts";
import type { Cell } from "./cell.ts";
import { lineChannel, trustedChannel } from "./child-channel.ts";
import { killGroup } from "./kill-group.ts";
import { limitedOutput } from "./limited-output.ts";
import {
  COMPILE_CACHE,
  COMPILE_CACHE_MOVES,
  type FromProcess,
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
  /** Where it runs when nobody trusts it. */
  readonly cell: Cell | undefined;
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
  readonly #tell: (message: ToProcess) => void;
  #killed = false;
  #ended = false;

  private constructor(
    child: ChildProcess,
    pid: number,
    { cell, onMessage }: Pick<LocalProcessOptions, "cell" | "onMessage">,
  ) {
    this.#child = child;
    this.pid = pid;
    const endFor = (reason: string) => this.endFor(reason);
    this.#tell =
      cell === undefined ? trustedChannel(child, onMessage) : lineChannel(child, onMessage, endFor);
    const { output, say, close } = limitedOutput(child, cell?.limits.outputBytes, endFor);
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
    const nodeArgs = [...flags, ...options.args];
    const [command, ...args] = options.cell?.command(nodeArgs) ?? [process.execPath, ...nodeArgs];
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: {
        ...systemEnvironment(),
        ...options.env,
        [PROCESS_SETUP]: JSON.stringify(options.setup),
        // From the environment, so that it serves the preload too.
        [COMPILE_CACHE]: options.setup.compileCache,
        [COMPILE_CACHE_MOVES]: "1",
      },
      stdio: ["ignore", "pipe", "pipe", options.cell === undefined ? "ipc" : "pipe", "pipe"],
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
    return new LocalProcess(child, child.pid ?? 0, options);
  }

  get running(): boolean {
    return !this.#ended;
  }

  /** Nothing happens when the process has ended. */
  send(message: ToProcess): void {
    this.#tell(message);
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
