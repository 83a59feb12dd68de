import {
  Bash,
  type CommandName,
  defineCommand,
  getCommandNames,
  InMemoryFs,
  MountableFs,
} from "just-bash/browser";
import type { Engine } from "../../../engine/engine.ts";
import { concatBytes } from "../../../web/concat-bytes.ts";
import { bytesOfText, textOfBytes } from "../byte-text.ts";
import { EngineFileSystem } from "./engine-file-system.ts";
import { type Piece, readScript, type Statement } from "./script-pieces.ts";
import type { CommandRun, ShellCommand, ShellOutput } from "./shell-io.ts";
import { type LearnersFiles, writtenThrough } from "./written-through.ts";

/** Where the project stands in the shell, as in the programs of the in-page engine. */
export const PROJECT_FOLDER = "/project";
/** The shell runs in the page: a loop without an end must not hold it for long. */
const LOOP_LIMIT = 5_000;
const OUTPUT_LIMIT_BYTES = 4 * 1024 * 1024;
const INTERRUPTED = 130;

/** Commands of just-bash that a page cannot have, or that we have ourselves. */
const leftOut: ReadonlySet<string> = new Set([
  ...["gzip", "gunzip", "zcat", "html-to-markdown", "history", "help", "which", "clear", "timeout"],
]);
/** Of bash itself, for the completion. */
const builtins = ["cd", "echo", "exit", "export", "printf", "read", "set", "test", "type", "unset"];
/** just-bash answers `help` before it looks at commands of ours: ours goes by another name there. */
const HELP = "terminal-help";
/** Set by the shell itself: neither carried from line to line nor given to programs. */
const internal: ReadonlySet<string> = new Set([
  ...["IFS", "OSTYPE", "MACHTYPE", "HOSTTYPE", "HOSTNAME", "OPTIND", "SHELLOPTS", "BASHOPTS", "?", "_"],
]);
const ofTheShell: ReadonlySet<string> = new Set(["HOME", "PATH", "PWD", "OLDPWD", ...internal]);

export interface ShellOptions {
  /** The machine, with the learner's files as they are now. */
  readonly machine: () => Promise<Engine>;
  readonly learnersFiles: LearnersFiles;
  readonly nowMs: () => number;
  readonly commands: readonly ShellCommand[];
}

export interface ShellJob {
  readonly number: number;
  readonly text: string;
  stop(): void;
}

/**
 * A small bash over the machine's files. The language, pipes, redirections and text tools are just-bash's; the
 * commands that reach programs and the network are ours. Folder and variables last from line to line; functions and
 * aliases last for one.
 */
export class Shell {
  readonly #options: ShellOptions;
  #fileSystem: { readonly engine: Engine; readonly all: MountableFs } | undefined;
  #env: Readonly<Record<string, string>> = { HOME: PROJECT_FOLDER, PATH: "/usr/bin:/bin" };
  #cwd = PROJECT_FOLDER;
  #exitCode = 0;
  #jobs: ShellJob[] = [];
  #jobNumber = 0;

  constructor(options: ShellOptions) {
    this.#options = options;
  }

  get cwd(): string {
    return this.#cwd;
  }

  get exitCode(): number {
    return this.#exitCode;
  }

  /** What was started with `&` and has not ended. */
  get jobs(): readonly ShellJob[] {
    return this.#jobs;
  }

  /** Every command that there is, sorted. */
  get commandNames(): readonly string[] {
    const names = [...bundledNames(), ...builtins, ...this.#options.commands.map(({ name }) => name)];
    return [...new Set(names)].sort();
  }

  /**
   * Runs a line; settles with its exit code when all but what is in the background has ended. `signal` is Ctrl-C.
   * Throws `UnfinishedLine` and `UnreadableLine` before anything ran. A failure of a command is printed, not thrown.
   */
  async run(line: string, output: ShellOutput, signal: AbortSignal): Promise<number> {
    for (const statement of readScript(line)) {
      if (signal.aborted) break;
      if (statement.background) this.#startJob(statement, output);
      else this.#exitCode = await this.#runPieces(statement.pieces, output, signal, this.#exitCode);
    }
    return this.#exitCode;
  }

  /** Names in a folder, for the completion; a folder ends with `/`. Empty when there is no such folder. */
  async namesIn(folder: string): Promise<readonly string[]> {
    const { all } = await this.#files();
    const path = all.resolvePath(this.#cwd, folder === "" ? "." : folder);
    const entries = await all.readdir(path).catch((): string[] => []);
    const names = entries.map(async (name) => {
      // A program may have removed it since.
      const found = await all.stat(`${path}/${name}`).catch(() => undefined);
      return found === undefined ? [] : [found.isDirectory ? `${name}/` : name];
    });
    return (await Promise.all(names)).flat();
  }

  /** Bytes of a file by its path in the shell; `undefined` when there is none. */
  async readFile(path: string, cwd = this.#cwd): Promise<Uint8Array | undefined> {
    const { all } = await this.#files();
    return all.readFileBuffer(all.resolvePath(cwd, path)).catch(() => undefined);
  }

  /** Says whether it could be written. */
  async writeFile(path: string, bytes: Uint8Array, makeFolders: boolean, cwd = this.#cwd): Promise<boolean> {
    const { all } = await this.#files();
    const whole = all.resolvePath(cwd, path);
    if (whole === "/dev/null") return true;
    try {
      if (makeFolders) await all.mkdir(whole.slice(0, whole.lastIndexOf("/")), { recursive: true });
      await all.writeFile(whole, bytes);
      return true;
    } catch {
      return false;
    }
  }

  #startJob({ pieces, text }: Statement, output: ShellOutput): void {
    const stopping = new AbortController();
    const job: ShellJob = { number: ++this.#jobNumber, text, stop: () => stopping.abort() };
    this.#jobs = [...this.#jobs, job];
    output.hint(`[${job.number}] ${text}`);
    const unattended = { ...output, typist: undefined };
    void this.#runPieces(pieces, unattended, stopping.signal, 0).then((exitCode) => {
      this.#jobs = this.#jobs.filter((other) => other !== job);
      const how = stopping.signal.aborted ? "stopped" : exitCode === 0 ? "done" : `exit ${exitCode}`;
      output.hint(`[${job.number}] ${how}: ${text}`);
    });
  }

