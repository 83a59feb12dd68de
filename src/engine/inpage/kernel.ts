import type { HeaderPair } from "../../web/http.ts";

/**
 * What a process of the in-page engine gets from its machine. The worker implements it; Node's built-ins
 * (`node/`) and the module loader are written against it and know nothing of workers or frames.
 */
export interface Kernel {
  readonly pid: number;
  readonly argv: readonly string[];
  /** Mutable, as `process.env` is. */
  readonly env: Record<string, string>;
  /** Absolute: "/project". The file tree is mounted there. */
  readonly cwd: string;
  readonly volume: Volume;

  write(stream: "stdout" | "stderr", text: string): void;
  /** Ends the process at once; output written before is delivered. */
  exit(code: number): never;

  /**
   * Takes the port (0: a free one) for this process. Throws an error with `code` "EADDRINUSE" when another
   * server has it. While a server listens, or a timer or a reference is held, the process lives.
   */
  listen(port: number, onExchange: (exchange: ServerExchange) => void): ListeningPort;

  /**
   * Takes the port for connections that carry bytes (`net.createServer`). It comes out of the same space as that of
   * {@link listen}, and throws as that does. It does not hold the process.
   */
  listenSockets(port: number, onSocket: (incoming: IncomingSocket) => void): ListeningPort;

  /** A connection to such a port. What becomes of it is told to `events`, never before this has returned. */
  dial(port: number, events: SocketEvents): SocketEnd;

  /**
   * An HTTP request of the program to a port of this machine (`http.request`, `fetch`). Rejects with an error whose
   * `code` is "ECONNREFUSED", "ECONNRESET" or, by `signal`, "ABORT_ERR".
   */
  connect(port: number, request: ClientRequest): Promise<ClientResponse>;

  /** Whether a process of this machine with that pid runs now (`process.kill(pid, 0)`). */
  runs(pid: number): boolean;

  /** The machine's one right to use databases, which goes from process to process. */
  readonly databases: DatabaseRights;

  /** Keeps the process alive until the returned function is called (once). */
  hold(): () => void;
  /** How often {@link hold} was called, ever. */
  readonly holdsTaken: number;

  /** Hands a diagnostics-channel message to the engine; see `EngineEvents.diagnostic`. */
  diagnose(channel: string, exchangeId: string | undefined, message: Readonly<Record<string, unknown>>): void;
}

export interface ListeningPort {
  readonly port: number;
  /** No new exchanges after this. Exchanges under way go on. */
  close(): void;
}

export interface DatabaseRights {
  /** A database is locked from now on. `false`: another process has the right, and has been asked for it. */
  begin(): boolean;
  /** One `begin` that gave true is over. */
  end(): void;
  /** Settles when the right is here, or has not come for a while. */
  wait(): Promise<void>;
}

/** A connection that came in. Nothing arrives before `accept`, which is called once and at once. */
export interface IncomingSocket {
  readonly ports: SocketPorts;
  accept(events: SocketEvents): SocketEnd;
}

/** The two ports of a connection, as one end sees them. */
export interface SocketPorts {
  readonly localPort: number;
  readonly remotePort: number;
}

/** One end of a connection. After `close` nothing is told and calls do nothing. */
export interface SocketEnd {
  /** Sends bytes; the caller does not change them afterwards. How many the reader has taken comes as `taken`. */
  write(bytes: Uint8Array): void;
  /** Tells the writer that so many bytes more were taken. */
  took(bytes: number): void;
  /** No more `write`. The other direction goes on. */
  end(): void;
  /** Leaves. `reset`: as if the connection broke. */
  close(reset: boolean): void;
}

/** What one end of a connection is told. */
export interface SocketEvents {
  /** Of an end that dialled: the other end is there. First of all, or {@link refused} and nothing else. */
  connected(ports: SocketPorts): void;
  /** "http": a server of `node:http` has the port, which takes exchanges and no bytes. */
  refused(because: "nothing" | "http"): void;
  data(bytes: Uint8Array): void;
  taken(bytes: number): void;
  /** The other end writes no more. */
  ended(): void;
  /** The other end has left. Last. */
  closed(reset: boolean): void;
}

