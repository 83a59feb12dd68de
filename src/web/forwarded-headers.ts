import { type HeaderPair, headerValue, headerValues } from "./http.ts";

/**
 * What a reverse proxy adds for the server behind it. X-Forwarded-For is continued: what a client wrote itself stands
 * on the left and proves nothing, the address that the proxy saw is the last. -Proto and -Host are replaced, or any
 * client could say that its request was https. `Via` is what RFC 9110 §7.6.3 asks of a gateway.
 */
export function forwardedHeaders(
  url: URL,
  headers: readonly HeaderPair[],
  clientAddress: string,
): readonly HeaderPair[] {
  const before = headerValues(headers, "x-forwarded-for");
  const via = headerValues(headers, "via");
  return [
    ["X-Forwarded-For", [...before, clientAddress].join(", ")],
    ["X-Forwarded-Proto", url.protocol.slice(0, -1)],
    ["X-Forwarded-Host", headerValue(headers, "host") ?? url.host],
    ["Via", [...via, "1.1 keepsake"].join(", ")],
  ];
}

/** The client's own fields of these names give way. `Host` stays as the browser wrote it. */
export function withForwarded(
  headers: readonly HeaderPair[],
  forwarded: readonly HeaderPair[],
): readonly HeaderPair[] {
  const replaced = new Set(forwarded.map(([name]) => name.toLowerCase()));
  return [...headers.filter(([name]) => !replaced.has(name.toLowerCase())), ...forwarded];
}

/**
 * Each machine has an address of its own, by the order in which they come: rate limits and logs tell them apart.
 * From 203.0.113.0/24, which RFC 5737 keeps for examples.
 */
export class ClientAddresses {
  readonly #addresses = new Map<string, string>();

  of(machine: string): string {
    const known = this.#addresses.get(machine);
    if (known !== undefined) return known;
    const address = `203.0.113.${10 + (this.#addresses.size % 200)}`;
    this.#addresses.set(machine, address);
    return address;
  }
}
