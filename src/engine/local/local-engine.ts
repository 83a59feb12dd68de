import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
  type RequestOptions,
  type SpawnOptions,
} from "../engine.ts";
import type { Cell } from "./cell.ts";
import { type Confinement, confinedTerms, holdToLimits } from "./confinement.ts";
import { EngineEventHub } from "./event-hub.ts";
import { type ExchangeTarget, exchange, refused } from "./local-exchange.ts";
import { LocalFiles } from "./local-files.ts";
import { LocalPorts } from "./local-ports.ts";
import { LocalProcess } from "./local-process.ts";
import {
  type LinkPackages,
  linkOwnPackages,
  type MachineFolders,
  temporaryFolders,
} from "./machine-folders.ts";
import type { ProcessKeeper } from "./process-keeper.ts";
import { usageOfTree } from "./process-limits.ts";
import type { FromProcess } from "./process-messages.ts";
import { STORE_COMMANDS, storeCommandArgs } from "./store-commands.ts";
import { Watchdog } from "./watchdog.ts";

export interface LocalEngineOptions {
  /** Of each process, in MiB. Default 512. */
  readonly memoryLimitMb?: number;
  /** URL of the script that is loaded into each process ahead of the program. Default: the one of this folder. */
  readonly preload?: string;
  /** Fills the `node_modules` folder that programs import from. Default: this repository's own packages. */
  readonly linkPackages?: LinkPackages;
  /** Where the machine lives. Default: temporary folders, which go with it. */
  readonly folders?: MachineFolders;
  /** Holds programs to their folder and to limits. Absent: they may do what this process may. */
  readonly confinement?: Confinement;
  /** Ends programs and removes folders when this process is gone. Default: that of the confinement. */
  readonly keeper?: ProcessKeeper;
  /** Where programs run that nobody trusts. Absent: beside this process. */
  readonly cell?: Cell;
}

/** An engine of this machine; one may also look at its files where they are. */
export interface LocalMachine extends Engine {
  /** Absolute path of the file tree. */
  readonly folder: string;
}

/** Boots an engine whose programs run in real Node, in a folder of their own. For Node only. */
export async function bootLocalEngine({
  memoryLimitMb = 512,
  preload = new URL("preload.ts", import.meta.url).href,
  linkPackages = linkOwnPackages,
  folders,
  confinement,
  keeper = confinement?.keeper,
  cell,
}: LocalEngineOptions = {}): Promise<LocalMachine> {
  return new LocalEngine(folders ?? (await temporaryFolders(linkPackages, COMPILE_CACHE)), {
    memoryLimitMb,
    preload,
    confinement,
    keeper,
    cell,
  });
}

interface ProcessOptions {
  readonly memoryLimitMb: number;
  readonly preload: string;
  readonly confinement: Confinement | undefined;
  readonly keeper: ProcessKeeper | undefined;
  readonly cell: Cell | undefined;
}

class LocalEngine implements LocalMachine {
  readonly kind = "local";
  readonly folder: string;
  readonly #folders: MachineFolders;
  readonly #disk: LocalFiles;
  readonly #processOptions: ProcessOptions;
  readonly #exchangeHeader = `x-keepsake-${randomUUID()}`;
  readonly #processes = new Map<number, LocalProcess>();
  readonly #holds = new Map<number, ReturnType<typeof holdToLimits>>();
  readonly #events = new EngineEventHub();
  readonly #ports = new LocalPorts(this.#events);
  readonly #watchdog = new Watchdog(this.#events);
  readonly #clockWaiters = new Map<number, () => void>();
  #starting = 0;
  #offsetMs = 0;
  #clockMoves = 0;
  #stopWatching: (() => void) | undefined;
  #tornDown: Promise<void> | undefined;

  constructor(folders: MachineFolders, processOptions: ProcessOptions) {
    this.#disk = new LocalFiles(folders.project, folders.scratch);
    const files = processOptions.cell?.files ?? this.#disk;
    this.#folders = folders;
    this.folder = folders.project;
    this.#processOptions = processOptions;
    const { temporary } = folders;
    if (temporary !== undefined) removeAtExit.add(temporary);
    if (temporary !== undefined) processOptions.keeper?.keepFolder(temporary);
    this.#mount = (tree) => files.mount(tree);
    this.fs = {
      readFile: async (path) => this.#alive(() => files.readFile(path)),
      readText: async (path) => this.#alive(() => files.readText(path)),
      writeFile: async (path, content) => this.#alive(() => files.writeFile(path, content)),
      list: async (folder) => this.#alive(() => files.list(folder)),
      remove: async (path) => this.#alive(() => files.remove(path)),
    };
  }

