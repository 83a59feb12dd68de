import { type BuiltinModule, moduleFace } from "./builtin.ts";
import { Socket } from "./http/socket.ts";
import { nodeError } from "./node-error.ts";

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;

function isIPv4(text: unknown): boolean {
  return IPV4.test(String(text));
}

function isIPv6(text: unknown): boolean {
  const [address = "", ...zones] = String(text).split("%");
  if (zones.length > 1 || (zones.length === 1 && !/^[0-9a-zA-Z-.:]+$/.test(zones[0] ?? ""))) return false;
  const halves = address.split("::");
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const last = groups.at(-1) ?? "";
  const embedded = last.includes(".");
  if (embedded && (!isIPv4(last) || address.endsWith("::"))) return false;
  const hex = embedded ? groups.slice(0, -1) : groups;
  if (!hex.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const width = hex.length + (embedded ? 2 : 0);
  return halves.length === 2 ? width <= 7 : width === 8;
}

function refused(what: string): never {
  throw nodeError(
    Error,
    "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
    `net.${what} does not exist in the page's engine: a page has no raw TCP. Use node:http.`,
  );
}

export const netModule: BuiltinModule = moduleFace({
  isIP: (text: unknown) => (isIPv4(text) ? 4 : isIPv6(text) ? 6 : 0),
  isIPv4,
  isIPv6,
  Socket,
  Stream: Socket,
  Server: class Server {
    constructor() {
      refused("Server");
    }
  },
  createServer: () => refused("createServer"),
  connect: () => refused("connect"),
  createConnection: () => refused("createConnection"),
});
