import { invalidArgType, nodeError, received } from "../node-error.ts";
import { isLoopback } from "./ip-addresses.ts";

export interface ConnectTarget {
  readonly host: string;
  readonly port: number;
  /** Whether the host is this machine. */
  readonly isHere: boolean;
}

/** `connect(options, callback?)`, `connect(port, host?, callback?)`. Throws as Node does for what is no target. */
export function connectTarget(args: readonly unknown[]): {
  readonly target: ConnectTarget;
  readonly callback: (() => void) | undefined;
} {
  const [first, second] = args;
  const callback = args.findLast((arg) => typeof arg === "function") as (() => void) | undefined;
  const options: { port?: unknown; host?: unknown; path?: unknown } =
    typeof first === "object" && first !== null
      ? first
      : isPath(first)
        ? { path: first }
        : { port: first, ...(typeof second === "string" && { host: second }) };
  if (options.path !== undefined) {
    throw nodeError(
      Error,
      "ERR_METHOD_NOT_IMPLEMENTED",
      "There are no sockets with a path in the page's engine: connect to a port, as in net.connect(6379)",
    );
  }
  if (options.port === undefined || typeof options.port === "function") {
    throw nodeError(
      TypeError,
      "ERR_MISSING_ARGS",
      'The "options" or "port" or "path" argument must be specified',
    );
  }
  const host = options.host ?? "localhost";
  if (typeof host !== "string") throw invalidArgType("options.host", "string", host);
  return { target: { host, port: checkedPort(options.port), isHere: isLoopback(host) }, callback };
}

function isPath(value: unknown): boolean {
  return typeof value === "string" && Number.isNaN(Number(value));
}

function checkedPort(value: unknown): number {
  if (typeof value !== "string" && typeof value !== "number") {
    throw invalidArgType("options.port", ["number", "string"], value);
  }
  const port = typeof value === "string" && value.trim() === "" ? Number.NaN : Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw nodeError(RangeError, "ERR_SOCKET_BAD_PORT", `Port should be >= 0 and < 65536.${received(value)}.`);
}
