import * as words from "../words/en/cookie-reasons.ts";
import type { Clock } from "./clock.ts";
import { type CookiePolicy, DEFAULT_COOKIE_POLICY } from "./cookie-policy.ts";
import { judgeSending, type Retrieval } from "./cookie-sending.ts";
import { CookieShelf } from "./cookie-shelf.ts";
import { type Arrival, judgeStoring } from "./cookie-storing.ts";
import { type Ancestors, siteForCookies, topLevelOf } from "./embedding.ts";
import type { CookieDecision } from "./exchange.ts";
import { type CookieContext, type CookieKey, coversHostsBelow, type JarCookie } from "./jar-cookie.ts";
import { type JarSnapshot, readSnapshot } from "./jar-snapshot.ts";
import { isLoopback } from "./loopback.ts";
import { describePartition, partitionOf } from "./partition.ts";
import { parseSetCookie } from "./set-cookie.ts";

/** One change of a jar's content. `reason` is a sentence for a learner. */
export interface JarChange {
  readonly kind: "added" | "replaced" | "deleted" | "expired" | "evicted";
  readonly cookie: JarCookie;
  /** What was there before; only with "replaced". */
  readonly previous?: JarCookie;
}

export interface Selection {
  /** The `Cookie` header's value; `undefined` when no cookie goes. */
  readonly header: string | undefined;
  /** One for each cookie of the request's site, sent or withheld, in the order of sending. */
  readonly decisions: readonly CookieDecision[];
}

const none: Selection = { header: undefined, decisions: [] };

/**
 * A browser's cookies: RFC 6265bis with every decision explained. Nothing here throws for what a server or a
 * script sends: it is refused, with the reason. All of it is synchronous.
 */
export class CookieJar {
  readonly #clock: Clock;
  #policy: CookiePolicy;
  readonly #shelf = new CookieShelf();
  readonly #listeners = new Set<(changes: readonly JarChange[]) => void>();

  constructor(clock: Clock, policy: Partial<CookiePolicy> = {}) {
    this.#clock = clock;
    this.#policy = { ...DEFAULT_COOKIE_POLICY, ...policy };
  }

  get policy(): CookiePolicy {
    return this.#policy;
  }

  /** From the next cookie on. What is in the jar stays. */
  changePolicy(change: Partial<CookiePolicy>): void {
    this.#policy = { ...this.#policy, ...change };
  }

  /** All cookies that have not expired, by domain, then path, then name. */
  list(): readonly JarCookie[] {
    this.#expire();
    return this.#shelf
      .all()
      .toSorted(
        (a, b) =>
          order(a.domain, b.domain) ||
          order(a.path, b.path) ||
          order(a.name, b.name) ||
          a.createdAtMs - b.createdAtMs,
      );
  }

  /** When the next cookie expires; `undefined` when none will. */
  get nextExpiryMs(): number | undefined {
    this.#expire();
    const times = this.#shelf.all().flatMap(({ expiresAtMs }) => expiresAtMs ?? []);
    return times.length === 0 ? undefined : times.reduce((first, time) => Math.min(first, time));
  }

