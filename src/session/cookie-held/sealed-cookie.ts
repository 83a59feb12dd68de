import { Buffer } from "node:buffer";
import { NAME_VALUE_LIMIT_BYTES } from "../cookie.ts";
import { flashValues, joinEntries, type SessionRecord } from "../record.ts";
import { readSecrets, type Secrets } from "../secrets.ts";
import { SessionError } from "../session-error.ts";
import type {
  CookieCodec,
  CookieTerms,
  Decoded,
  HeldContent,
  HeldCookies,
  HeldSession,
} from "./cookie-codec.ts";
import { judgeAge, rejected } from "./cookie-outcome.ts";
import { tooLarge, VALUE_LIMIT_CHARACTERS } from "./cookie-size.ts";
import { type Marked, markOf, parseMark } from "./mark.ts";
import { type OpenedCookie, RememberedSessions } from "./remembered-sessions.ts";
import { Sealer } from "./sealer.ts";

export interface SealedCookieOptions {
  /** The newest first: it seals, all open. At least 32 bytes each; text with commas between them also does. */
  readonly secrets: string | readonly string[];
  /**
   * How many cookies one session may take (3). Node reads 16 KiB of a request's head in all: give it
   * `--max-http-header-size` before you go beyond 3.
   */
  readonly cookieLimit?: number;
  /** "tina4_session". The setting `name` wins. */
  readonly cookieName?: string;
  /** "/". */
  readonly path?: string;
  /** Absent: this host only. */
  readonly domain?: string;
}

/**
 * The session in the cookie, encrypted and authenticated (AES-256-GCM): nobody reads or changes it, and a
 * value put into a cookie of another name does not open. What is too large for one cookie goes into NAME.1,
 * NAME.2, …; only all parts of one writing, in order, open. See {@link CookieCodec} for what such a session
 * cannot promise.
 *
 * Throws {@link SessionError} "bad-setting" for no secret, a weak one, or a limit that is not 1 to 10.
 */
export function sealedCookie(options: SealedCookieOptions): CookieCodec {
  const secrets = readSecrets("secrets", options.secrets);
  if (secrets === undefined) {
    throw new SessionError(
      "bad-setting",
      "secrets is empty. A sealed cookie needs at least one secret of 32 bytes.",
    );
  }
  return new SealedCookie(secrets, options);
}

const DEFAULT_COOKIE_LIMIT = 3;
const MAX_COOKIE_LIMIT = 10;
/** The first character of the first part: how many parts there are. */
const COUNTS = "0123456789A";

class SealedCookie implements CookieCodec {
  readonly name = "sealed";
  readonly cookieName: string;
  readonly path: string;
  readonly domain?: string;
  readonly cookieLimit: number;
  readonly #sealer: Sealer;
  readonly #remembered = new RememberedSessions();

  constructor(secrets: Secrets, options: SealedCookieOptions) {
    this.cookieName = options.cookieName ?? "tina4_session";
    this.path = options.path ?? "/";
    if (options.domain !== undefined) this.domain = options.domain;
    this.cookieLimit = options.cookieLimit ?? DEFAULT_COOKIE_LIMIT;
    if (!Number.isInteger(this.cookieLimit) || this.cookieLimit < 1 || this.cookieLimit > MAX_COOKIE_LIMIT) {
      throw new SessionError(
        "bad-setting",
        `cookieLimit is ${String(options.cookieLimit)}. Give a whole number, 1 to ${MAX_COOKIE_LIMIT}.`,
      );
    }
    this.#sealer = new Sealer(secrets, "sealed cookie");
  }

  decode(cookies: HeldCookies, terms: CookieTerms): Decoded {
    const sealed = joined(cookies, this.cookieLimit);
    if (typeof sealed !== "string") return sealed;
    const opened = this.#remembered.recall(sealed, terms) ?? this.#open(sealed, terms);
    if ("outcome" in opened) return opened;
    const { session, atSeconds } = opened;
    const reason = judgeAge(atSeconds, terms);
    if (reason !== undefined) return rejected(reason);
    return terms.nowMs >= session.record.absoluteDeadlineMs
      ? rejected("expired")
      : { outcome: "opened", session };
  }

