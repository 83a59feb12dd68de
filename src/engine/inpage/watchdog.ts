import type { EngineEvents } from "../engine.ts";
import type { EventHub } from "./event-hub.ts";
import type { ProcessLink } from "./process-link.ts";

const PING_EVERY_MS = 500;
/** Longer than one scrypt takes on a slow machine. */
const UNRESPONSIVE_AFTER_MS = 2000;
const REPORT_EVERY_MS = 1000;

/** Pings the processes and says which of them answer nothing. */
export class Watchdog {
  readonly #processes: ReadonlyMap<number, ProcessLink>;
  readonly #events: EventHub<EngineEvents>;
  #timer: ReturnType<typeof setInterval> | undefined;
  #lastTickMs = 0;

  constructor(processes: ReadonlyMap<number, ProcessLink>, events: EventHub<EngineEvents>) {
    this.#processes = processes;
    this.#events = events;
  }

  start(): void {
    if (this.#timer !== undefined) return;
    this.#lastTickMs = performance.now();
    this.#timer = setInterval(() => this.#tick(performance.now()), PING_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick(nowMs: number): void {
    // A page that was busy or asleep has not read the answers yet.
    const away = nowMs - this.#lastTickMs > 2 * PING_EVERY_MS;
    this.#lastTickMs = nowMs;
    for (const link of this.#processes.values()) {
      if (away) link.forgive(nowMs);
      const forMs = Math.round(link.ping(nowMs));
      if (forMs < UNRESPONSIVE_AFTER_MS || nowMs - link.reportedMs < REPORT_EVERY_MS) continue;
      link.reported(nowMs);
      this.#events.emit("unresponsive", { pid: link.pid, forMs });
    }
  }
}
