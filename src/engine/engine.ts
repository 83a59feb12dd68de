import type { HttpRequest, HttpResponse } from "../web/http.ts";
import type { SharedFolder } from "./shared-folder.ts";

/**
 * The seam behind which a learner's program runs. One contract suite (`contract.ts`) runs on every
 * implementation; nothing above this file may ask which one it has, except to name it to the user.
 *
 * An engine is one small machine: one file tree, its processes, one space of TCP ports, one clock.
 * Two engines share nothing. After `teardown` every verb rejects with `EngineError` code "torn-down".
 */
export interface Engine {
  readonly kind: EngineKind;

  /**
   * Makes the file tree be exactly `files`; whatever else was there (a program's own files too) is gone.
   * Running processes are not stopped and see the new files. Paths are relative, `/`-separated, without
   * `.` or `..` segments: anything else rejects with code "bad-path" and changes nothing.
   */
  mount(files: FileTree): Promise<void>;

  /** The file tree, shared with all processes; it outlives them. */
  readonly fs: EngineFiles;

  /**
   * Starts a program: `spawn("node", ["server.ts"])`. Settles when the process has been created, not when
   * it listens. A program that cannot be compiled or that throws is not a rejection: it writes to stderr as
   * Node does and exits 1. Rejects only for an unknown command ("unknown-command"), or when the limit of
   * processes is reached ("too-many-processes").
   */
  spawn(command: string, args: readonly string[], options?: SpawnOptions): Promise<EngineProcess>;

  /** Calls back for each event from now on. The returned function stops that; calling it again does nothing. */
  on<K extends keyof EngineEvents>(event: K, listener: (event: EngineEvents[K]) => void): () => void;

  /** The ports that are listened on now, with the process that does. */
  listening(): readonly PortInUse[];

  /**
   * One HTTP exchange with the server on `port`. Redirects are not followed; headers come back raw.
   * Settles when the response's head is there; its body streams. Rejects with `EngineError`:
   * "connection-refused" (nothing listens), "connection-reset" (the process ended or destroyed the socket
   * before the head), "timed-out" (no head within `timeoutMs`), "aborted" (by `signal`). A failure
   * after the head errors the body stream with the same codes.
   */
  request(port: number, request: HttpRequest, options?: RequestOptions): Promise<HttpResponse>;

  /**
   * Moves the wall clock (`Date`) of all processes, present and future, to real time plus `offsetMs`.
   * Timers and `performance.now()` stay on real time.
   */
  setClock(clock: EngineClock): Promise<void>;

  /**
   * Opens a shell of the machine's own system in the folder of the file tree. Absent where there is none. What
   * it starts is not the engine's: it has no place in `listening`, `request` does not reach it, `setClock` does
   * not move it; it ends with the machine. Rejects with code "boot-failed" when the shell cannot be had.
   */
  readonly openShell?: (size: TerminalSize) => Promise<EngineShell>;

  /**
   * The file tree as a folder in which the learner's own editor writes too. Absent where there is none. Who has one
   * shares files through it: `mount` would take away what others put there.
   */
  readonly sharedFolder?: SharedFolder;

  /** Ends all processes and frees everything. May be called again; the second call does nothing. */
  teardown(): Promise<void>;
}

export type EngineKind = "inpage" | "webcontainer" | "local";

/** Path to content. Text is UTF-8. */
export type FileTree = Readonly<Record<string, string | Uint8Array>>;

/** Paths as in {@link Engine.mount}. A path that is not there rejects with code "not-found". */
export interface EngineFiles {
  readFile(path: string): Promise<Uint8Array>;
  readText(path: string): Promise<string>;
  /** Creates missing folders; replaces atomically. */
  writeFile(path: string, content: string | Uint8Array): Promise<void>;
  /** All files below `folder` (default: everywhere), sorted, as full paths. A missing folder is an empty list. */
  list(folder?: string): Promise<readonly string[]>;
  /** Removes a file or a folder with all in it. Absent is fine. */
  remove(path: string): Promise<void>;
}

