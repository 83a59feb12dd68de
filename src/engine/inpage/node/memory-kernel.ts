import type { HeaderPair } from "../../../web/http.ts";
import type {
  ClientRequest,
  ClientResponse,
  IncomingSocket,
  Kernel,
  ListeningPort,
  ServerExchange,
  SocketEnd,
  SocketEvents,
  Volume,
  VolumeChange,
} from "../kernel.ts";
import { ProcessSockets } from "../process-sockets.ts";
import { type SocketOwner, SocketSwitch } from "../socket-switch.ts";
import { Tree } from "../tree.ts";

export interface MemoryKernelOptions {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface Diagnostic {
  readonly channel: string;
  readonly exchangeId: string | undefined;
  readonly message: Readonly<Record<string, unknown>>;
}

/** Thrown by {@link MemoryKernel.exit}, in place of ending the process. */
export class ProcessExit extends Error {
  readonly exitCode: number;
  constructor(exitCode: number) {
    super(`the process exited with ${exitCode}`);
    this.name = "ProcessExit";
    this.exitCode = exitCode;
  }
}

const FIRST_FREE_PORT = 30_000;

/** One process's machine in memory, without workers: for running the built-ins wherever a test runs. */
export class MemoryKernel implements Kernel {
  readonly pid = 1;
  readonly argv: readonly string[];
  readonly env: Record<string, string>;
  readonly cwd = "/project";
  readonly volume: Volume;
  readonly diagnostics: Diagnostic[] = [];
  /** There is no other process. */
  readonly databases = { begin: () => true, end: () => undefined, wait: async () => undefined };
  output = "";
  held = 0;
  holdsTaken = 0;
  exitCode: number | undefined;
  readonly #servers = new Map<number, (exchange: ServerExchange) => void>();
  readonly #sockets = new ProcessSockets("1", (message) => {
    setImmediate(() => this.#switch.receive(this.#owner, message));
  });
  readonly #owner: SocketOwner = {
    post: (message) => setImmediate(() => this.#sockets.receive(message)),
  };
  readonly #switch = new SocketSwitch((port) =>
    this.#sockets.has(port) ? this.#owner : this.#servers.has(port) ? "http" : undefined,
  );

  constructor(options: MemoryKernelOptions = {}) {
    this.argv = options.argv ?? ["/usr/local/bin/node", "/project/main.js"];
    this.env = { ...options.env };
    this.volume = memoryVolume(options.files ?? {});
  }

  write(_stream: "stdout" | "stderr", text: string): void {
    this.output += text;
  }

  runs(pid: number): boolean {
    return pid === this.pid;
  }

  exit(code: number): never {
    this.exitCode = code;
    throw new ProcessExit(code);
  }

  listen(wanted: number, onExchange: (exchange: ServerExchange) => void): ListeningPort {
    const port = this.#freePort(wanted);
    this.#servers.set(port, onExchange);
    return { port, close: () => void this.#servers.delete(port) };
  }

  listenSockets(wanted: number, onSocket: (incoming: IncomingSocket) => void): ListeningPort {
    const port = this.#freePort(wanted);
    this.#sockets.listen(port, onSocket);
    return { port, close: () => this.#sockets.stop(port) };
  }

  dial(port: number, events: SocketEvents): SocketEnd {
    return this.#sockets.dial(port, events);
  }

  #freePort(wanted: number): number {
    const taken = (port: number) => this.#servers.has(port) || this.#sockets.has(port);
    let port = wanted === 0 ? FIRST_FREE_PORT : wanted;
    while (wanted === 0 && taken(port)) port++;
    if (taken(port)) throw Object.assign(new Error(`port ${port} is in use`), { code: "EADDRINUSE" });
    return port;
  }

  connect(port: number, request: ClientRequest, exchangeId?: string): Promise<ClientResponse> {
    const serve = this.#servers.get(port);
    if (serve === undefined) {
      return Promise.reject(
        Object.assign(new Error(`nothing listens on port ${port}`), { code: "ECONNREFUSED" }),
      );
    }
    return exchangeWith(serve, request, exchangeId);
  }

  hold(): () => void {
    this.held++;
    this.holdsTaken++;
    let isHeld = true;
    return () => {
      if (isHeld) this.held--;
      isHeld = false;
    };
  }

  diagnose(
    channel: string,
    exchangeId: string | undefined,
    message: Readonly<Record<string, unknown>>,
  ): void {
    this.diagnostics.push({ channel, exchangeId, message });
  }
}

