import * as words from "../words/en/web-rules.ts";
import { type HeaderPair, headerValue } from "./http.ts";
import type { VirtualHost } from "./virtual-host.ts";

/** The balancer's own cookie. Its value names a server: "s1", "s2", in the order of the table. */
export const AFFINITY_COOKIE = "SERVERID";

/** Which servers to try, in order, and why the first is the first. */
export interface Choice {
  readonly servers: readonly number[];
  readonly reason: string;
  /** The server that the browser's cookie asked for; `undefined` when it asked for none that there is. */
  readonly asked: number | undefined;
}

/** Shares requests out among the servers of one host. */
export class ServerChoice {
  readonly #servers: readonly number[];
  readonly #sticky: boolean;
  #next = 0;

  constructor({ servers, balance }: VirtualHost) {
    this.#servers = servers;
    this.#sticky = balance === "sticky";
  }

  choose(headers: readonly HeaderPair[]): Choice {
    const first = this.#servers[0];
    if (this.#servers.length === 1 && first !== undefined && !this.#sticky) {
      return { servers: this.#servers, reason: words.onlyServer, asked: undefined };
    }
    const asked = this.#sticky ? this.#askedFor(headers) : undefined;
    const turn = asked === undefined ? this.#next : this.#servers.indexOf(asked);
    if (asked === undefined) this.#next = (this.#next + 1) % this.#servers.length;
    return {
      servers: [...this.#servers.slice(turn), ...this.#servers.slice(0, turn)],
      reason: asked === undefined ? words.serversTurn : words.cookieAsks(AFFINITY_COOKIE, this.#label(asked)),
      asked,
    };
  }

  /** `server` answered in the place of others that are down: the turn after it is next. */
  answered(server: number): void {
    this.#next = (this.#servers.indexOf(server) + 1) % this.#servers.length;
  }

  /**
   * The `Set-Cookie` by which the browser comes back to this server; `undefined` when the host is not sticky. It
   * carries no secret: whoever changes it reaches another server and nothing else.
   */
  affinity(server: number, secure: boolean): HeaderPair | undefined {
    if (!this.#sticky) return undefined;
    const value = `${AFFINITY_COOKIE}=${this.#label(server)}; Path=/; HttpOnly; SameSite=Lax`;
    return ["Set-Cookie", secure ? `${value}; Secure` : value];
  }

  #label(server: number): string {
    return `s${this.#servers.indexOf(server) + 1}`;
  }

  #askedFor(headers: readonly HeaderPair[]): number | undefined {
    const pairs = headerValue(headers, "cookie")?.split("; ") ?? [];
    const value = pairs.find((pair) => pair.startsWith(`${AFFINITY_COOKIE}=`));
    return this.#servers.find((server) => value === `${AFFINITY_COOKIE}=${this.#label(server)}`);
  }
}

/** The fields without the balancer's own cookie: the servers never see it (as HAProxy's `indirect` has it). */
export function withoutAffinity(headers: readonly HeaderPair[]): readonly HeaderPair[] {
  if (!headers.some(([name, value]) => isCookie(name) && value.includes(AFFINITY_COOKIE))) return headers;
  return headers.flatMap(([name, value]): HeaderPair[] => {
    if (!isCookie(name)) return [[name, value]];
    const others = value.split("; ").filter((pair) => !pair.startsWith(`${AFFINITY_COOKIE}=`));
    return others.length === 0 ? [] : [[name, others.join("; ")]];
  });
}

function isCookie(name: string): boolean {
  return name.toLowerCase() === "cookie";
}
