import { EventEmitter } from "../event-emitter.ts";
import { invalidArgType, invalidArgValue, nodeError, outOfRange } from "../node-error.ts";

export interface AgentOptions {
  readonly keepAlive?: boolean;
  readonly keepAliveMsecs?: number;
  readonly maxSockets?: number;
  readonly maxTotalSockets?: number;
  readonly maxFreeSockets?: number;
  readonly scheduling?: "fifo" | "lifo";
  readonly timeout?: number;
}

interface NamedBy {
  readonly host?: string;
  readonly port?: number | string;
  readonly localAddress?: string;
  readonly family?: number;
  readonly socketPath?: string;
}

/** Connections are not pooled: an agent holds options, and says whether a request asks to keep its connection. */
export class Agent extends EventEmitter {
  static defaultMaxSockets = Number.POSITIVE_INFINITY;
  readonly options: AgentOptions;
  readonly defaultPort = 80;
  readonly protocol = "http:";
  readonly requests = {};
  readonly sockets = {};
  readonly freeSockets = {};
  keepAlive: boolean;
  keepAliveMsecs: number;
  maxSockets: number;
  maxTotalSockets: number;
  maxFreeSockets: number;
  scheduling: "fifo" | "lifo";

  constructor(options: AgentOptions = {}) {
    super();
    this.options = { ...options };
    this.keepAlive = options.keepAlive ?? false;
    this.keepAliveMsecs = options.keepAliveMsecs ?? 1000;
    this.maxSockets = options.maxSockets || Agent.defaultMaxSockets;
    this.maxFreeSockets = options.maxFreeSockets || 256;
    this.scheduling = options.scheduling ?? "lifo";
    if (this.scheduling !== "fifo" && this.scheduling !== "lifo")
      throw invalidArgValue("scheduling", this.scheduling, "must be one of: 'fifo', 'lifo'");
    const { maxTotalSockets } = options;
    if (maxTotalSockets !== undefined && typeof maxTotalSockets !== "number")
      throw invalidArgType("maxTotalSockets", "number", maxTotalSockets);
    if (maxTotalSockets !== undefined && !(maxTotalSockets >= 1))
      throw outOfRange("maxTotalSockets", ">= 1", maxTotalSockets);
    this.maxTotalSockets = maxTotalSockets ?? Number.POSITIVE_INFINITY;
  }

  /** Whether a connection of this agent would be used again. */
  get reuses(): boolean {
    return this.keepAlive || Number.isFinite(this.maxSockets);
  }

  getName({ host, port, localAddress, family, socketPath }: NamedBy = {}): string {
    let name = `${host ?? "localhost"}:${port ?? ""}:${localAddress ?? ""}`;
    if (family === 4 || family === 6) name += `:${family}`;
    return socketPath === undefined ? name : `${name}:${socketPath}`;
  }

  addRequest(): void {
    throw notPooled("addRequest");
  }
  createConnection(): void {
    throw notPooled("createConnection");
  }
  destroy(): void {}
}

function notPooled(verb: string): Error {
  return nodeError(
    Error,
    "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
    `agent.${verb} does not exist in the page's engine: a request here has no socket of its own. Use http.request.`,
  );
}

export const globalAgent = new Agent({ keepAlive: true, scheduling: "lifo", timeout: 5000 });

/** The agent of a request: `false` asks for one of its own. Throws ERR_INVALID_ARG_TYPE. */
export function agentFor(given: unknown): Agent {
  if (given === undefined || given === null) return globalAgent;
  if (given === false) return new Agent();
  if (typeof (given as { addRequest?: unknown }).addRequest === "function") return given as Agent;
  throw invalidArgType("options.agent", ["Agent-like Object", "undefined", "false"], given);
}
