import type { EngineEventHub } from "./event-hub.ts";

const PING_EVERY_MS = 250;
/** Silence shorter than this is ordinary work (a password hash, a slow machine). */
const PATIENCE_MS = 1_000;

interface Watched {
  readonly ping: () => void;
  /** Called at each round, with how long it has been silent. */
  readonly onRound: ((silentMs: number) => void) | undefined;
  /** Since when an answer is awaited; `undefined`: none is. */
  waitingSinceMs: number | undefined;
  reported: boolean;
}

/** Asks each process for a sign of life and tells when none comes. */
export class Watchdog {
  readonly #events: EngineEventHub;
  readonly #watched = new Map<number, Watched>();
  #timer: NodeJS.Timeout | undefined;

  constructor(events: EngineEventHub) {
    this.#events = events;
  }

  watch(pid: number, ping: () => void, onRound?: (silentMs: number) => void): void {
    this.#watched.set(pid, { ping, onRound, waitingSinceMs: undefined, reported: false });
    this.#timer ??= setInterval(() => this.#round(), PING_EVERY_MS).unref();
  }

  heard(pid: number): void {
    const watched = this.#watched.get(pid);
    if (watched === undefined) return;
    watched.waitingSinceMs = undefined;
    if (watched.reported) this.#events.emit("responsive", { pid });
    watched.reported = false;
  }

  forget(pid: number): void {
    this.#watched.delete(pid);
    if (this.#watched.size === 0) this.stop();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #round(): void {
    const nowMs = performance.now();
    for (const [pid, watched] of this.#watched) {
      watched.onRound?.(nowMs - (watched.waitingSinceMs ?? nowMs));
      if (watched.waitingSinceMs === undefined) {
        watched.waitingSinceMs = nowMs;
        watched.ping();
        continue;
      }
      const forMs = nowMs - watched.waitingSinceMs;
      if (forMs < PATIENCE_MS) continue;
      watched.reported = true;
      this.#events.emit("unresponsive", { pid, forMs: Math.round(forMs) });
    }
  }
}
