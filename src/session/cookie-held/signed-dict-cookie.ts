import type {
  CookieCodec,
  CookieTerms,
  Decoded,
  HeldContent,
  HeldCookies,
  HeldSession,
} from "./cookie-codec.ts";
import { judgeAge, rejected } from "./cookie-outcome.ts";
import { roomFor, tooLarge, unquoted, VALUE_LIMIT_CHARACTERS } from "./cookie-size.ts";
import type { DictDialect } from "./dict-members.ts";
import { printDict, readDict } from "./dict-session.ts";
import type { TimeSigner } from "./its-dangerous.ts";
import { type OpenedCookie, RememberedSessions } from "./remembered-sessions.ts";

/** What Flask, Starlette and Django do differently. */
export interface SignedDictFormat {
  readonly name: string;
  /** "session" but for Django. */
  readonly cookieName: string;
  readonly dialect: DictDialect;
  /** `secrets`: newest first. */
  signer(secrets: readonly string[]): TimeSigner;
  pack(text: string): string;
  /** Undefined: cannot be unpacked, or is too large. */
  unpack(payload: string): string | undefined;
}

/** The cookie's name and reach, as the other system calls for them. */
export interface CookieReach {
  readonly cookieName?: string;
  readonly path?: string;
  readonly domain?: string;
}

/** A session as one JSON object, signed with the time of signing. */
export class SignedDictCookie implements CookieCodec {
  readonly name: string;
  readonly cookieName: string;
  readonly path: string;
  readonly domain?: string;
  readonly cookieLimit = 1;
  readonly #format: SignedDictFormat;
  readonly #signer: TimeSigner;
  readonly #remembered = new RememberedSessions();

  /** `secrets`: newest first; how strong they are is the caller's business. */
  constructor(format: SignedDictFormat, secrets: readonly string[], reach: CookieReach = {}) {
    this.name = format.name;
    this.cookieName = reach.cookieName ?? format.cookieName;
    this.path = reach.path ?? "/";
    if (reach.domain !== undefined) this.domain = reach.domain;
    this.#format = format;
    this.#signer = format.signer(secrets);
  }

  decode(cookies: HeldCookies, terms: CookieTerms): Decoded {
    const value = cookies.read(0);
    // "null" is what Starlette leaves where it deletes its cookie.
    if (value === undefined || value === "" || value === "null") return rejected("malformed");
    if (value.length > VALUE_LIMIT_CHARACTERS) return rejected("malformed");
    const opened = this.#remembered.recall(value, terms) ?? this.#open(value, terms);
    if ("outcome" in opened) return opened;
    const reason = judgeAge(opened.atSeconds, terms);
    if (reason !== undefined) return rejected(reason);
    return terms.nowMs >= opened.session.record.absoluteDeadlineMs
      ? rejected("expired")
      : { outcome: "opened", session: opened.session };
  }

  #open(value: string, terms: CookieTerms): OpenedCookie | Decoded {
    const { dialect, unpack } = this.#format;
    const signed = this.#signer.unsign(unquoted(value));
    if (signed === undefined) return rejected("tampered");
    const { atSeconds } = signed;
    const reason = judgeAge(atSeconds, terms);
    if (reason !== undefined) return rejected(reason);
    const text = unpack(signed.value);
    const session = text === undefined ? undefined : readDict(text, atSeconds, dialect, terms);
    if (session === undefined) return rejected("malformed");
    const opened = { session, atSeconds };
    this.#remembered.note(value, opened, terms);
    return opened;
  }

  encode(content: HeldContent, terms: CookieTerms, from: HeldSession | undefined): readonly string[] {
    const atSeconds = Math.floor(terms.nowMs / 1000);
    const { text, session } = printDict(content, atSeconds, this.#format.dialect, terms, from);
    const value = this.#signer.sign(this.#format.pack(text), atSeconds);
    const limit = roomFor(terms.name);
    if (value.length > limit) throw tooLarge(terms.name, value.length, limit);
    if (session !== undefined) this.#remembered.note(value, { session, atSeconds }, terms);
    return [value];
  }
}