  /** Takes one `Set-Cookie` value that came from `url`. "deleted": the line's time is past; what was there is gone. */
  offer(line: string, url: URL, context: CookieContext = { via: "http" }): CookieDecision {
    const parsed = parseSetCookie(line);
    if ("reason" in parsed) {
      const about = { name: parsed.name, value: parsed.value, domain: url.hostname, path: "/" };
      return {
        verdict: "refused",
        ...about,
        reason: words.refused(parsed.reason),
        source: parsed.source,
      };
    }
    const nowMs = this.#clock.nowMs();
    const arrival: Arrival = {
      url,
      context: this.#counted(context),
      nowMs,
      secure: this.#isSecure(url),
      policy: this.#policy,
    };
    this.#expireSite(url.hostname, nowMs);
    const judged = judgeStoring(parsed, arrival, this.#shelf.ofSite(url.hostname));
    if ("reason" in judged) {
      const about = {
        name: parsed.name,
        value: parsed.value,
        domain: parsed.domain || url.hostname,
        path: parsed.path ?? "/",
      };
      return { verdict: "refused", ...about, reason: words.refused(judged.reason), source: judged.source };
    }
    const previous = this.#shelf.get(judged);
    if (previous?.httpOnly && context.via === "script") {
      const reason = words.refused(words.scriptMayNotReplace);
      return decision("refused", judged, reason, "RFC 6265bis §5.7 step 23");
    }
    if (judged.expiresAtMs !== undefined && judged.expiresAtMs <= nowMs)
      return this.#forget(judged, previous);
    if (!this.#keep(judged, previous, nowMs))
      return decision("refused", judged, words.refused(words.evictedAtOnce), "RFC 6265bis §5.7");
    return decision("kept", judged, keptBecause(judged, previous), "RFC 6265bis §5.7");
  }

  /** What goes with a request to `url`, and why. Marks what is sent as used now. */
  select(url: URL, context: CookieContext = { via: "http" }): Selection {
    const cookies = this.#shelf.ofSite(url.hostname);
    if (cookies.length === 0) return none;
    const nowMs = this.#clock.nowMs();
    const request: Retrieval = {
      url,
      context,
      nowMs,
      secure: this.#isSecure(url),
      partition: partitionOf(url, context),
      policy: this.#policy,
    };
    const sent: string[] = [];
    const decisions: CookieDecision[] = [];
    const expired: JarChange[] = [];
    for (const cookie of cookies.toSorted(inSendingOrder)) {
      if (cookie.expiresAtMs !== undefined && cookie.expiresAtMs <= nowMs) {
        this.#shelf.remove(cookie);
        expired.push({ kind: "expired", cookie });
        const reason = words.withheld(words.expired(new Date(cookie.expiresAtMs).toUTCString()));
        decisions.push(decision("withheld", cookie, reason, "RFC 6265bis §5.7"));
        continue;
      }
      const judged = judgeSending(cookie, request);
      decisions.push(decision(judged.sent ? "sent" : "withheld", cookie, judged.reason, judged.source));
      if (!judged.sent) continue;
      sent.push(cookie.name === "" ? cookie.value : `${cookie.name}=${cookie.value}`);
      this.#shelf.put({ ...cookie, lastAccessMs: nowMs });
    }
    this.#tell(expired);
    return { header: sent.length === 0 ? undefined : sent.join("; "), decisions };
  }

  /** For a request that carries no credentials: the site's cookies, each withheld for that reason. */
  withhold(url: URL, reason: string, source: string): readonly CookieDecision[] {
    this.#expireSite(url.hostname, this.#clock.nowMs());
    return this.#shelf
      .ofSite(url.hostname)
      .toSorted(inSendingOrder)
      .map((cookie) => decision("withheld", cookie, words.withheld(reason), source));
  }

  /** For a response whose request carried no credentials: the line is ignored, for that reason. */
  ignore(line: string, url: URL, reason: string, source: string): CookieDecision {
    const { name, value } = parseSetCookie(line);
    return {
      verdict: "refused",
      name,
      value,
      domain: url.hostname,
      path: "/",
      reason: words.refused(reason),
      source,
    };
  }

  /** What `document.cookie` reads in that document: no HttpOnly cookie, bytes read as UTF-8. */
  readFromScript(url: URL, ancestors: Ancestors = []): string {
    return decodeUtf8(this.select(url, ofScript(url, ancestors)).header ?? "");
  }

  /** What an assignment to `document.cookie` does in that document. */
  writeFromScript(line: string, url: URL, ancestors: Ancestors = []): CookieDecision {
    return this.offer(encodeUtf8(line), url, ofScript(url, ancestors));
  }

  /** Writes a cookie as it is, by hand, past all rules: as a browser's own tools let its owner do. */
  put(cookie: JarCookie): void {
    const nowMs = this.#clock.nowMs();
    this.#expireSite(cookie.domain, nowMs);
    this.#keep(cookie, this.#shelf.get(cookie), nowMs);
  }

  /** Removes one cookie. Says whether it was there. */
  delete(key: CookieKey): boolean {
    const cookie = this.#shelf.get(key);
    if (cookie === undefined) return false;
    this.#shelf.remove(cookie);
    this.#tell([{ kind: "deleted", cookie }]);
    return true;
  }

  clear(): void {
    const changes = this.#shelf.all().map((cookie): JarChange => ({ kind: "deleted", cookie }));
    this.#shelf.clear();
    this.#tell(changes);
  }

  /** Ends the browser session: cookies without an expiry go, as when a browser closes. */
  endBrowserSession(): void {
    const ended = this.list().filter((cookie) => cookie.expiresAtMs === undefined);
    for (const cookie of ended) this.#shelf.remove(cookie);
    this.#tell(ended.map((cookie): JarChange => ({ kind: "deleted", cookie })));
  }

  /** Calls back after each change of content, never for a mere use; the returned function stops that. */
  onChange(listener: (changes: readonly JarChange[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  toJSON(): JarSnapshot {
    this.#expire();
    return { version: 1, cookies: this.#shelf.all() };
  }

  /** A jar with what {@link toJSON} gave. Throws a TypeError that names the first field that is not right. */
  static fromJSON(snapshot: unknown, clock: Clock, policy: Partial<CookiePolicy> = {}): CookieJar {
    const jar = new CookieJar(clock, policy);
    for (const cookie of readSnapshot(snapshot)) jar.#shelf.put(cookie);
    return jar;
  }

  #isSecure(url: URL): boolean {
    if (url.protocol === "https:" || url.protocol === "wss:") return true;
    return this.#policy.trustLoopback && isLoopback(url.hostname);
  }

  /** A redirect through another site makes the request cross-site, where the policy counts it. */
  #counted(context: CookieContext): CookieContext {
    return this.#policy.sameSiteRedirects === "counted" && context.redirectedThrough !== undefined
      ? { ...context, siteForCookies: null }
      : context;
  }

  #forget(cookie: JarCookie, previous: JarCookie | undefined): CookieDecision {
    const how = cookie.maxAgeSeconds === undefined ? words.expiresIsPast : `Max-Age=${cookie.maxAgeSeconds}`;
    if (previous !== undefined) {
      this.#shelf.remove(previous);
      this.#tell([{ kind: "deleted", cookie: previous }]);
    }
    const reason = previous === undefined ? words.deletedNothing(how) : words.deleted(how);
    return decision("deleted", cookie, reason, "RFC 6265bis §5.7");
  }

  /** Says whether it stays: where there is no room it may be the first to go. */
  #keep(cookie: JarCookie, previous: JarCookie | undefined, nowMs: number): boolean {
    const kept = previous === undefined ? cookie : { ...cookie, createdAtMs: previous.createdAtMs };
    this.#shelf.put(kept);
    const room = this.#makeRoom(kept, nowMs);
    const stays = this.#shelf.get(kept) !== undefined;
    this.#tell([
      previous === undefined ? { kind: "added", cookie: kept } : { kind: "replaced", cookie: kept, previous },
      ...room,
    ]);
    return stays;
  }

