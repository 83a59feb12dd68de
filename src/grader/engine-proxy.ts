import {
  type Engine,
  EngineError,
  type EngineErrorCode,
  type EngineEvents,
  type EngineFiles,
  type EngineKind,
  type EngineProcess,
  type ExitStatus,
  type FileTree,
  type OutputChunk,
  type PortInUse,
  type RequestOptions,
  type SpawnOptions,
} from "../engine/engine.ts";
import type { HttpRequest, HttpResponse } from "../web/http.ts";
import type {
  ClientMessage,
  EngineCall,
  EngineReply,
  PackedError,
  ServerMessage,
} from "./engine-messages.ts";
import { PortStreams, type StreamMessage } from "./port-streams.ts";

/** An engine that is at the other end of a port, where {@link serveEngine} has it. */
export function connectEngine(port: MessagePort, kind: EngineKind): Engine {
  return new RemoteEngine(port, kind);
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
  /** Nothing more of it will come: no answer, and nothing of the answer's body. */
  readonly over: () => void;
}

class RemoteEngine implements Engine {
  readonly kind: EngineKind;
  readonly fs: EngineFiles;
  readonly #port: MessagePort;
  readonly #streams: PortStreams;
  readonly #waiting = new Map<number, Waiting>();
  readonly #exits = new Map<number, (status: ExitStatus) => void>();
  readonly #listeners = new Map<keyof EngineEvents, Set<(event: never) => void>>();
  #ports: readonly PortInUse[] = [];
  #calls = 0;

