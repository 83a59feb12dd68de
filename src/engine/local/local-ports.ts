import type { PortInUse } from "../engine.ts";
import type { EngineEventHub } from "./event-hub.ts";
import type { PortTable } from "./process-messages.ts";

interface Claim {
  readonly pid: number;
  /** Absent until the server listens. */
  realPort?: number;
}

const FIRST_FREE_PORT = 49_152;

/** The machine's space of TCP ports: who has which, and where it really is. */
export class LocalPorts {
  readonly #claims = new Map<number, Claim>();
  readonly #events: EngineEventHub;

  constructor(events: EngineEventHub) {
    this.#events = events;
  }

  /** The port taken (`port`, or a free one for 0), or `undefined` when another server has it. */
  claim(port: number, pid: number): number | undefined {
    let taken = port === 0 ? FIRST_FREE_PORT : port;
    if (port === 0) while (this.#claims.has(taken)) taken += 1;
    if (this.#claims.has(taken)) return undefined;
    this.#claims.set(taken, { pid });
    return taken;
  }

  opened(port: number, realPort: number): void {
    const claim = this.#claims.get(port);
    if (claim === undefined) return;
    claim.realPort = realPort;
    this.#events.emit("listening", { port, pid: claim.pid });
  }

  release(port: number): void {
    const claim = this.#claims.get(port);
    this.#claims.delete(port);
    if (claim?.realPort !== undefined) this.#events.emit("closed", { port, pid: claim.pid });
  }

  releaseAll(pid: number): void {
    for (const [port, claim] of this.#claims) if (claim.pid === pid) this.release(port);
  }

  listening(): PortInUse[] {
    return [...this.#claims]
      .filter(([, { realPort }]) => realPort !== undefined)
      .map(([port, { pid }]) => ({ port, pid }))
      .sort((one, other) => one.port - other.port);
  }

  table(): PortTable {
    const table: Record<number, number> = {};
    for (const [port, { realPort }] of this.#claims) if (realPort !== undefined) table[port] = realPort;
    return table;
  }
}
