import { isIpAddress } from "./loopback.ts";

/** One host of the virtual web. A name that answers on http and on https is two of them. */
export interface VirtualHost {
  /** Lower case: "shop.test". Names of another script in their `xn--` form. */
  readonly name: string;
  readonly scheme: "http" | "https";
  /** As in an address. Default: 80 for http, 443 for https. */
  readonly port?: number;
  /** The ports of the engine behind it. One that nobody listens on is a server that is down. At least one. */
  readonly servers: readonly number[];
  /**
   * How requests are shared out. "round-robin" (the default): to each server in turn. "sticky": a browser stays with
   * the server that answered it first, by a cookie of the balancer's own.
   */
  readonly balance?: "round-robin" | "sticky";
}

/** "https://shop.test:8443": as the address bar shows it, without the scheme's own port. */
export function originOfHost(host: VirtualHost): string {
  const port = host.port === undefined ? "" : `:${host.port}`;
  return URL.parse(`${host.scheme}://${host.name}${port}`)?.origin ?? "";
}

/** What is wrong with a host, as a sentence that says what to do; `undefined` when nothing is. */
export function faultOfHost(host: VirtualHost): string | undefined {
  const { name, port, servers } = host;
  const url = URL.parse(`${host.scheme}://${name}/`);
  if (url === null || url.hostname !== name || name.endsWith(".") || isIpAddress(name)) {
    return `"${name}" is not the name of a host. Write it in lower case and without scheme or port, such as "shop.test".`;
  }
  if (port !== undefined && !isPort(port)) {
    return `${name} cannot have the port ${port}. Ports are whole numbers from 1 to 65535.`;
  }
  if (servers.length === 0)
    return `${name} has no server behind it. Name at least one port that a program listens on.`;
  const bad = servers.find((server) => !isPort(server));
  return bad === undefined
    ? undefined
    : `${name} cannot have a server on port ${bad}. Ports are whole numbers from 1 to 65535.`;
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}