function exchangeWith(
  serve: (exchange: ServerExchange) => void,
  request: ClientRequest,
  exchangeId: string | undefined,
): Promise<ClientResponse> {
  return new Promise((resolve, reject) => {
    const gone = new AbortController();
    const reset = () => Object.assign(new Error("the connection was reset"), { code: "ECONNRESET" });
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    let trailers: readonly HeaderPair[] = [];
    let isOver = false;
    let waiting: (() => void)[] = [];
    const makeRoom = () => {
      for (const settle of waiting) settle();
      waiting = [];
    };
    const leave = () => {
      if (isOver) return;
      isOver = true;
      gone.abort();
      makeRoom();
      reject(reset());
    };
    request.signal?.addEventListener("abort", leave, { once: true });
    const exchange: ServerExchange = {
      exchangeId,
      method: request.method,
      target: request.target,
      headers: request.headers,
      body: bodyStream(request.body),
      trailers: () => request.trailers?.() ?? [],
      aborted: gone.signal,
      inform: (information) => queueMicrotask(() => request.onInformation?.(information)),
      head(status: number, statusText: string, headers: readonly HeaderPair[]) {
        const body = new ReadableStream<Uint8Array>(
          {
            start: (one) => {
              controller = one;
            },
            pull: makeRoom,
            cancel: leave,
          },
          { highWaterMark: 65_536, size: (chunk) => chunk?.byteLength ?? 0 },
        );
        resolve({ status, statusText, headers, body, trailers: () => trailers });
      },
      write(chunk) {
        if (isOver || controller === undefined) return Promise.resolve();
        controller.enqueue(chunk.slice());
        if ((controller.desiredSize ?? 0) > 0) return Promise.resolve();
        return new Promise((settle) => waiting.push(settle));
      },
      end(followed = []) {
        if (isOver) return;
        isOver = true;
        trailers = followed;
        controller?.close();
      },
      destroy() {
        if (isOver) return;
        isOver = true;
        controller?.error(reset());
        reject(reset());
      },
    };
    queueMicrotask(() => serve(exchange));
  });
}

function bodyStream(body: ClientRequest["body"]): ReadableStream<Uint8Array> | null {
  if (!(body instanceof Uint8Array)) return body;
  return new ReadableStream({
    start(controller) {
      if (body.length > 0) controller.enqueue(body);
      controller.close();
    },
  });
}

function memoryVolume(files: Readonly<Record<string, string | Uint8Array>>): Volume {
  const tree = new Tree();
  const watchers = new Set<(path: string) => void>();
  let inode = 2;
  const apply = (change: VolumeChange): void => {
    const { files: changed } = tree.apply({ change, atMs: Date.now(), inode: inode++ });
    for (const path of changed) for (const watcher of watchers) watcher(path);
  };
  for (const folder of ["/project", "/tmp"]) apply({ kind: "make-folder", path: folder, recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const path = name.startsWith("/") ? name : `/project/${name}`;
    apply({ kind: "make-folder", path: path.slice(0, path.lastIndexOf("/")), recursive: true });
    apply({
      kind: "write",
      path,
      bytes: typeof content === "string" ? new TextEncoder().encode(content) : content,
    });
  }
  return {
    stat: (path) => tree.stat(path),
    read: (path) => tree.read(path),
    list: (path) => tree.list(path),
    inodeNow: (made) => made,
    apply,
    commit: async (change) => apply(change),
    watch(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
  };
}
