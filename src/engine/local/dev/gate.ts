import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { PROTOCOL, TOKEN_PREFIX } from "./machine-address.ts";

/** What the endpoint compares a request with. */
export interface Gate {
  /** The dev server's. */
  readonly port: number;
  /** New at each start of the server. */
  readonly token: string;
}

/** Why a request is refused. */
export interface Refusal {
  readonly status: 403 | 404;
  readonly why: string;
}

const HOST_NAMES = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Whether a request comes from a page of this very server on this very machine. Each check holds where another
 * fails: a page of another site sends its own Origin, one behind a rebinding name its own Host, and a program that
 * can write any header does not know the token. `undefined`: it may come in.
 */
export function refusal(request: IncomingMessage, { port, token }: Gate): Refusal | undefined {
  const { host, origin } = request.headers;
  const elsewhere = fromElsewhere(request, port);
  if (elsewhere !== undefined) return no(elsewhere);
  if (origin !== `http://${host}`) return no("its Origin is not this server");
  const [protocol, offered] = (request.headers["sec-websocket-protocol"] ?? "").split(/\s*,\s*/);
  if (protocol !== PROTOCOL) return no("it does not speak this endpoint's protocol");
  if (offered === undefined || !sameText(offered, TOKEN_PREFIX + token)) return no("it has no valid token");
  return undefined;
}

/** For the page's own question for the token: no other page may read the answer. */
export function tokenRefusal(request: IncomingMessage, port: number): Refusal | undefined {
  const { host, origin } = request.headers;
  const elsewhere = fromElsewhere(request, port);
  if (elsewhere !== undefined) return no(elsewhere);
  if (origin !== undefined && origin !== `http://${host}`) return no("its Origin is not this server");
  if (request.headers["sec-fetch-site"] !== "same-origin") return no("it comes from no page of this server");
  return undefined;
}

function fromElsewhere({ socket, headers }: IncomingMessage, port: number): string | undefined {
  if (!isLoopback(socket.remoteAddress)) return "it comes from another machine";
  if (!isLoopback(socket.localAddress)) return "the server is open to other machines";
  const ours = HOST_NAMES.some((name) => headers.host === `${name}:${port}`);
  return ours ? undefined : "its Host is not this server";
}

function no(why: string): Refusal {
  return { status: 403, why };
}

function isLoopback(address: string | undefined): boolean {
  return address === "::1" || /^(?:::ffff:)?127\.\d+\.\d+\.\d+$/.test(address ?? "");
}

/** In a time that tells nothing of where two texts differ. */
function sameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
