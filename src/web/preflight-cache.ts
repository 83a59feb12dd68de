import type { Clock } from "./clock.ts";
import { headerList, isWildcardHeader, preflightNeeds } from "./cors.ts";
import { type HeaderPair, joinedValue } from "./http.ts";

/** An answer without Access-Control-Max-Age holds so long (Fetch §4.8 step 7). */
export const PREFLIGHT_DEFAULT_SECONDS = 5;
/** No answer holds longer, whatever it says: Chromium's limit. */
export const PREFLIGHT_LIMIT_SECONDS = 2 * 60 * 60;
/** Answers kept at once; past it, the oldest go. */
export const PREFLIGHT_ENTRIES_LIMIT = 500;

/** A request that another origin must allow first. */
export interface PreflightQuestion {
  /** Of the page, as `Origin` has it. */
  readonly origin: string;
  readonly url: URL;
  readonly method: string;
  readonly headers: readonly HeaderPair[];
  readonly withCredentials: boolean;
}

interface Entry {
  readonly expiresAtMs: number;
  readonly methods: readonly string[];
  readonly headerNames: readonly string[];
}

/** What servers have allowed, and for how long (Fetch §4.9), so that a browser does not ask before each request. */
export class PreflightCache {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Has the server allowed this, and does its word still hold? */
  covers(question: PreflightQuestion): boolean {
    const needs = preflightNeeds(question.method, question.headers);
    const known = [true, false]
      .filter((withCredentials) => withCredentials || !question.withCredentials)
      .map((withCredentials) => this.#valid(keyOf({ ...question, withCredentials })))
      .filter((entry) => entry !== undefined);
    const methods = known.flatMap((entry) => entry.methods);
    const names = known.flatMap((entry) => entry.headerNames);
    const allowsMethod =
      needs.method === undefined || methods.includes(needs.method) || methods.includes("*");
    return (
      allowsMethod &&
      needs.headerNames.every(
        (name) => names.includes(name) || (names.includes("*") && isWildcardHeader(name)),
      )
    );
  }

  /** Keeps what the server said to a preflight that let the request pass. */
  remember(question: PreflightQuestion, answer: readonly HeaderPair[]): void {
    const maxAge = joinedValue(answer, "access-control-max-age")?.trim() ?? "";
    const seconds = Math.min(
      /^\d+$/.test(maxAge) ? Number(maxAge) : PREFLIGHT_DEFAULT_SECONDS,
      PREFLIGHT_LIMIT_SECONDS,
    );
    // With credentials "*" is a name like any other, and allows nothing.
    const meant = (names: readonly string[]) =>
      question.withCredentials ? names.filter((name) => name !== "*") : names;
    const key = keyOf(question);
    this.#entries.delete(key);
    this.#entries.set(key, {
      expiresAtMs: this.#clock.nowMs() + seconds * 1000,
      methods: meant(headerList(answer, "access-control-allow-methods")),
      headerNames: meant(
        headerList(answer, "access-control-allow-headers").map((name) => name.toLowerCase()),
      ),
    });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > PREFLIGHT_ENTRIES_LIMIT && oldest !== undefined) this.#entries.delete(oldest);
  }

  /** What was allowed turned out not to be: the next request asks again. */
  forget(question: PreflightQuestion): void {
    for (const withCredentials of [true, false])
      this.#entries.delete(keyOf({ ...question, withCredentials }));
  }

  clear(): void {
    this.#entries.clear();
  }

  #valid(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.expiresAtMs > this.#clock.nowMs()) return entry;
    this.#entries.delete(key);
    return undefined;
  }
}

function keyOf({ origin, url, withCredentials }: Omit<PreflightQuestion, "method" | "headers">): string {
  return `${origin}\n${url.href.replace(/#.*$/s, "")}\n${withCredentials}`;
}