  #open(sealed: string, terms: CookieTerms): OpenedCookie | Decoded {
    const text = this.#sealer.open(Buffer.from(sealed, "base64url"), terms.name);
    if (text === undefined) return rejected("tampered");
    const opened = parse(text, terms);
    if (opened === undefined) return rejected("malformed");
    this.#remembered.note(sealed, opened, terms);
    return opened;
  }

  encode({ id, record }: HeldContent, terms: CookieTerms): readonly string[] {
    const atSeconds = Math.floor(terms.nowMs / 1000);
    const mark = markOf({ id, record }, true);
    const flash = flashValues(record.flash);
    const text = `{"at":${atSeconds},"mark":${JSON.stringify(mark)},"data":${joinEntries(record.data)},"flash":${joinEntries(flash)}}`;
    const sealed = this.#sealer.seal(text, terms.name).toString("base64url");
    // Names are as long as NAME.9 at most, but for the first, whose count takes one character.
    const room = NAME_VALUE_LIMIT_BYTES - terms.name.length - 2;
    const parts: string[] = [];
    for (let at = 0; at < sealed.length; at += room) parts.push(sealed.slice(at, at + room));
    if (parts.length > this.cookieLimit) {
      throw tooLarge(terms.name, sealed.length, room * this.cookieLimit);
    }
    parts[0] = `${COUNTS[parts.length]}${parts[0]}`;
    const marked = parseMark(mark, atSeconds, terms.permanent, terms);
    if (marked !== undefined) {
      const session = heldSession(marked, record.data, [...flash]);
      this.#remembered.note(sealed, { session, atSeconds }, terms);
    }
    return parts;
  }
}

/** The parts put together again, as many as the first one says. */
function joined(cookies: HeldCookies, limit: number): string | Decoded {
  const first = cookies.read(0);
  const count = first === undefined || first === "" ? -1 : COUNTS.indexOf(first.charAt(0));
  if (first === undefined || count < 1 || first.length > VALUE_LIMIT_CHARACTERS) return rejected("malformed");
  if (count > limit) return rejected("malformed");
  let sealed = first.slice(1);
  for (let index = 1; index < count; index += 1) {
    const part = cookies.read(index);
    if (part === undefined || part.length > VALUE_LIMIT_CHARACTERS) return rejected("tampered");
    sealed += part;
  }
  return /^[\w-]+$/.test(sealed) && sealed.length % 4 !== 1 ? sealed : rejected("malformed");
}

/** What was sealed by one of our secrets, so it is a text of ours, if perhaps of another version. */
function parse(text: string, terms: CookieTerms): OpenedCookie | undefined {
  const content: unknown = parsed(text);
  if (!isObject(content)) return undefined;
  const { at, mark, data, flash } = content;
  if (typeof at !== "number" || !isObject(mark) || !isObject(data) || !isObject(flash)) return undefined;
  const marked = parseMark(mark, at, terms.permanent, terms);
  if (marked === undefined) return undefined;
  const session = heldSession(marked, new Map(textsOf(data)), textsOf(flash));
  return { session, atSeconds: at };
}

function textsOf(values: Readonly<Record<string, unknown>>): [key: string, json: string][] {
  return Object.entries(values).map(([key, value]) => [key, JSON.stringify(value)]);
}

function heldSession(
  { id, ...rest }: Marked,
  data: SessionRecord["data"],
  flash: readonly [key: string, json: string][],
): HeldSession {
  const entries = flash.map(([key, json]) => [key, { id: `cookie:${key}`, json }] as const);
  return { id, record: { data, flash: new Map(entries), ...rest }, isUnmarked: false };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
