import { EngineError, OUTPUT_LIMIT_BYTES } from "../engine.ts";
import { PROJECT } from "./authority.ts";
import { DatabaseRight } from "./database-right.ts";
import { ExchangeClient } from "./exchange-client.ts";
import { ExchangeServer } from "./exchange-server.ts";
import type {
  ClientRequest,
  ClientResponse,
  IncomingSocket,
  Kernel,
  ListeningPort,
  ServerExchange,
  SocketEnd,
  SocketEvents,
} from "./kernel.ts";
import { Pipes } from "./pipes.ts";
import type { FromProcess, StartProcess, ToProcess } from "./process-messages.ts";
import { ProcessSockets } from "./process-sockets.ts";
import { Replica } from "./replica.ts";
import type { Post, WireRequest } from "./wire.ts";

/** What the kernel needs from the worker around it. */
export interface KernelSurroundings {
  readonly post: Post<FromProcess>;
  /** Makes what the program writes readable, where the realm's own stack traces are not. */
  readonly readable: (text: string) => string;
  /** Nothing holds the process any more. Called from a task of its own; not after `exit`. */
  readonly onIdle: () => void;
  /** An error of the machine's that belongs to the program: a port that another process took first. */
  readonly onError: (error: Error) => void;
}

/** Thrown to unwind the program after `exit`; nobody reports it. */
export class ExitSignal extends Error {}

/**
 * The web's own asynchronous functions (`Response.text()`, `crypto.subtle`, `Blob`) hold nothing that we could
 * count, and take a few milliseconds.
 */
const IDLE_AFTER_MS = 20;
// The program's timers hold the process; these do not.
const realSetTimeout = setTimeout;
const realClearTimeout = clearTimeout;

const FIRST_FREE_PORT = 49_152;
/** Inodes of a process begin here times its pid. */
const INODES_PER_PROCESS = 2 ** 32;

/** The machine as one process sees it, over its port to the page. */
export class WorkerKernel implements Kernel {
  readonly pid: number;
  readonly argv: string[] = [];
  readonly env: Record<string, string> = {};
  readonly cwd = PROJECT;
  readonly volume: Replica;
  readonly #around: KernelSurroundings;
  readonly #servers = new Map<number, (exchange: ServerExchange) => void>();
  readonly #pipes: Pipes;
  readonly #client: ExchangeClient;
  readonly #server: ExchangeServer;
  readonly #sockets: ProcessSockets;
  readonly databases: DatabaseRight;
  #takenPorts: ReadonlySet<number> = new Set();
  #others: ReadonlySet<number> = new Set();
  #outputBytes = 0;
  #holds = 0;
  #holdsTaken = 0;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;
  #begun = false;
  #exited = false;

  constructor(pid: number, around: KernelSurroundings) {
    this.pid = pid;
    this.#around = around;
    const post: Post<FromProcess> = (message, transfer) => this.#post(message, transfer);
    this.volume = new Replica({ firstInode: pid * INODES_PER_PROCESS, nowMs: () => Date.now(), send: post });
    this.#pipes = new Pipes(post);
    this.#client = new ExchangeClient(post, this.#pipes);
    this.#server = new ExchangeServer(post, this.#pipes);
    this.databases = new DatabaseRight(post);
    this.#sockets = new ProcessSockets(String(pid), post);
  }

  /** The program is known. Before that the kernel serves the built-ins' and packages' own set-up. */
  begin({ argv, env, files, takenPorts, pids }: StartProcess): void {
    this.#begun = true;
    this.argv.push(...argv);
    Object.assign(this.env, env);
    this.#takenPorts = new Set(takenPorts);
    this.#others = new Set(pids);
    this.volume.receive({ kind: "volume-reset", snapshot: files });
  }

  get exited(): boolean {
    return this.#exited;
  }

