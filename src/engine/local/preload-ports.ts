import { rmSync } from "node:fs";
import net from "node:net";
import { join } from "node:path";
import type { FromProcess, PortTable, ToProcess } from "./process-messages.ts";

export interface PortsOptions {
  readonly table: PortTable;
  /** See `ProcessSetup.sockets`. */
  readonly sockets: string | undefined;
  /** See `ProcessSetup.hosted`. */
  readonly hosted: Readonly<Record<number, string>>;
  send(message: FromProcess): void;
  /** Keeps the process alive while an answer is awaited. */
  hold(): void;
  letGo(): void;
}

const LOOPBACK = "127.0.0.1";
const LOCAL_HOSTS = new Set(["localhost", LOOPBACK, "::1", "[::1]", "0.0.0.0", "::"]);

/**
 * Gives servers ports of the engine's machine: `listen(7148)` takes 7148 there, and a free port of the real
 * loopback interface here, so that several engines never collide. Connections to a local port are mapped back.
 */
export function installPorts(options: PortsOptions): {
  receive(message: Exclude<ToProcess, { kind: "ping" | "clock" }>): void;
} {
  let table = options.table;
  let claims = 0;
  const pending = new Map<number, (granted: number | undefined) => void>();
  const portOf = new WeakMap<net.Server, number>();
  /** Real ports of this process's own servers, which it may ask before the table that names them has come. */
  const own = new Map<number, number>();

  const claim = (port: number, answer: (granted: number | undefined) => void) => {
    claims += 1;
    if (pending.size === 0) options.hold();
    pending.set(claims, answer);
    options.send({ kind: "claim-port", claim: claims, port });
  };
  const settle = (id: number, granted: number | undefined) => {
    const answer = pending.get(id);
    pending.delete(id);
    if (pending.size === 0) options.letGo();
    answer?.(granted);
  };

  const listen = net.Server.prototype.listen;
  const mappedListen = function (this: net.Server, ...args: unknown[]): net.Server {
    const wanted = listenArguments(args);
    if (wanted === undefined) return Reflect.apply(listen, this, args);
    if (wanted.callback !== undefined) this.once("listening", wanted.callback);
    claim(wanted.port, (granted) => {
      if (granted === undefined) {
        this.emit("error", addressInUse(wanted.port, wanted.host));
        return;
      }
      portOf.set(this, granted);
      this.prependOnceListener("listening", () => {
        const address = address_.call(this);
        const realPort = typeof address === "object" && address !== null ? address.port : granted;
        own.set(granted, realPort);
        options.send({ kind: "listening", port: granted, realPort });
      });
      this.once("close", () => {
        portOf.delete(this);
        own.delete(granted);
        options.send({ kind: "closed", port: granted });
      });
      if (options.sockets === undefined) {
        Reflect.apply(listen, this, [{ port: 0, host: LOOPBACK }]);
        return;
      }
      const path = socketPath(options.sockets, granted);
      rmSync(path, { force: true });
      this.prependListener("connection", showLoopback);
      Reflect.apply(listen, this, [{ path }]);
    });
    return this;
  };

  const address_ = net.Server.prototype.address;
  const mappedAddress = function (this: net.Server) {
    const real = address_.call(this);
    const port = portOf.get(this);
    if (port === undefined || real === null) return real;
    return { address: "::", family: "IPv6", port };
  };

  const addressOf = (port: number): RealAddress | undefined => {
    const hosted = options.hosted[port];
    if (hosted !== undefined) return { path: hosted };
    const real = own.get(port) ?? table[port];
    if (real === undefined) return undefined;
    return options.sockets === undefined
      ? { port: real, host: LOOPBACK }
      : { path: socketPath(options.sockets, port) };
  };

  const connect = net.Socket.prototype.connect;
  const mappedConnect = function (this: net.Socket, ...args: unknown[]): net.Socket {
    return Reflect.apply(
      connect,
      this,
      connectArguments(args, (port) => addressOf(port)),
    );
  };

  Object.assign(net.Server.prototype, { listen: mappedListen, address: mappedAddress });
  Object.assign(net.Socket.prototype, { connect: mappedConnect });

  return {
    receive: (message) => {
      if (message.kind === "ports") table = message.ports;
      else settle(message.claim, message.kind === "port-granted" ? message.port : undefined);
    },
  };
}

interface Wanted {
  readonly port: number;
  readonly host: string;
  readonly callback: (() => void) | undefined;
}

/** What `listen` was asked, or `undefined` when it is not about a TCP port (a path, a handle). */
function listenArguments(args: readonly unknown[]): Wanted | undefined {
  const last = args.at(-1);
  const callback = typeof last === "function" ? (last as () => void) : undefined;
  const [first, second] = args;
  if (typeof first === "object" && first !== null) {
    const { port, host } = first as { port?: unknown; host?: unknown };
    const asked = portNumber(port);
    return asked === undefined ? undefined : { port: asked, host: hostName(host), callback };
  }
  if (first === undefined || typeof first === "function") return { port: 0, host: "::", callback };
  const asked = portNumber(first);
  return asked === undefined ? undefined : { port: asked, host: hostName(second), callback };
}

function portNumber(value: unknown): number | undefined {
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  const port = value === "" ? Number.NaN : Number(value);
  return Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : undefined;
}

function hostName(value: unknown): string {
  return typeof value === "string" ? value : "::";
}

function addressInUse(port: number, host: string): Error {
  return Object.assign(
    new Error(`listen EADDRINUSE: address already in use ${host === "::" ? ":::" : `${host}:`}${port}`),
    {
      code: "EADDRINUSE",
      errno: -98,
      syscall: "listen",
      address: host,
      port,
    },
  );
}

/** Where a server of the machine really is. */
type RealAddress = { readonly port: number; readonly host: string } | { readonly path: string };
type AddressOf = (port: number) => RealAddress | undefined;

/** `net` calls itself with one array that carries a mark of its own, so that array must stay the same object. */
function connectArguments(args: unknown[], addressOf: AddressOf): unknown[] {
  const [first, second] = args;
  if (Array.isArray(first)) {
    first[0] = mappedTarget(first[0], addressOf);
    return args;
  }
  if (typeof first === "object" && first !== null) return [mappedTarget(first, addressOf), ...args.slice(1)];
  const real = realAddress(first, typeof second === "string" ? second : "localhost", addressOf);
  if (real === undefined) return args;
  return [real, ...args.slice(typeof second === "string" ? 2 : 1)];
}

function mappedTarget(target: unknown, addressOf: AddressOf): unknown {
  if (typeof target !== "object" || target === null) return target;
  const { port, host } = target as { port?: unknown; host?: unknown };
  const real = realAddress(port, typeof host === "string" ? host : "localhost", addressOf);
  return real === undefined ? target : { ...target, ...real };
}

function realAddress(port: unknown, host: string, addressOf: AddressOf): RealAddress | undefined {
  const asked = portNumber(port);
  return asked === undefined || !LOCAL_HOSTS.has(host) ? undefined : addressOf(asked);
}

function socketPath(folder: string, port: number): string {
  return join(folder, String(port));
}

/** A visitor through a socket that is a file looks like one through the loopback interface: programs ask. */
function showLoopback(socket: net.Socket): void {
  const local = { configurable: true, enumerable: true };
  Object.defineProperties(socket, {
    remoteAddress: { ...local, value: LOOPBACK },
    remoteFamily: { ...local, value: "IPv4" },
    localAddress: { ...local, value: LOOPBACK },
    localFamily: { ...local, value: "IPv4" },
  });
}
