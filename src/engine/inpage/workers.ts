import { EngineError } from "../engine.ts";
import type { DownloadedAssets } from "./assets-download.ts";
import { HostFrame, type WorkerHandle } from "./host-frame.ts";
import type { FileAhead } from "./loader/file-ahead.ts";
import type { FromProcess, ToProcess } from "./process-messages.ts";

/** When no program has begun to listen by then, a spare is made all the same. */
const SPARE_DELAY_MS = 400;

const FIRST_PID = 100;

/** A worker that takes a `start` message next. */
interface PreparedWorker {
  readonly worker: WorkerHandle;
  onCrash(message: string): void;
}

/** Workers for processes: one spare is made ready ahead, so that a program starts at once. */
export class Workers {
  readonly #assets: DownloadedAssets;
  #frame: HostFrame;
  #spare: PreparedWorker | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sources: () => readonly FileAhead[] = () => [];
  #nextPid = FIRST_PID;
  #disposed = false;

  constructor(assets: DownloadedAssets, frame: HostFrame) {
    this.#assets = assets;
    this.#frame = frame;
  }

  /** Settles when the first spare is ready. Rejects with `EngineError` "boot-failed" or "aborted". */
  warmUp(signal: AbortSignal | undefined): Promise<void> {
    const spare = this.#make(this.#frame);
    this.#spare = spare;
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(new EngineError("aborted", "The boot was aborted."));
      if (signal?.aborted === true) return onAbort();
      signal?.addEventListener("abort", onAbort, { once: true });
      spare.onCrash = (message) =>
        reject(new EngineError("boot-failed", `The engine's script cannot run in this browser: ${message}`));
      spare.worker.port.onmessage = ({ data }: MessageEvent<FromProcess>) => {
        if (data.kind !== "ready") return;
        signal?.removeEventListener("abort", onAbort);
        resolve();
      };
    });
  }

  /** Spares are shown these, and what {@link showSources} tells afterwards. */
  knowSources(sources: () => readonly FileAhead[]): void {
    this.#sources = sources;
  }

  /** Sources that have changed. */
  showSources(files: readonly FileAhead[]): void {
    if (files.length === 0 || this.#spare === undefined || this.#frame.removed) return;
    send(this.#spare.worker, { kind: "ahead", files });
  }

  /** Makes a spare unless there is one. */
  prepare(): void {
    clearTimeout(this.#timer);
    if (this.#spare !== undefined || this.#disposed || this.#frame.removed) return;
    this.#spare = this.#make(this.#frame);
  }

  /** `onCrash`: its script could not run. Rejects with "boot-failed" when the frame had crashed and does not come up. */
  async take(onCrash: (message: string) => void): Promise<WorkerHandle> {
    if (this.#frame.removed) {
      this.#spare = undefined;
      this.#frame = await HostFrame.open(this.#assets.hostUrl, this.#assets.workerScript, undefined);
      if (this.#disposed) this.#frame.remove();
    }
    const taken = this.#spare ?? this.#make(this.#frame);
    this.#spare = undefined;
    taken.onCrash = onCrash;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.prepare(), SPARE_DELAY_MS);
    return taken.worker;
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#frame.remove();
  }

  #make(frame: HostFrame): PreparedWorker {
    const pid = this.#nextPid;
    this.#nextPid += 1;
    const made: PreparedWorker = {
      worker: frame.startWorker(pid, (message) => made.onCrash(message)),
      onCrash: () => undefined,
    };
    const { eagerPackages: packages, packageNames: names } = this.#assets;
    send(made.worker, { kind: "prepare", pid, packages, names });
    const files = this.#sources();
    if (files.length > 0) send(made.worker, { kind: "ahead", files });
    return made;
  }
}

function send({ port }: WorkerHandle, message: ToProcess): void {
  port.postMessage(message);
}