  readonly fs: EngineFiles;
  readonly #mount: (files: FileTree) => Promise<void>;

  async mount(files: FileTree): Promise<void> {
    await this.#alive(() => this.#mount(files));
  }

  async spawn(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<EngineProcess> {
    return this.#alive(async () => {
      const nodeArgs = this.#nodeArgs(command, args);
      if (this.#processes.size + this.#starting >= PROCESS_LIMIT) {
        throw new EngineError(
          "too-many-processes",
          `${PROCESS_LIMIT} programs run already, which is the limit. Stop one first.`,
        );
      }
      this.#starting += 1;
      try {
        return await this.#start(nodeArgs, options.env ?? {});
      } finally {
        this.#starting -= 1;
      }
    });
  }

  on<K extends keyof EngineEvents>(event: K, listener: (event: EngineEvents[K]) => void): () => void {
    if (event === "files" && this.#tornDown === undefined) {
      this.#stopWatching ??= this.#disk.watch((paths) => this.#events.emit("files", { paths }));
    }
    return this.#events.on(event, listener);
  }

  listening(): readonly PortInUse[] {
    return this.#ports.listening();
  }

  async request(port: number, request: HttpRequest, options: RequestOptions = {}): Promise<HttpResponse> {
    return this.#alive(() => {
      const realPort = this.#ports.table()[port];
      if (realPort === undefined) throw refused(port);
      const server = { port, exchangeHeader: this.#exchangeHeader, ...this.#wayTo(port, realPort) };
      return exchange(server, request, options).catch((error: unknown) => {
        // It was under way when the machine was shut down, whether the server had seen it or not.
        const isCutShort = error instanceof EngineError && error.code === "connection-refused";
        throw isCutShort && this.#tornDown !== undefined ? cutShort(port) : error;
      });
    });
  }

  async setClock({ offsetMs }: EngineClock): Promise<void> {
    await this.#alive(async () => {
      this.#offsetMs = offsetMs;
      await Promise.all([...this.#processes.values()].map((running) => this.#moveClock(running)));
    });
  }

  teardown(): Promise<void> {
    this.#tornDown ??= this.#teardown();
    return this.#tornDown;
  }

  async #teardown(): Promise<void> {
    this.#stopWatching?.();
    await Promise.all([...this.#processes.values()].map((running) => running.kill()));
    this.#watchdog.stop();
    this.#events.clear();
    const { temporary } = this.#folders;
    if (temporary === undefined) return;
    await rm(temporary, { recursive: true, force: true, maxRetries: 3 });
    removeAtExit.delete(temporary);
    this.#processOptions.keeper?.forgetFolder(temporary);
  }

  #wayTo(port: number, realPort: number): Pick<ExchangeTarget, "address" | "responseLimitBytes"> {
    const { cell } = this.#processOptions;
    if (cell === undefined) return { address: { host: "127.0.0.1", port: realPort } };
    return {
      address: { socketPath: join(cell.sockets, String(port)) },
      responseLimitBytes: cell.limits.responseBytes,
    };
  }

  #nodeArgs(command: string, args: readonly string[]): readonly string[] {
    if (command === "node") return args;
    // Confined programs may read their own folder only, where no store's server is.
    const isConfined = this.#processOptions.confinement !== undefined;
    const storeArgs = isConfined ? undefined : storeCommandArgs(command, args);
    if (storeArgs !== undefined) return storeArgs;
    const known = isConfined ? ["node"] : ["node", ...STORE_COMMANDS];
    throw new EngineError(
      "unknown-command",
      `${command}: command not found. This machine knows: ${known.join(", ")}.`,
    );
  }

  async #start(args: readonly string[], env: Readonly<Record<string, string>>): Promise<EngineProcess> {
    const early: FromProcess[] = [];
    let receive = (message: FromProcess) => {
      early.push(message);
    };
    const { confinement, keeper, cell, memoryLimitMb, preload } = this.#processOptions;
    const terms =
      confinement === undefined
        ? { flags: [], env, confined: undefined }
        : await confinedTerms(confinement, this.#folders, args, env);
    const started = await LocalProcess.start({
      args,
      cwd: this.#folders.project,
      env: terms.env,
      memoryLimitMb,
      preload,
      flags: terms.flags,
      setup: {
        offsetMs: this.#offsetMs,
        ports: this.#ports.table(),
        exchangeHeader: this.#exchangeHeader,
        compileCache: this.#folders.compileCache,
        confined: terms.confined,
        sockets: cell?.sockets,
        hosted: cell?.hosted ?? {},
      },
      cell,
      onStart: (pid) => keeper?.keep(pid),
      onMessage: (message) => receive(message),
    });
    this.#processes.set(started.pid, started);
    const limits = cell?.limits ?? confinement?.limits;
    if (limits !== undefined) {
      const { pid } = started;
      const endFor = (reason: string) => started.endFor(reason);
      const inCell = cell === undefined ? {} : { usage: usageOfTree, over: () => cell.over() };
      this.#holds.set(pid, holdToLimits(limits, { pid, endFor, ...inCell }));
    }
    receive = (message) => this.#receive(started, message);
    for (const message of early) receive(message);
    const ended = started.exit.then((status) => {
      this.#processes.delete(started.pid);
      this.#holds.delete(started.pid);
      keeper?.forget(started.pid);
      this.#watchdog.forget(started.pid);
      this.#ports.releaseAll(started.pid);
      this.#tellPorts();
      return status;
    });
    if (this.#tornDown !== undefined) {
      await started.kill();
      throw tornDown();
    }
    return {
      pid: started.pid,
      output: started.output,
      exit: ended,
      kill: async () => {
        await started.kill();
        await ended;
      },
    };
  }

  #receive(from: LocalProcess, message: FromProcess): void {
    switch (message.kind) {
      case "ready":
        this.#watchdog.watch(from.pid, () => from.send({ kind: "ping" }), this.#holds.get(from.pid)?.onRound);
        from.send({ kind: "ports", ports: this.#ports.table() });
        break;
      case "pong":
        this.#watchdog.heard(from.pid);
        this.#holds.get(from.pid)?.onPong(message);
        break;
      case "claim-port": {
        const isHosted = Object.hasOwn(this.#processOptions.cell?.hosted ?? {}, message.port);
        const port = isHosted ? undefined : this.#ports.claim(message.port, from.pid);
        from.send(
          port === undefined
            ? { kind: "port-in-use", claim: message.claim }
            : { kind: "port-granted", claim: message.claim, port },
        );
        break;
      }
      case "listening":
        this.#ports.opened(message.port, message.realPort);
        this.#tellPorts();
        break;
      case "closed":
        this.#ports.release(message.port);
        this.#tellPorts();
        break;
      case "clock-moved":
        this.#clockWaiters.get(message.acknowledge)?.();
        break;
      case "diagnostic": {
        const { channel, exchangeId, message: content } = message;
        this.#events.emit("diagnostic", { pid: from.pid, channel, exchangeId, message: content });
        break;
      }
    }
  }

  #tellPorts(): void {
    const ports = this.#ports.table();
    for (const running of this.#processes.values()) running.send({ kind: "ports", ports });
  }

  /** Settles when the process has it. One that answers nothing gets it when it answers again. */
  async #moveClock(running: LocalProcess): Promise<void> {
    this.#clockMoves += 1;
    const acknowledge = this.#clockMoves;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      new Promise<void>((resolve) => {
        this.#clockWaiters.set(acknowledge, resolve);
        running.send({ kind: "clock", offsetMs: this.#offsetMs, acknowledge });
      }),
      running.exit,
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, CLOCK_LIMIT_MS);
      }),
    ]);
    clearTimeout(timer);
    this.#clockWaiters.delete(acknowledge);
  }

  async #alive<Result>(act: () => Result | Promise<Result>): Promise<Result> {
    if (this.#tornDown !== undefined) throw tornDown();
    return act();
  }
}

/** Folders of machines that were not torn down when this process ends. */
const removeAtExit = new Set<string>();
process.once("exit", () => {
  for (const folder of removeAtExit) rmSync(folder, { recursive: true, force: true });
});

const CLOCK_LIMIT_MS = 1_000;
const COMPILE_CACHE = join(tmpdir(), "keepsake-compile-cache");

function cutShort(port: number): EngineError {
  return new EngineError("connection-reset", `The machine was shut down while port ${port} was being asked.`);
}

function tornDown(): EngineError {
  return new EngineError("torn-down", "This machine has been shut down. Boot another one.");
}