export interface SpawnOptions {
  /** Added to an empty environment; the `.env` file of the tree is not read by the engine. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface EngineProcess {
  readonly pid: number;
  /**
   * stdout and stderr in the order written, from the start, for one reader. Closes when the process ends.
   * Past {@link OUTPUT_LIMIT_BYTES} the engine drops the rest and says so once in a last stderr chunk.
   */
  readonly output: ReadableStream<OutputChunk>;
  /** Settles, never rejects, when the process has ended and its ports are free. */
  readonly exit: Promise<ExitStatus>;
  /** Ends it now, whatever it does (an endless loop too). Settles with `exit`, within a second. */
  kill(): Promise<void>;
}

/** In characters. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** A process at a terminal: it echoes, edits the line and sends escape sequences by itself. */
export interface EngineShell {
  /** What the terminal shows, for one reader. Closes when the shell ends. */
  readonly output: ReadableStream<string>;
  /** Keys as a terminal sends them: "\r" for Enter, "\x03" for Ctrl-C. Nothing happens after the end. */
  write(keys: string): void;
  resize(size: TerminalSize): void;
  /** Settles, never rejects, when the shell has ended; with `null` when it was killed or the machine is gone. */
  readonly exit: Promise<number | null>;
  /** May be called again. */
  kill(): void;
}

export interface OutputChunk {
  readonly stream: "stdout" | "stderr";
  readonly text: string;
}

export interface ExitStatus {
  /** `null` when it was killed. */
  readonly code: number | null;
  /** "exited": it ended by itself or crashed; "killed": `kill` or `teardown`. */
  readonly reason: "exited" | "killed";
}

export interface PortInUse {
  readonly port: number;
  readonly pid: number;
}

export interface EngineEvents {
  /** A server of a process began to listen. */
  readonly listening: PortInUse;
  /** A port became free again. */
  readonly closed: PortInUse;
  /** A process answers nothing (an endless loop, a very long computation). Sent again when it lasts. */
  readonly unresponsive: { readonly pid: number; readonly forMs: number };
  /** It answers again. */
  readonly responsive: { readonly pid: number };
  /** A file changed through a process or through `fs`. Coalesced; paths sorted. */
  readonly files: { readonly paths: readonly string[] };
  /**
   * A message that a library in the process published on a `node:diagnostics_channel` whose name starts
   * with "keepsake:". `exchangeId` is that of the request the message belongs to (its property `request`
   * is the IncomingMessage and is left out of `message`), if any. `message` is plain data.
   */
  readonly diagnostic: {
    readonly pid: number;
    readonly channel: string;
    readonly exchangeId: string | undefined;
    readonly message: Readonly<Record<string, unknown>>;
  };
  /**
   * The machine is gone by itself: its container ended, the connection to it broke. Sent once, never for
   * `teardown`. Its processes and files are gone too, and every verb rejects with code "torn-down" from then
   * on. `reason` is a sentence that a learner can read.
   */
  readonly lost: { readonly reason: string };
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
  /** Until the response's head is there. Default 30,000. */
  readonly timeoutMs?: number;
  /** Comes back in `diagnostic` events that this request caused. The program cannot see it. */
  readonly exchangeId?: string;
}

export interface EngineClock {
  readonly offsetMs: number;
}

/** Output kept per process. */
export const OUTPUT_LIMIT_BYTES = 2 * 1024 * 1024;
/** Processes at once per engine. */
export const PROCESS_LIMIT = 16;
/** Default of {@link RequestOptions.timeoutMs}. */
export const REQUEST_TIMEOUT_MS = 30_000;

export type EngineErrorCode =
  | "torn-down"
  | "bad-path"
  | "not-found"
  | "unknown-command"
  | "too-many-processes"
  | "too-large"
  | "boot-failed"
  | "connection-refused"
  | "connection-reset"
  | "timed-out"
  | "aborted";

/** What the machine could not do; the message says what, where and what to do next. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;
  constructor(code: EngineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EngineError";
    this.code = code;
  }
}
