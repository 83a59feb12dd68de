import type { Kernel } from "../../kernel.ts";
import { type BuiltinModule, moduleFace } from "../builtin.ts";
import { isIP, isIPv4, isIPv6 } from "./ip-addresses.ts";
import { netServerClass } from "./server.ts";
import { type SocketOptions, socketClass } from "./socket.ts";

/** `node:net` for one process: connections between processes of this machine. There is no way out of it. */
export function netModule(kernel: Kernel): BuiltinModule {
  const Socket = socketClass(kernel);
  const Server = netServerClass(kernel, Socket);
  const connect = (...args: unknown[]) => {
    const [options] = args;
    const given = typeof options === "object" && options !== null ? (options as ConnectOptions) : {};
    const socket = new Socket(given);
    if (given.timeout !== undefined) socket.setTimeout(given.timeout);
    return socket.connect(...args);
  };
  return moduleFace({
    isIP,
    isIPv4,
    isIPv6,
    Socket,
    Stream: Socket,
    Server,
    createServer: (...args: ConstructorParameters<typeof Server>) => new Server(...args),
    connect,
    createConnection: connect,
    getDefaultAutoSelectFamily: () => true,
    setDefaultAutoSelectFamily: () => undefined,
    getDefaultAutoSelectFamilyAttemptTimeout: () => AUTO_SELECT_TIMEOUT_MS,
    setDefaultAutoSelectFamilyAttemptTimeout: () => undefined,
  });
}

/** Node's own. */
const AUTO_SELECT_TIMEOUT_MS = 500;

interface ConnectOptions extends SocketOptions {
  readonly timeout?: number;
}
