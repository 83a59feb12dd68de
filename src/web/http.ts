/**
 * HTTP as it travels on the virtual wire: what a user agent sends and an engine answers.
 *
 * Headers are pairs in wire order with duplicates kept, because `Set-Cookie` may not be joined
 * (RFC 9110 §5.3) and learners must see exactly what was sent.
 */

/** One header field: its name as sent (case kept) and its value. */
export type HeaderPair = readonly [name: string, value: string];

export interface HttpRequest {
  /** Upper case, as sent: `GET`, `POST`, … */
  readonly method: string;
  /** Origin-form request target (RFC 9112 §3.2.1): path and query, starting with `/`. */
  readonly target: string;
  /** Complete: `Host` included. The engine adds only what framing needs (Content-Length). */
  readonly headers: readonly HeaderPair[];
  readonly body?: Uint8Array | ReadableStream<Uint8Array>;
}

export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  /** In wire order, duplicates kept. */
  readonly headers: readonly HeaderPair[];
  /** Always there; empty for 204, 304 and HEAD. Cancel it to disconnect. */
  readonly body: ReadableStream<Uint8Array>;
  /** How a virtual host's proxy came by it. Absent: nothing stood between the browser and the server. */
  readonly route?: Route;
}

/** The way of one request through the proxy of a virtual host. Plain data. */
export interface Route {
  /** The host's origin: "https://shop.test". */
  readonly host: string;
  /** The engine port of the server that answered. `undefined`: none did, and the proxy answered itself. */
  readonly server: number | undefined;
  /** Engine ports that were tried before it and did not answer, in order. */
  readonly failed: readonly number[];
  /** Why this server, as a sentence for a learner: "it was this server's turn (round robin)". */
  readonly reason: string;
  /** The fields with which the proxy replaced or completed the browser's own. */
  readonly forwarded: readonly HeaderPair[];
}

/** The value of the first field of that name (case-insensitive), or `undefined`. */
export function headerValue(headers: readonly HeaderPair[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([field]) => field.toLowerCase() === wanted)?.[1];
}

/** All values of that name (case-insensitive), in order; empty when there is none. */
export function headerValues(headers: readonly HeaderPair[], name: string): string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([field]) => field.toLowerCase() === wanted).map(([, value]) => value);
}

/** All values of that name as one, as Fetch reads a field ("get"); `undefined` when there is none. */
export function joinedValue(headers: readonly HeaderPair[], name: string): string | undefined {
  const values = headerValues(headers, name);
  return values.length === 0 ? undefined : values.join(", ");
}
