import { saveBeforeReload } from "./before-reload.ts";
import { OFFLINE_CHANNEL, type OfflineNews, TAKE_OVER } from "./offline-messages.ts";
import { SERVICE_WORKER_PATH } from "./site-version.ts";

/** How the site's copy in this browser stands. */
export type OfflineState =
  /** Nothing is known yet. */
  | { readonly kind: "unknown" }
  /** This browser or this address cannot have one. */
  | { readonly kind: "none" }
  /** The reader wants data saved: they are asked. */
  | { readonly kind: "asks" }
  | { readonly kind: "making"; readonly percent: number }
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly reason: string };

export interface OfflineCopyOptions {
  /** `undefined` where the browser has none: over plain http, and in some private windows. */
  readonly workers: ServiceWorkerContainer | undefined;
  /** The reader's browser asks sites to use little data. */
  readonly savesData: boolean;
  readonly onState: (state: OfflineState) => void;
  /** There is a newer version than this page's. Called once. */
  readonly onNewVersion: () => void;
  readonly reload: () => void;
}

/** A page that stays open for days hears of a new version when one comes back to it. */
const LOOK_AGAIN_MS = 3_600_000;
/**
 * So long a worker that was told to take over is waited for; it takes a second. Chromium forgets one when a page asks the outgoing
 * worker for something in that moment. A reload reminds it, and is itself lost: so the page reloads again when it has taken over.
 */
const TAKE_OVER_MS = 5_000;
/** The copy answers at once: a page that is still here by then is not being answered. */
const RELOAD_AGAIN_MS = 10_000;

/** The page's side of the copy: has it made, says how it stands, and changes to a new version when the reader says so. */
export class OfflineCopy {
  readonly #options: OfflineCopyOptions;
  #registration: ServiceWorkerRegistration | undefined;
  #lookedAtMs = Date.now();
  #toldOfNew = false;
  #reason = "";

  constructor(options: OfflineCopyOptions) {
    this.#options = options;
  }

  /** Makes a copy unless there is one; asks first where data is dear. Never rejects. */
  async begin(): Promise<void> {
    const { workers, savesData, onState } = this.#options;
    if (workers === undefined) return onState({ kind: "none" });
    const known = await workers.getRegistration("/").catch(() => undefined);
    if (known === undefined && savesData) return onState({ kind: "asks" });
    await this.make();
  }

  /** Makes a copy: the reader has agreed. Never rejects. */
  async make(): Promise<void> {
    const { workers, onState } = this.#options;
    if (workers === undefined) return;
    // A first worker takes over pages that had none: that is no new version.
    let controlled = workers.controller !== null;
    this.#listenToNews();
    try {
      const registration = await workers.register(SERVICE_WORKER_PATH, { updateViaCache: "none" });
      this.#registration = registration;
      workers.addEventListener("controllerchange", () => {
        if (controlled) this.#tellOfNew();
        controlled = true;
      });
      registration.addEventListener("updatefound", () => this.#follow(registration.installing));
      if (registration.active !== null) onState({ kind: "ready" });
      if (registration.waiting !== null && controlled) this.#tellOfNew();
      this.#follow(registration.installing);
      document.addEventListener("visibilitychange", () => this.#lookAgain());
    } catch (error) {
      onState({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
    }
  }

  /**
   * Saves what the page holds and loads it anew, in the new version. Answers `false`, and does not, when something there
   * cannot be kept, unless the reader was told so: `anyway`.
   */
  async changeToNew({ anyway }: { readonly anyway: boolean }): Promise<boolean> {
    if (!(await saveBeforeReload()) && !anyway) return false;
    const { reload } = this.#options;
    const waiting = this.#registration?.waiting;
    if (waiting) {
      const takenOver = activated(waiting);
      waiting.postMessage(TAKE_OVER);
      const { promise: late, resolve } = Promise.withResolvers<"late">();
      setTimeout(() => resolve("late"), TAKE_OVER_MS);
      if ((await Promise.race([takenOver, late])) === "late") void takenOver.then(reload);
    }
    reload();
    setInterval(reload, RELOAD_AGAIN_MS);
    return true;
  }

  #follow(worker: ServiceWorker | null): void {
    if (worker === null) return;
    const { onState } = this.#options;
    worker.addEventListener("statechange", () => {
      const hasCopy = this.#registration?.active !== null && this.#registration?.active !== undefined;
      if (worker.state === "installed" && this.#registration?.active) this.#tellOfNew();
      if (worker.state === "activated") onState({ kind: "ready" });
      if (worker.state === "redundant" && !hasCopy) onState({ kind: "failed", reason: this.#reason });
    });
  }

  #listenToNews(): void {
    const channel = new BroadcastChannel(OFFLINE_CHANNEL);
    channel.onmessage = ({ data }: MessageEvent<OfflineNews>) => {
      if (data.kind === "failed") this.#reason = data.reason;
      // While a new version comes, the one that is there works.
      else if (!this.#registration?.active) {
        const percent = Math.floor((100 * data.doneBytes) / data.allBytes);
        this.#options.onState({ kind: "making", percent });
      }
    };
    addEventListener("pagehide", ({ persisted }) => {
      if (!persisted) channel.close();
    });
  }

  #lookAgain(): void {
    if (document.visibilityState !== "visible" || Date.now() - this.#lookedAtMs < LOOK_AGAIN_MS) return;
    this.#lookedAtMs = Date.now();
    // Without a network there is no new version either.
    this.#registration?.update().catch(() => undefined);
  }

  #tellOfNew(): void {
    if (this.#toldOfNew) return;
    this.#toldOfNew = true;
    this.#options.onNewVersion();
  }
}

/** Settles when the worker has taken over. */
function activated(worker: ServiceWorker): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  worker.addEventListener("statechange", () => {
    if (worker.state === "activated") resolve();
  });
  return promise;
}