  #makeRoom(added: JarCookie, nowMs: number): readonly JarChange[] {
    if (!this.#shelf.isOverfull(added)) return [];
    const expired = expiries(this.#shelf.takeExpired(nowMs));
    const evicted = this.#shelf.takeExcess(added).map((cookie): JarChange => ({ kind: "evicted", cookie }));
    return [...expired, ...evicted];
  }

  #expire(): void {
    this.#tell(expiries(this.#shelf.takeExpired(this.#clock.nowMs())));
  }

  /** A cookie whose time is over is no more: it is in nobody's way, and has no say. */
  #expireSite(host: string, nowMs: number): void {
    this.#tell(expiries(this.#shelf.takeExpired(nowMs, this.#shelf.ofSite(host))));
  }

  #tell(changes: readonly JarChange[]): void {
    if (changes.length === 0) return;
    for (const listener of [...this.#listeners]) listener(changes);
  }
}

function expiries(cookies: readonly JarCookie[]): readonly JarChange[] {
  return cookies.map((cookie) => ({ kind: "expired", cookie }));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function ofScript(url: URL, ancestors: Ancestors): CookieContext {
  return {
    via: "script",
    siteForCookies: siteForCookies(url, ancestors),
    topLevel: topLevelOf(url, ancestors),
  };
}

/** Longer paths first, then the oldest (RFC 6265bis §5.8.3 step 4); sorting is stable, so equal times keep order. */
function inSendingOrder(a: JarCookie, b: JarCookie): number {
  return b.path.length - a.path.length || a.createdAtMs - b.createdAtMs;
}

function decision(
  verdict: CookieDecision["verdict"],
  cookie: JarCookie,
  reason: string,
  source: string,
): CookieDecision {
  const { name, value, domain, hostOnly, path, partitionKey } = cookie;
  const partition = partitionKey === undefined ? {} : { partitionKey };
  return { verdict, name, value, domain, hostOnly, path, ...partition, reason, source };
}

function keptBecause(cookie: JarCookie, previous: JarCookie | undefined): string {
  const where = coversHostsBelow(cookie)
    ? words.forHostsBelow(cookie.domain)
    : words.forHostOnly(cookie.domain);
  const until =
    cookie.expiresAtMs === undefined
      ? words.untilBrowserCloses
      : words.until(new Date(cookie.expiresAtMs).toUTCString());
  const within =
    cookie.partitionKey === undefined ? where : words.within(where, describePartition(cookie.partitionKey));
  return previous === undefined ? words.kept(within, until) : words.keptInPlace(within, until);
}

function encodeUtf8(text: string): string {
  let bytes = "";
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

function decodeUtf8(bytes: string): string {
  if (/[^\0-\xff]/.test(bytes)) return bytes;
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(
    Uint8Array.from(bytes, (character) => character.charCodeAt(0)),
  );
}