/** A request that came in, and the way to answer it. */
export interface ServerExchange {
  readonly exchangeId: string | undefined;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderPair[];
  /** `null`: there is none. */
  readonly body: ReadableStream<Uint8Array> | null;
  /** What followed the body; empty until it has ended. */
  trailers(): readonly HeaderPair[];
  /** Fires once, when the client went away before the end. */
  readonly aborted: AbortSignal;
  /** An interim response. After `head` nothing happens. */
  inform(information: Information): void;
  /** Once, before any `write`. */
  head(status: number, statusText: string, headers: readonly HeaderPair[]): void;
  /** Settles when the reader has room for more. */
  write(chunk: Uint8Array): Promise<void>;
  /** `trailers`: what follows the body. */
  end(trailers?: readonly HeaderPair[]): void;
  /** Breaks the connection: before `head` the client gets "connection-reset". */
  destroy(): void;
}

/** An interim response, with a status from 100 to 199. */
export interface Information {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly HeaderPair[];
}

export interface ClientRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderPair[];
  readonly body: ReadableStream<Uint8Array> | Uint8Array | null;
  /** What follows a body that is a stream, asked when it has ended. */
  readonly trailers?: () => readonly HeaderPair[];
  /** Called for each interim response, before the response. */
  readonly onInformation?: (information: Information) => void;
  readonly signal?: AbortSignal;
}

export interface ClientResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly HeaderPair[];
  readonly body: ReadableStream<Uint8Array>;
  /** What followed the body; empty until it has ended. */
  trailers(): readonly HeaderPair[];
}

/**
 * The machine's file tree as one process sees it: a replica that is read at once, and an authority that
 * orders changes of all processes. `apply` is for Node's synchronous calls: it changes the replica now and
 * tells the authority. `commit` is for asynchronous calls: the authority decides first, so that exclusive
 * creation and rename are atomic between processes. Both fail with {@link VolumeError}, with Node's codes.
 * Paths are absolute and normalised. There are no permissions and no symbolic links.
 */
export interface Volume {
  stat(path: string): VolumeStat | undefined;
  /** The bytes; do not change them. Throws ENOENT or EISDIR. */
  read(path: string): Uint8Array;
  /** Names in a folder, sorted. Throws ENOENT or ENOTDIR. */
  list(path: string): readonly string[];
  /** Of a file that this process made. Another process may have made it a moment before: then it is that one's. */
  inodeNow(made: number): number;
  apply(change: VolumeChange): void;
  commit(change: VolumeChange): Promise<void>;
  /** Calls back after each change by whomever, with its path; the returned function stops that. */
  watch(listener: (path: string) => void): () => void;
}

export interface VolumeStat {
  readonly kind: "file" | "folder";
  readonly size: number;
  readonly createdMs: number;
  readonly modifiedMs: number;
  /** Stable for one file, new for a new one. */
  readonly inode: number;
}

export type VolumeChange =
  /** `exclusive`: EEXIST when it is there. `append`: after what is there. The folder must exist (ENOENT). */
  | {
      readonly kind: "write";
      readonly path: string;
      readonly bytes: Uint8Array;
      readonly exclusive?: boolean;
      readonly append?: boolean;
    }
  | { readonly kind: "make-folder"; readonly path: string; readonly recursive: boolean }
  /** Atomic; replaces a file at `to`. */
  | { readonly kind: "rename"; readonly from: string; readonly to: string }
  /** Hard link: EEXIST when `to` is there. */
  | { readonly kind: "link"; readonly from: string; readonly to: string }
  /** ENOENT unless `force`; ENOTEMPTY for a folder with content unless `recursive`. */
  | { readonly kind: "remove"; readonly path: string; readonly recursive: boolean; readonly force: boolean }
  | { readonly kind: "set-times"; readonly path: string; readonly modifiedMs: number };

export class VolumeError extends Error {
  readonly code: string;
  readonly path: string;
  constructor(code: string, path: string, message: string) {
    super(message);
    this.name = "VolumeError";
    this.code = code;
    this.path = path;
  }
}
