import * as words from "../words/en/web-errors.ts";
import { ClientAddresses } from "./forwarded-headers.ts";
import type { HttpRequest, HttpResponse } from "./http.ts";
import { isLoopback } from "./loopback.ts";
import { type Network, type NetworkContext, NetworkError } from "./network.ts";
import { type Dial, ReverseProxy } from "./reverse-proxy.ts";
import { faultOfHost, originOfHost, type VirtualHost } from "./virtual-host.ts";

export interface VirtualHostsOptions {
  /** Default: none, and `http://localhost:PORT` is all there is. */
  readonly hosts?: readonly VirtualHost[];
  readonly dial: Dial;
}

/**
 * The whole virtual web: a table of hosts in front of the ports of an engine. Names of the table have a reverse proxy
 * (see {@link ReverseProxy}). `http://localhost:PORT`, `127.0.0.1` and `[::1]` are the machine itself, every port of
 * it and with nothing between, unless the table names one of them.
 */
export class VirtualHosts implements Network {
  readonly hosts: readonly VirtualHost[];
  readonly #proxies = new Map<string, ReverseProxy>();
  readonly #addresses = new ClientAddresses();
  readonly #dial: Dial;

  /** Throws a TypeError that names the host and the remedy for a table that cannot be. */
  constructor({ hosts = [], dial }: VirtualHostsOptions) {
    this.hosts = hosts;
    this.#dial = dial;
    for (const host of hosts) {
      const fault = faultOfHost(host);
      if (fault !== undefined) throw new TypeError(fault);
      const origin = originOfHost(host);
      if (this.#proxies.has(origin))
        throw new TypeError(`${origin} is in the table twice. Put its servers together.`);
      this.#proxies.set(origin, new ReverseProxy(host, dial));
    }
  }

  async send(url: URL, request: HttpRequest, context: NetworkContext): Promise<HttpResponse> {
    const proxy = this.#proxies.get(url.origin);
    if (proxy !== undefined) {
      return proxy.send(url, request, context, this.#addresses.of(context.machine ?? ""));
    }
    if (url.protocol === "http:" && isLoopback(url.hostname)) {
      return this.#dial(url.port === "" ? 80 : Number(url.port), request, context);
    }
    throw this.#nobody(url);
  }

  #nobody(url: URL): NetworkError {
    const origins = [...this.#proxies.keys()];
    const ofName = this.hosts.filter(({ name }) => name === url.hostname).map(originOfHost);
    if (ofName.length > 0) {
      return new NetworkError(
        "connection-refused",
        words.answersElsewhere(url.origin, url.hostname, listed(ofName, "and")),
      );
    }
    const known =
      origins.length === 0
        ? words.serverAtLocalhost
        : words.hostsThere(listed([...origins, words.localhostWithPort], "and"));
    return new NetworkError("unknown-host", words.noSuchHost(url.host, known));
  }
}

function listed(items: readonly string[], word: "and" | "or"): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1)}`;
}