  constructor(port: MessagePort, kind: EngineKind) {
    this.#port = port;
    this.kind = kind;
    this.#streams = new PortStreams({
      post: (message) => this.#post({ kind: "stream", message }),
      packError,
      unpackError: (packed) => unpackError(packed as PackedError),
    });
    port.onmessage = ({ data }: MessageEvent<ServerMessage>) => this.#receive(data);
    this.fs = {
      readFile: async (path) => this.#call<Uint8Array>({ verb: "readFile", path }),
      readText: async (path) => this.#call<string>({ verb: "readText", path }),
      writeFile: async (path, content) => this.#call<void>({ verb: "writeFile", path, content }),
      list: async (folder) => this.#call<readonly string[]>({ verb: "list", folder }),
      remove: async (path) => this.#call<void>({ verb: "remove", path }),
    };
  }

  mount(files: FileTree): Promise<void> {
    return this.#call<void>({ verb: "mount", files });
  }

  async spawn(command: string, args: readonly string[], options?: SpawnOptions): Promise<EngineProcess> {
    const started = await this.#call<{
      pid: number;
      output: ReadableStream<OutputChunk>;
      exit: Promise<ExitStatus>;
    }>({
      verb: "spawn",
      command,
      args,
      options,
    });
    return { ...started, kill: () => this.#call<void>({ verb: "kill", pid: started.pid }) };
  }

  on<K extends keyof EngineEvents>(event: K, listener: (event: EngineEvents[K]) => void): () => void {
    const subscription = (value: EngineEvents[K]) => listener(value);
    const present = this.#listeners.get(event) ?? new Set();
    if (!this.#listeners.has(event)) {
      this.#listeners.set(event, present);
      this.#post({ kind: "subscribe", event });
    }
    present.add(subscription);
    return () => present.delete(subscription);
  }

  listening(): readonly PortInUse[] {
    return this.#ports;
  }

  request(port: number, request: HttpRequest, options: RequestOptions = {}): Promise<HttpResponse> {
    const { signal, ...plainOptions } = options;
    const { body, ...head } = request;
    const stream = body instanceof ReadableStream ? this.#streams.send(body) : undefined;
    const abort = () => this.#post({ kind: "abort", call });
    const answered = this.#call<HttpResponse>(
      {
        verb: "request",
        port,
        head,
        body: body instanceof ReadableStream ? undefined : body,
        stream,
        options: plainOptions,
      },
      () => signal?.removeEventListener("abort", abort),
    );
    const call = this.#calls;
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort, { once: true });
    return answered;
  }

  setClock(clock: { readonly offsetMs: number }): Promise<void> {
    return this.#call<void>({ verb: "setClock", clock });
  }

  teardown(): Promise<void> {
    return this.#call<void>({ verb: "teardown" });
  }

  #call<Result>(what: EngineCall, over = () => {}): Promise<Result> {
    this.#calls += 1;
    const call = this.#calls;
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.set(call, { resolve: resolve as (value: unknown) => void, reject, over });
      this.#post({ kind: "call", call, what });
    });
  }

  #post(message: ClientMessage): void {
    this.#port.postMessage(message);
  }

  #receive(message: ServerMessage): void {
    switch (message.kind) {
      case "reply": {
        const waiting = this.#waiting.get(message.call);
        this.#waiting.delete(message.call);
        if ("error" in message) {
          waiting?.over();
          waiting?.reject(unpackError(message.error));
        } else waiting?.resolve(this.#unpack(message.reply, waiting.over));
        break;
      }
      case "exit":
        this.#exits.get(message.pid)?.(message.status);
        this.#exits.delete(message.pid);
        break;
      case "ports":
        this.#ports = message.ports;
        break;
      case "event":
        for (const listener of [...(this.#listeners.get(message.event) ?? [])])
          listener(message.value as never);
        break;
      case "stream":
        this.#streams.handle(message.message);
        break;
    }
  }

  #unpack(reply: EngineReply, over: () => void): unknown {
    if (reply.kind === "value") return reply.value;
    if (reply.kind === "response") {
      return { ...reply.head, body: this.#streams.receive<Uint8Array>(reply.body, over) };
    }
    const exit = new Promise<ExitStatus>((resolve) => this.#exits.set(reply.pid, resolve));
    return { pid: reply.pid, output: this.#streams.receive<OutputChunk>(reply.output), exit };
  }
}

type Result =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "process"; readonly process: EngineProcess }
  | { readonly kind: "response"; readonly response: HttpResponse };

/** Lets whoever has the other end of `port` use this engine, until the port is closed. */
export function serveEngine(engine: Engine, port: MessagePort): void {
  const post = (message: ServerMessage) => port.postMessage(message);
  const streams = new PortStreams({
    post: (message: StreamMessage) => post({ kind: "stream", message }),
    packError,
    unpackError: (packed) => unpackError(packed as PackedError),
  });
  const processes = new Map<number, EngineProcess>();
  /** Those that can still be broken off: not answered yet, or the answer's body is under way. */
  const requests = new Map<number, AbortController>();
  const tellPorts = () => post({ kind: "ports", ports: engine.listening() });
  engine.on("listening", tellPorts);
  engine.on("closed", tellPorts);
  tellPorts();

  const value = async (result: Promise<unknown>): Promise<Result> => ({ kind: "value", value: await result });
  const perform = async (call: number, what: EngineCall): Promise<Result> => {
    switch (what.verb) {
      case "mount":
        return value(engine.mount(what.files));
      case "readFile":
        return value(engine.fs.readFile(what.path));
      case "readText":
        return value(engine.fs.readText(what.path));
      case "writeFile":
        return value(engine.fs.writeFile(what.path, what.content));
      case "list":
        return value(engine.fs.list(what.folder));
      case "remove":
        return value(engine.fs.remove(what.path));
      case "setClock":
        return value(engine.setClock(what.clock));
      case "teardown":
        return value(engine.teardown());
      case "kill":
        return value(processes.get(what.pid)?.kill() ?? Promise.resolve());
      case "spawn":
        return { kind: "process", process: await engine.spawn(what.command, what.args, what.options) };
      case "request": {
        const controller = new AbortController();
        requests.set(call, controller);
        const body = what.stream === undefined ? what.body : streams.receive<Uint8Array>(what.stream);
        const request = body === undefined ? what.head : { ...what.head, body };
        const response = await engine.request(what.port, request, {
          ...what.options,
          signal: controller.signal,
        });
        return { kind: "response", response };
      }
    }
  };

  /** Streams and the exit are told of after the reply, without which the other side does not know them. */
  const reply = (call: number, result: Result) => {
    if (result.kind === "value") {
      post({ kind: "reply", call, reply: result });
    } else if (result.kind === "response") {
      const { body, ...head } = result.response;
      const stream = streams.send(body, () => requests.delete(call));
      post({ kind: "reply", call, reply: { kind: "response", head, body: stream } });
    } else {
      const { pid, output, exit } = result.process;
      processes.set(pid, result.process);
      post({ kind: "reply", call, reply: { kind: "process", pid, output: streams.send(output) } });
      void exit.then((status) => {
        processes.delete(pid);
        post({ kind: "exit", pid, status });
      });
    }
  };

  port.onmessage = ({ data }: MessageEvent<ClientMessage>) => {
    switch (data.kind) {
      case "call":
        perform(data.call, data.what)
          .then((result) => reply(data.call, result))
          // Also of a result that no port can carry: who asked must hear of it.
          .catch((error: unknown) => {
            requests.delete(data.call);
            post({ kind: "reply", call: data.call, error: packError(error) });
          });
        break;
      case "abort":
        requests.get(data.call)?.abort();
        break;
      case "subscribe":
        engine.on(data.event, (event) => post({ kind: "event", event: data.event, value: event }));
        break;
      case "stream":
        streams.handle(data.message);
        break;
    }
  };
}

function packError(error: unknown): PackedError {
  return error instanceof EngineError
    ? { code: error.code, message: error.message }
    : { code: undefined, message: error instanceof Error ? error.message : String(error) };
}

function unpackError({ code, message }: PackedError): Error {
  return code === undefined ? new Error(message) : new EngineError(code as EngineErrorCode, message);
}
