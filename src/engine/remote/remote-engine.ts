import type { HttpRequest, HttpResponse } from "../../web/http.ts";
import {
  type Engine,
  type EngineClock,
  EngineError,
  type EngineEvents,
  type EngineFiles,
  type EngineKind,
  type EngineProcess,
  type EngineShell,
  type ExitStatus,
  type FileTree,
  type OutputChunk,
  type PortInUse,
  REQUEST_TIMEOUT_MS,
  type RequestOptions,
  type SpawnOptions,
  type TerminalSize,
} from "../engine.ts";
import { EngineEventHub } from "../local/event-hub.ts";
import type { SharedFolder } from "../shared-folder.ts";
import { abortableBody } from "./abortable-body.ts";
import type { EngineVerbs } from "./engine-verbs.ts";
import type { Link } from "./link.ts";

/** How long the other side may take to shut itself down. */
const TEARDOWN_LIMIT_MS = 1_000;

export interface EngineConnection {
  readonly link: Link;
  /** Where the other side has a shell to offer. */
  openShell?(size: TerminalSize): Promise<EngineShell>;
  /** Where the other side's files are a folder that others use too. */
  readonly sharedFolder?: SharedFolder;
  /** Ends what the other side lives in, or gives up the share in it. Called once. */
  end(): void;
}

/** An engine on the other side of a link, which serves it by `engineHandlers`. */
export class RemoteEngine implements Engine {
  readonly kind: EngineKind;
  readonly fs: EngineFiles;
  readonly openShell?: (size: TerminalSize) => Promise<EngineShell>;
  readonly sharedFolder?: SharedFolder;
  readonly #connection: EngineConnection;
  readonly #events = new EngineEventHub();
  readonly #ports = new Map<number, PortInUse>();
  readonly #shells = new Set<EngineShell>();
  #tornDown: Promise<void> | undefined;
  #lost: string | undefined;

  constructor(kind: EngineKind, connection: EngineConnection) {
    this.kind = kind;
    this.#connection = connection;
    if (connection.sharedFolder !== undefined) this.sharedFolder = connection.sharedFolder;
    if (connection.openShell !== undefined) this.openShell = (size) => this.#openShell(size);
    const readFile = async (path: string) => (await this.#ask("readFile", { path })) as Uint8Array;
    this.fs = {
      readFile,
      readText: async (path) => new TextDecoder().decode(await readFile(path)),
      writeFile: async (path, content) => {
        await this.#ask("writeFile", { path, content });
      },
      list: async (folder) => (await this.#ask("list", { folder })) as readonly string[],
      remove: async (path) => {
        await this.#ask("remove", { path });
      },
    };
  }

  /** An event of the other side. */
  receive<K extends keyof EngineEvents>(name: K, value: EngineEvents[K]): void {
    if (name === "listening" && "port" in value) this.#ports.set(value.port, value);
    if (name === "closed" && "port" in value) this.#ports.delete(value.port);
    this.#events.emit(name, value);
  }

  /** The other side is gone by itself. Does nothing when it was torn down or is lost already. */
  lose(reason: string): void {
    if (this.#tornDown !== undefined || this.#lost !== undefined) return;
    this.#lost = reason;
    this.#events.emit("lost", { reason });
    this.#end();
  }

  async mount(files: FileTree): Promise<void> {
    await this.#ask("mount", { files });
  }

  async spawn(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<EngineProcess> {
    const started = await this.#ask("spawn", { command, args, env: options.env ?? {} });
    const { pid, output } = started as { pid: number; output: ReadableStream<OutputChunk> };
    const exit = this.#ask("exit", { pid }).then(
      (status) => status as ExitStatus,
      (): ExitStatus => ({ code: null, reason: "killed" }),
    );
    return {
      pid,
      output,
      exit,
      kill: async () => {
        await this.#ask("kill", { pid }).catch(() => {});
        await exit;
      },
    };
  }

  on<K extends keyof EngineEvents>(event: K, listener: (event: EngineEvents[K]) => void): () => void {
    return this.#events.on(event, listener);
  }

  listening(): readonly PortInUse[] {
    return [...this.#ports.values()].sort((a, b) => a.port - b.port);
  }

  async request(port: number, request: HttpRequest, options: RequestOptions = {}): Promise<HttpResponse> {
    const { signal, timeoutMs = REQUEST_TIMEOUT_MS, exchangeId } = options;
    const asked = { port, request, timeoutMs, exchangeId };
    const response = (await this.#ask("request", asked, signal)) as HttpResponse;
    return { ...response, body: abortableBody(response.body, signal) };
  }

  async setClock({ offsetMs }: EngineClock): Promise<void> {
    await this.#ask("setClock", { offsetMs });
  }

  teardown(): Promise<void> {
    this.#tornDown ??= this.#teardown();
    return this.#tornDown;
  }

  async #teardown(): Promise<void> {
    if (this.#lost !== undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    await Promise.race([
      this.#connection.link.call("teardown", {}).catch(() => {}),
      new Promise((resolve) => {
        timer = setTimeout(resolve, TEARDOWN_LIMIT_MS);
      }),
    ]);
    clearTimeout(timer);
    if (this.#lost === undefined) this.#end();
  }

  #end(): void {
    const { link, end } = this.#connection;
    for (const shell of this.#shells) shell.kill();
    link.close(this.#goneError());
    this.#events.clear();
    this.#ports.clear();
    end();
  }

  async #openShell(size: TerminalSize): Promise<EngineShell> {
    this.#refuseWhenGone();
    const shell = await this.#connection.openShell?.(size);
    if (shell === undefined) throw new EngineError("boot-failed", "This machine has no shell.");
    this.#shells.add(shell);
    void shell.exit.then(() => this.#shells.delete(shell));
    return shell;
  }

  #goneError(): EngineError {
    const reason = this.#lost ?? "This machine has been shut down.";
    return new EngineError("torn-down", `${reason} Boot another one.`);
  }

  #refuseWhenGone(): void {
    if (this.#tornDown !== undefined || this.#lost !== undefined) throw this.#goneError();
  }

  async #ask<Verb extends keyof EngineVerbs>(
    verb: Verb,
    value: EngineVerbs[Verb],
    signal?: AbortSignal,
  ): Promise<unknown> {
    this.#refuseWhenGone();
    return this.#connection.link.call(verb, value, signal);
  }
}