  async #runPieces(
    pieces: readonly Piece[],
    output: ShellOutput,
    signal: AbortSignal,
    before: number,
  ): Promise<number> {
    let exitCode = before;
    for (const piece of pieces) {
      if (piece.when === "success" && exitCode !== 0) continue;
      if (piece.when === "failure" && exitCode === 0) continue;
      exitCode = await this.#runPiece(piece, output, signal, exitCode);
      if (signal.aborted) return INTERRUPTED;
    }
    return exitCode;
  }

  async #runPiece(piece: Piece, output: ShellOutput, signal: AbortSignal, before: number): Promise<number> {
    let files: MountableFs;
    try {
      ({ all: files } = await this.#files());
    } catch (error) {
      output.stderr(`bash: there is no machine to work on: ${messageOf(error)}\n`);
      return 1;
    }
    const shell = new Bash({
      fs: files,
      cwd: this.#cwd,
      env: { ...this.#env },
      commands: bundledNames(),
      customCommands: this.#options.commands.map((command) => this.#wrapped(command, piece, output, signal)),
      executionLimits: { maxLoopIterations: LOOP_LIMIT, maxOutputSize: OUTPUT_LIMIT_BYTES },
      // It patches the page's own globals; the shell runs nothing but the learner's own lines.
      defenseInDepth: false,
    });
    // A new shell knows no exit code of a line before.
    const named = piece.direct === "help" ? piece.script.replace(/\bhelp\b/, HELP) : piece.script;
    const script = before !== 0 && named.includes("$?") ? `(exit ${before}); ${named}` : named;
    try {
      const { stdout, stderr, exitCode, env } = await shell.exec(script, { signal });
      if (signal.aborted) return INTERRUPTED;
      output.stderr(stderr);
      output.stdout(stdout);
      this.#cwd = env["PWD"] ?? this.#cwd;
      this.#env = Object.fromEntries(Object.entries(env).filter(([name]) => !internal.has(name)));
      return exitCode;
    } catch (error) {
      if (signal.aborted) return INTERRUPTED;
      output.stderr(`bash: ${messageOf(error)}\n`);
      return 1;
    } finally {
      this.#options.learnersFiles.commandEnded();
    }
  }

  /** A command of ours for just-bash: printed at once where nothing else takes its output. */
  #wrapped(command: ShellCommand, piece: Piece, output: ShellOutput, signal: AbortSignal) {
    return defineCommand(command.name === "help" ? HELP : command.name, async (args, context) => {
      const direct = piece.direct === command.name;
      const bytes: Uint8Array[] = [];
      const decoder = new TextDecoder();
      let stderr = "";
      const run: CommandRun = {
        stdin: bytesOfText(String(context.stdin)),
        stdout: (chunk) => {
          const part = typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
          if (direct) output.stdout(decoder.decode(part, { stream: true }));
          else bytes.push(part);
        },
        stderr: (text) => {
          if (direct) output.stderr(text);
          else stderr += text;
        },
        hint: (text) => output.hint(text),
        env: ownVariables(context.exportedEnv ?? {}),
        cwd: context.cwd,
        signal,
        typist: direct ? output.typist : undefined,
      };
      const exitCode = await command.run(args, run);
      if (direct) output.stdout(decoder.decode());
      return { stdout: textOfBytes(concatBytes(bytes)), stdoutKind: "bytes", stderr, exitCode };
    });
  }

  async #files(): Promise<{ readonly all: MountableFs }> {
    const engine = await this.#options.machine();
    if (this.#fileSystem?.engine === engine) return this.#fileSystem;
    const project = new EngineFileSystem(
      writtenThrough(engine.fs, this.#options.learnersFiles),
      this.#options.nowMs,
    );
    engine.on("files", ({ paths }) => project.noteChanges(paths));
    const all = new MountableFs({
      base: new InMemoryFs(),
      mounts: [{ mountPoint: PROJECT_FOLDER, filesystem: project }],
    });
    this.#fileSystem = { engine, all };
    return this.#fileSystem;
  }
}

function bundledNames(): CommandName[] {
  return getCommandNames().filter((name): name is CommandName => !leftOut.has(name));
}

function ownVariables(exported: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(exported).filter(([name]) => !ofTheShell.has(name)));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
