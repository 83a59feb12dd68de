import type { EngineProcess, ExitStatus, OutputChunk } from "../engine.ts";
import { ExchangeClient } from "./exchange-client.ts";
import { ExchangeServer } from "./exchange-server.ts";
import type { WorkerHandle } from "./host-frame.ts";
import { Pipes } from "./pipes.ts";
import type { FromProcess, StartProcess, ToProcess } from "./process-messages.ts";
import type { VolumeRequest } from "./volume-messages.ts";
import type { Post, SocketMessage, WireRequest } from "./wire.ts";

/** What the machine does for its processes. */
export interface ProcessHost {
  listen(link: ProcessLink, port: number, carries: "exchanges" | "bytes"): void;
  close(link: ProcessLink, port: number): void;
  /** A request of the process to a port of the machine. */
  connect(link: ProcessLink, request: WireRequest): void;
  /** A connection of the process, to be made or under way. */
  socket(link: ProcessLink, message: SocketMessage): void;
  databases(link: ProcessLink, is: "asked" | "given-back"): void;
  volume(link: ProcessLink, request: VolumeRequest): void;
  package(link: ProcessLink, name: string): void;
  diagnose(link: ProcessLink, message: Extract<FromProcess, { kind: "diagnose" }>): void;
  /** It has ended and does not talk any more; its worker is being ended. */
  ended(link: ProcessLink): void;
}

/** One process, seen from the page. */
export class ProcessLink implements EngineProcess {
  readonly pid: number;
  readonly output: ReadableStream<OutputChunk>;
  readonly exit: Promise<ExitStatus>;
  /** Requests to its servers. */
  readonly client: ExchangeClient;
  /** Requests of its own. */
  readonly server: ExchangeServer;
  readonly post: Post<ToProcess>;
  readonly #worker: WorkerHandle;
  readonly #host: ProcessHost;
  readonly #pipes: Pipes;
  readonly #exited = Promise.withResolvers<ExitStatus>();
  #outputController: ReadableStreamDefaultController<OutputChunk> | undefined;
  #ended = false;
  /** When a ping was sent that has not come back. */
  #pingSentMs: number | undefined;
  #reportedMs = 0;

  constructor(worker: WorkerHandle, start: StartProcess, host: ProcessHost) {
    this.pid = worker.pid;
    this.#worker = worker;
    this.#host = host;
    this.exit = this.#exited.promise;
    this.post = (message, transfer = []) => {
      if (!this.#ended) worker.port.postMessage(message, transfer);
    };
    this.output = new ReadableStream<OutputChunk>({
      start: (controller) => {
        this.#outputController = controller;
      },
      cancel: () => {
        this.#outputController = undefined;
      },
    });
    this.#pipes = new Pipes(this.post);
    this.client = new ExchangeClient(this.post, this.#pipes);
    this.server = new ExchangeServer(this.post, this.#pipes);
    worker.port.onmessage = ({ data }: MessageEvent<FromProcess>) => this.#receive(data);
    this.post({ kind: "start", start });
  }

  kill(): Promise<void> {
    this.end({ code: null, reason: "killed" });
    return this.exit.then(() => undefined);
  }

  /** The worker's script failed to start. */
  crash(message: string): void {
    this.#outputController?.enqueue({ stream: "stderr", text: `The process could not run: ${message}\n` });
    this.end({ code: 1, reason: "exited" });
  }

  /** Ends it; the second call does nothing. */
  end(status: ExitStatus): void {
    if (this.#ended) return;
    this.#ended = true;
    const reset = `The process ended${status.code === null ? "" : ` with code ${status.code}`} before the response was complete.`;
    this.client.failAll("connection-reset", reset);
    this.#pipes.breakAll("connection-reset", reset);
    this.server.abortAll();
    this.#host.ended(this);
    this.#worker.stop().then(() => {
      this.#outputController?.close();
      this.#exited.resolve(status);
    });
  }

  /** Asks whether it answers; returns for how long it has not. */
  ping(nowMs: number): number {
    if (this.#pingSentMs !== undefined) return nowMs - this.#pingSentMs;
    this.#pingSentMs = nowMs;
    this.post({ kind: "ping" });
    return 0;
  }

  /** The page itself was away: what it measured says nothing about the process. */
  forgive(nowMs: number): void {
    if (this.#pingSentMs !== undefined) this.#pingSentMs = nowMs;
  }

  /** Whether it is known to be unresponsive, and since when that was last said. */
  get reportedMs(): number {
    return this.#reportedMs;
  }

  reported(nowMs: number): void {
    this.#reportedMs = nowMs;
  }

  /** Called when it answers again after it was reported. */
  onResponsive: () => void = () => undefined;

  #receive(message: FromProcess): void {
    switch (message.kind) {
      case "pong":
        this.#pingSentMs = undefined;
        if (this.#reportedMs > 0) this.onResponsive();
        this.#reportedMs = 0;
        return;
      case "output":
        this.#outputController?.enqueue({ stream: message.stream, text: message.text });
        return;
      case "exit":
        this.end({ code: message.code, reason: "exited" });
        return;
      case "listen":
        this.#host.listen(this, message.port, message.carries);
        return;
      case "close":
        this.#host.close(this, message.port);
        return;
      case "package":
        this.#host.package(this, message.name);
        return;
      case "diagnose":
        this.#host.diagnose(this, message);
        return;
      case "volume":
        this.#host.volume(this, message);
        return;
      case "databases":
        this.#host.databases(this, message.is);
        return;
      case "dial":
      case "incoming":
      case "socket":
        this.#host.socket(this, message);
        return;
      case "request":
        this.#host.connect(this, message);
        return;
      case "respond":
      case "inform":
      case "fail":
        this.client.receive(message);
        return;
      case "abort":
        this.server.receiveAbort(message.id);
        return;
      case "chunk":
      case "end":
      case "break":
      case "taken":
      case "cancel":
        this.#pipes.receive(message);
        return;
    }
  }
}