  write(stream: "stdout" | "stderr", written: string): void {
    if (this.#outputBytes > OUTPUT_LIMIT_BYTES || written === "") return;
    const text = this.#around.readable(written);
    this.#outputBytes += utf8Length(text);
    if (this.#outputBytes <= OUTPUT_LIMIT_BYTES) {
      this.#post({ kind: "output", stream, text });
      return;
    }
    const limit = `${OUTPUT_LIMIT_BYTES / (1024 * 1024)} MB`;
    this.#post({
      kind: "output",
      stream: "stderr",
      text: `\n[The program wrote more than ${limit}. The rest of its output is dropped; it runs on.]\n`,
    });
  }

  exit(code: number): never {
    if (!this.#exited) {
      this.#server.flush();
      this.#post({ kind: "exit", code });
      this.#exited = true;
    }
    throw new ExitSignal(`The process has ended with code ${code}.`);
  }

  listen(port: number, onExchange: (exchange: ServerExchange) => void): ListeningPort {
    const chosen = this.#freePort(port);
    this.#servers.set(chosen, onExchange);
    const release = this.hold();
    this.#post({ kind: "listen", port: chosen, carries: "exchanges" });
    return {
      port: chosen,
      close: () => {
        if (this.#servers.get(chosen) !== onExchange) return;
        this.#servers.delete(chosen);
        this.#post({ kind: "close", port: chosen });
        release();
      },
    };
  }

  listenSockets(port: number, onSocket: (incoming: IncomingSocket) => void): ListeningPort {
    const chosen = this.#freePort(port);
    this.#sockets.listen(chosen, onSocket);
    this.#post({ kind: "listen", port: chosen, carries: "bytes" });
    return {
      port: chosen,
      close: () => {
        if (!this.#sockets.has(chosen)) return;
        this.#sockets.stop(chosen);
        this.#post({ kind: "close", port: chosen });
      },
    };
  }

  dial(port: number, events: SocketEvents): SocketEnd {
    return this.#sockets.dial(port, events);
  }

  #freePort(wanted: number): number {
    const taken = (port: number) =>
      this.#servers.has(port) || this.#sockets.has(port) || this.#takenPorts.has(port);
    let chosen = wanted === 0 ? FIRST_FREE_PORT : wanted;
    while (wanted === 0 && taken(chosen)) chosen += 1;
    if (taken(chosen)) throw addressInUse(chosen);
    return chosen;
  }

  async connect(port: number, request: ClientRequest): Promise<ClientResponse> {
    const { method, target, headers, body, signal, trailers, onInformation } = request;
    const release = this.hold();
    try {
      return await this.#client.request({
        ...{ port, method, target, headers, body, signal },
        ...(trailers !== undefined && { trailers }),
        ...(onInformation !== undefined && { onInformation }),
        exchangeId: undefined,
        timeoutMs: undefined,
        onOver: release,
      });
    } catch (error) {
      release();
      throw systemError(error);
    }
  }

  runs(pid: number): boolean {
    return pid === this.pid || this.#others.has(pid);
  }

  get holdsTaken(): number {
    return this.#holdsTaken;
  }

  hold(): () => void {
    this.#holds += 1;
    this.#holdsTaken += 1;
    if (this.#idleTimer !== undefined) realClearTimeout(this.#idleTimer);
    this.#idleTimer = undefined;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#holds -= 1;
      if (this.#holds === 0) this.checkIdleSoon();
    };
  }

  /** Once nothing has held the process for a short while. */
  checkIdleSoon(): void {
    if (this.#idleTimer !== undefined || this.#exited || !this.#begun) return;
    this.#idleTimer = realSetTimeout(() => {
      this.#idleTimer = undefined;
      if (this.#holds === 0 && !this.#exited) this.#around.onIdle();
    }, IDLE_AFTER_MS);
  }

  diagnose(
    channel: string,
    exchangeId: string | undefined,
    message: Readonly<Record<string, unknown>>,
  ): void {
    this.#post({ kind: "diagnose", channel, exchangeId, message });
  }

  /** A message of the machine to a process that runs. */
  receive(message: ToProcess): void {
    if (this.#exited) return;
    switch (message.kind) {
      case "request":
        this.#accept(message);
        return;
      case "abort":
        this.#server.receiveAbort(message.id);
        return;
      case "respond":
      case "inform":
      case "fail":
        this.#client.receive(message);
        return;
      case "chunk":
      case "end":
      case "break":
      case "taken":
      case "cancel":
        this.#pipes.receive(message);
        return;
      case "databases":
        if (message.is === "given") this.databases.given();
        else this.databases.wanted();
        return;
      case "dial":
      case "incoming":
      case "socket":
        this.#sockets.receive(message);
        return;
      case "others":
        this.#takenPorts = new Set(message.takenPorts);
        this.#others = new Set(message.pids);
        return;
      case "port-refused":
        this.#servers.delete(message.port);
        this.#sockets.stop(message.port);
        this.#around.onError(addressInUse(message.port));
        return;
      case "volume-done":
      case "volume-failed":
      case "volume-foreign":
      case "volume-reset":
        this.volume.receive(message);
        return;
    }
  }

  #accept(request: WireRequest): void {
    const onExchange = this.#servers.get(request.port);
    if (onExchange === undefined && this.#sockets.has(request.port)) {
      this.#server.refuse(
        request,
        "connection-reset",
        `What listens on port ${request.port} speaks no HTTP.`,
      );
      return;
    }
    if (onExchange === undefined) {
      this.#server.refuse(request, "connection-refused", `Nothing listens on port ${request.port} any more.`);
      return;
    }
    const release = this.hold();
    const exchange = this.#server.accept(request, release);
    // A handler that asks a database at once finds it free.
    if (this.databases.isAway) this.databases.wait().then(() => onExchange(exchange));
    else onExchange(exchange);
  }

  #post(message: FromProcess, transfer?: Transferable[]): void {
    if (!this.#exited) this.#around.post(message, transfer);
  }
}

function addressInUse(port: number): Error {
  return Object.assign(new Error(`listen EADDRINUSE: address already in use :::${port}`), {
    code: "EADDRINUSE",
    errno: -98,
    syscall: "listen",
    address: "::",
    port,
  });
}

function systemError(error: unknown): unknown {
  if (!(error instanceof EngineError)) return error;
  if (error.code === "aborted")
    return Object.assign(new Error("The operation was aborted"), { name: "AbortError", code: "ABORT_ERR" });
  if (error.code === "connection-refused") {
    return Object.assign(new Error(error.message), { code: "ECONNREFUSED", errno: -111, syscall: "connect" });
  }
  return Object.assign(new Error("socket hang up"), { code: "ECONNRESET", errno: -104, syscall: "read" });
}

function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
