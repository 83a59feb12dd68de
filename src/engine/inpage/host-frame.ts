import { opaqueFrame } from "../../frames/opaque-frame.ts";
import { EngineError } from "../engine.ts";
import type { FromHost, ToHost } from "./process-messages.ts";

const BOOT_TIMEOUT_MS = 60_000;
/** A frame that ends no worker in this time has itself crashed. */
const STOP_TIMEOUT_MS = 5_000;

export interface WorkerHandle {
  /** That of its process. */
  readonly pid: number;
  readonly port: MessagePort;
  /** Ends the worker, whatever it does. `false`: the frame did not answer, so it has been removed with all in it. */
  stop(): Promise<boolean>;
}

/** The hidden frame of an opaque origin in which the workers of one machine live. */
export class HostFrame {
  readonly #frame: HTMLIFrameElement;
  readonly #port: MessagePort;
  readonly #stopping = new Map<number, () => void>();
  /** Our ends. An open one that the dead worker had the other end of is never collected. */
  readonly #workerPorts = new Set<MessagePort>();
  readonly #onCrash = new Map<number, (message: string) => void>();
  #next = 1;
  #removed = false;

  private constructor(frame: HTMLIFrameElement, port: MessagePort) {
    this.#frame = frame;
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<FromHost>) => {
      if (data.kind === "stopped") this.#stopping.get(data.worker)?.();
      else this.#onCrash.get(data.worker)?.(data.message);
    };
  }

  /** Rejects with `EngineError`: "boot-failed" when the page does not come up, "aborted". */
  static open(hostUrl: string, workerScript: string, signal: AbortSignal | undefined): Promise<HostFrame> {
    const frame = opaqueFrame(hostUrl, ["allow-scripts"]);
    frame.hidden = true;
    frame.title = "Keepsake's engine";
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        removeEventListener("message", onMessage);
        signal?.removeEventListener("abort", onAbort);
      };
      const giveUp = (error: EngineError) => {
        settle();
        frame.remove();
        reject(error);
      };
      const onAbort = () => giveUp(new EngineError("aborted", "The boot was aborted."));
      const onMessage = ({ source, data }: MessageEvent<unknown>) => {
        if (source === null || source !== frame.contentWindow) return;
        if (data === "keepsake-host-exposed") {
          return giveUp(
            new EngineError(
              "boot-failed",
              `The engine's frame ${hostUrl} has the origin of this page, so it runs nothing. Load the page again with Shift held.`,
            ),
          );
        }
        if (data !== "keepsake-host") return;
        settle();
        const channel = new MessageChannel();
        frame.contentWindow?.postMessage(workerScript, "*", [channel.port2]);
        resolve(new HostFrame(frame, channel.port1));
      };
      const timer = setTimeout(
        () =>
          giveUp(
            new EngineError(
              "boot-failed",
              `The engine's frame ${hostUrl} did not start. Does the page's Content-Security-Policy allow it (frame-src)?`,
            ),
          ),
        BOOT_TIMEOUT_MS,
      );
      addEventListener("message", onMessage);
      if (signal?.aborted === true) return onAbort();
      signal?.addEventListener("abort", onAbort);
      document.body.append(frame);
    });
  }

  get removed(): boolean {
    return this.#removed;
  }

  /** `onCrash`: the worker's script could not run. */
  startWorker(pid: number, onCrash: (message: string) => void): WorkerHandle {
    const worker = this.#next;
    this.#next += 1;
    const channel = new MessageChannel();
    this.#onCrash.set(worker, onCrash);
    this.#workerPorts.add(channel.port1);
    this.#send({ kind: "start", worker }, [channel.port2]);
    return { pid, port: channel.port1, stop: () => this.#stop(worker, channel.port1) };
  }

  remove(): void {
    this.#removed = true;
    this.#port.close();
    for (const port of this.#workerPorts) port.close();
    this.#workerPorts.clear();
    this.#frame.remove();
    for (const done of this.#stopping.values()) done();
  }

  #stop(worker: number, port: MessagePort): Promise<boolean> {
    port.close();
    this.#workerPorts.delete(port);
    this.#onCrash.delete(worker);
    if (this.#removed) return Promise.resolve(false);
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#stopping.delete(worker);
        resolve(!this.#removed);
      };
      const timer = setTimeout(() => this.remove(), STOP_TIMEOUT_MS);
      this.#stopping.set(worker, done);
      this.#send({ kind: "stop", worker }, []);
    });
  }

  #send(message: ToHost, transfer: Transferable[]): void {
    this.#port.postMessage(message, transfer);
  }
}
