import type { HttpRequest, HttpResponse } from "../../web/http.ts";
import {
  type Engine,
  type EngineClock,
  EngineError,
  type EngineEvents,
  type EngineFiles,
  type EngineProcess,
  type FileTree,
  type PortInUse,
  PROCESS_LIMIT,
  REQUEST_TIMEOUT_MS,
  type RequestOptions,
  type SpawnOptions,
} from "../engine.ts";
import { type DownloadedAssets, messageOf } from "./assets-download.ts";
import { PROJECT, VolumeAuthority } from "./authority.ts";
import { startedProgram } from "./commands.ts";
import { DatabaseQueue } from "./database-queue.ts";
import { EventHub } from "./event-hub.ts";
import { framed } from "./framing.ts";
import type { WorkerHandle } from "./host-frame.ts";
import { concernsPrograms, type FileAhead } from "./loader/file-ahead.ts";
import { forward } from "./process-connect.ts";
import { type ProcessHost, ProcessLink } from "./process-link.ts";
import { SocketSwitch } from "./socket-switch.ts";
import { Watchdog } from "./watchdog.ts";
import type { Workers } from "./workers.ts";

const NODE_PATH = "/usr/local/bin/node";

/** The engine's verbs over workers in a host frame. */
export class InpageMachine implements Engine {
  readonly kind = "inpage";
  readonly fs: EngineFiles;
  readonly #assets: DownloadedAssets;
  readonly #workers: Workers;
  readonly #volume: VolumeAuthority;
  readonly #events = new EventHub<EngineEvents>();
  readonly #watchdog: Watchdog;
  readonly #processes = new Map<number, ProcessLink>();
  readonly #ports = new Map<number, ProcessLink>();
  /** Those of the ports that carry bytes. */
  readonly #bytePorts = new Set<number>();
  readonly #sockets = new SocketSwitch((port) =>
    this.#bytePorts.has(port) || !this.#ports.has(port) ? this.#ports.get(port) : "http",
  );
  readonly #databases = new DatabaseQueue();
  readonly #leave = new Map<ProcessLink, () => void>();
  #offsetMs = 0;
  #starting = 0;
  #tornDown = false;

  constructor(assets: DownloadedAssets, workers: Workers) {
    this.#assets = assets;
    this.#workers = workers;
    this.#volume = new VolumeAuthority((paths) => {
      this.#events.emit("files", { paths });
      this.#workers.showSources(this.#sourcesAt(paths.map((path) => `${PROJECT}/${path}`)));
    });
    this.#workers.knowSources(() => this.#sourcesAt(this.#volume.projectFiles()));
    this.#watchdog = new Watchdog(this.#processes, this.#events);
    this.fs = guardedFiles(this.#volume, () => this.#refuseWhenTornDown());
  }

  async mount(files: FileTree): Promise<void> {
    this.#refuseWhenTornDown();
    this.#volume.mount(files);
  }

  async spawn(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<EngineProcess> {
    this.#refuseWhenTornDown();
    const { entry, args: rest, bundle } = startedProgram(command, args);
    if (this.#processes.size + this.#starting >= PROCESS_LIMIT) {
      throw new EngineError("too-many-processes", `${PROCESS_LIMIT} processes run already. Stop one first.`);
    }
    this.#starting += 1;
    const worker: WorkerHandle = await this.#workers
      .take((message) => this.#processes.get(worker.pid)?.crash(message))
      .finally(() => {
        this.#starting -= 1;
      });
    this.#refuseWhenTornDown();
    const start = {
      argv: [NODE_PATH, entry.startsWith("/") ? entry : `${PROJECT}/${entry.replace(/^\.\//, "")}`, ...rest],
      bundle,
      env: options.env ?? {},
      clockOffsetMs: this.#offsetMs,
      files: this.#volume.snapshot(),
      takenPorts: [...this.#ports.keys()],
      pids: [...this.#processes.keys()],
    };
    const link = new ProcessLink(worker, start, this.#host);
    const { pid } = link;
    link.onResponsive = () => this.#events.emit("responsive", { pid });
    this.#processes.set(pid, link);
    this.#tellOthers();
    this.#leave.set(link, this.#volume.join(link.post));
    this.#watchdog.start();
    return link;
  }

  on<K extends keyof EngineEvents>(event: K, listener: (event: EngineEvents[K]) => void): () => void {
    return this.#events.on(event, listener);
  }

  listening(): readonly PortInUse[] {
    return [...this.#ports].map(([port, { pid }]) => ({ port, pid })).sort((a, b) => a.port - b.port);
  }

  async request(port: number, request: HttpRequest, options: RequestOptions = {}): Promise<HttpResponse> {
    this.#refuseWhenTornDown();
    const link = this.#ports.get(port);
    if (link === undefined && options.signal?.aborted !== true) {
      throw new EngineError("connection-refused", `Nothing listens on port ${port}. Is the program running?`);
    }
    if (link === undefined) throw new EngineError("aborted", "The request was aborted.");
    const { method, target, headers, body } = framed(request);
    const answer = await link.client.request({
      ...{ port, method, target, headers, body: body ?? null },
      exchangeId: options.exchangeId,
      signal: options.signal,
      timeoutMs: options.timeoutMs ?? REQUEST_TIMEOUT_MS,
    });
    // Data and a stream alone, for it may go through a port: a page has no use for trailers.
    return {
      status: answer.status,
      statusText: answer.statusText,
      headers: answer.headers,
      body: answer.body,
    };
  }

  async setClock({ offsetMs }: EngineClock): Promise<void> {
    this.#refuseWhenTornDown();
    this.#offsetMs = offsetMs;
    for (const link of this.#processes.values()) link.post({ kind: "clock", offsetMs });
  }

  async teardown(): Promise<void> {
    if (this.#tornDown) return;
    this.#tornDown = true;
    const links = [...this.#processes.values()];
    await Promise.all(links.map((link) => link.kill()));
    this.#watchdog.stop();
    this.#workers.dispose();
    this.#events.clear();
  }

  #refuseWhenTornDown(): void {
    if (this.#tornDown)
      throw new EngineError("torn-down", "This engine has been torn down. Boot another one.");
  }

  #sourcesAt(paths: readonly string[]): FileAhead[] {
    return paths.filter(concernsPrograms).map((path) => [path, this.#volume.bytesAt(path) ?? null]);
  }

  readonly #host: ProcessHost = {
    listen: (link, port, carries) => {
      if (this.#ports.has(port)) return link.post({ kind: "port-refused", port });
      this.#ports.set(port, link);
      if (carries === "bytes") this.#bytePorts.add(port);
      this.#tellOthers();
      this.#workers.prepare();
      this.#events.emit("listening", { port, pid: link.pid });
    },
    close: (link, port) => this.#free(link, port),
    connect: (link, request) => forward(link, request, this.#ports.get(request.port)),
    socket: (link, message) => this.#sockets.receive(link, message),
    databases: (link, is) => {
      if (is === "asked") this.#databases.ask(link);
      else this.#databases.giveBack(link);
    },
    volume: (link, request) => this.#volume.receive(request, link.post),
    package: (link, name) => {
      this.#assets.loadPackage(name).then(
        (text) => link.post({ kind: "package", name, text }),
        (error: unknown) => link.post({ kind: "package", name, text: messageOf(error) }),
      );
    },
    diagnose: (link, { channel, exchangeId, message }) =>
      this.#events.emit("diagnostic", { pid: link.pid, channel, exchangeId, message }),
    ended: (link) => {
      this.#leave.get(link)?.();
      this.#leave.delete(link);
      this.#sockets.leave(link);
      this.#databases.leave(link);
      this.#processes.delete(link.pid);
      this.#tellOthers();
      for (const [port, owner] of this.#ports) {
        if (owner === link) this.#free(link, port);
      }
      if (this.#processes.size === 0) this.#watchdog.stop();
      if (!this.#tornDown) this.#workers.prepare();
    },
  };

  #free(link: ProcessLink, port: number): void {
    if (this.#ports.get(port) !== link) return;
    this.#ports.delete(port);
    this.#bytePorts.delete(port);
    this.#tellOthers();
    this.#events.emit("closed", { port, pid: link.pid });
  }

  #tellOthers(): void {
    const pids = [...this.#processes.keys()];
    for (const link of this.#processes.values()) {
      const others = [...this.#ports].filter(([, owner]) => owner !== link);
      link.post({ kind: "others", pids, takenPorts: others.map(([port]) => port) });
    }
  }
}

function guardedFiles(files: EngineFiles, check: () => void): EngineFiles {
  return {
    async readFile(path) {
      check();
      return files.readFile(path);
    },
    async readText(path) {
      check();
      return files.readText(path);
    },
    async writeFile(path, content) {
      check();
      return files.writeFile(path, content);
    },
    async list(folder) {
      check();
      return files.list(folder);
    },
    async remove(path) {
      check();
      return files.remove(path);
    },
  };
}
