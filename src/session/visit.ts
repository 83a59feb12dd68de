import { commit } from "./commit.ts";
import { serializeSetCookie } from "./cookie.ts";
import type { CookieCodec, HeldSession } from "./cookie-held/cookie-codec.ts";
import { heldCookieHeader } from "./cookie-held/held-visit.ts";
import { needsAStore } from "./cookie-held/no-store.ts";
import type { SessionRecord } from "./record.ts";
import { LiveSession } from "./session.ts";
import type { SessionHost, SessionMode } from "./session-host.ts";
import { idsOf } from "./session-id.ts";
import type { SessionSettings } from "./settings.ts";
import { StoredUserSessions, type UserSessions } from "./sign-in/user-sessions.ts";
import type { Awaitable, Store } from "./store.ts";
import type { HeldTurn, TurnRenewal } from "./turn-renewal.ts";

/** What a session needs to know of the HTTP request that it serves. */
export interface VisitRequest {
  /** For events: the IncomingMessage. */
  readonly request: object;
  /** Not GET, HEAD, OPTIONS or TRACE (RFC 9110 §9.2.1). */
  readonly isUnsafe: boolean;
  /** HEAD: the handler is GET's, but nobody sees what it writes. Default: false. */
  readonly isBodyless?: boolean;
  /** Made ahead of time, for a page that perhaps nobody will see (Fetch §2.2.5, Sec-Purpose). Absent: it is not. */
  isPrefetch?(): boolean;
  /** The session-id cookie as it came, or undefined. */
  readonly cookieValue: string | undefined;
  /** Any other cookie, likewise. */
  cookie(name: string): string | undefined;
  /** Method and path without query: `POST /cart/add`. */
  route(): string;
  isSecure(): boolean;
  /** The User-Agent field as it came, or undefined. */
  userAgent(): string | undefined;
  /** Whether the response is over. */
  isOver(): boolean;
  /** The session is about to record its first change: time to watch for handlers that throw. */
  onFirstChange(): void;
}

/** What all visits of one middleware share. */
export interface VisitContext {
  readonly settings: SessionSettings;
  readonly store: Store;
  /** When the cookie holds the session; the store then only says what it cannot do. */
  readonly cookieHeld?: CookieCodec | undefined;
  readonly renewal: TurnRenewal;
  /** Logs what would otherwise be said at every request. */
  logOnce(message: string): void;
  /** Lets the store collect what is over, once in a while, in the background. */
  collectNowAndThen(nowMs: number): void;
}

/** Enough to tell a phone from a laptop; more would only fill records. */
const DEVICE_LENGTH = 200;

/** Waiting flash is for a page that somebody sees. */
export function hidesFlash(record: SessionRecord | null, request: VisitRequest): boolean {
  return record !== null && record.flash.size > 0 && request.isPrefetch?.() === true;
}

const DONE = Promise.resolve();

function ignore(): void {}

/** One request's passage through its session: from the loaded record to the commit. */
export class Visit implements SessionHost {
  readonly request: VisitRequest;
  readonly context: VisitContext;
  readonly session: LiveSession;
  /** The turn that this request holds. */
  turn: HeldTurn | undefined;
  /** What the response's Set-Cookie is to be, as far as commits have decided. */
  setCookie: string | undefined;
  /** The same for the remember-me cookie. */
  rememberCookie: string | undefined;
  /** The same for a session that cookies hold, of which there may be several. */
  heldCookies: readonly string[] = [];
  /** What those cookies held at the start. */
  held: HeldSession | undefined;
  /** The id that came and what the store keeps it under, so that it is worked out once. */
  known: { readonly id: string; readonly key: string } | undefined;
  /** Whether a commit was published already. */
  published = false;
  /** The commit under way; once the response has begun, its own. */
  #committing: Promise<void> | undefined;

  constructor(
    context: VisitContext,
    request: VisitRequest,
    record: SessionRecord | null,
    /** What the record is stored under; undefined without one. */
    id: string | undefined,
    mode: SessionMode,
    turn: HeldTurn | undefined,
  ) {
    this.context = context;
    this.request = request;
    this.turn = turn;
    this.session = new LiveSession(this, record, id, mode);
    if (request.isBodyless === true && record !== null) this.session.leaveFlash();
    if (hidesFlash(record, request)) this.session.hideFlash();
    if (turn !== undefined) context.renewal.add(turn);
  }

  holdTurn(turn: HeldTurn): void {
    this.turn = turn;
    this.context.renewal.add(turn);
  }

  /** The turn is no longer ours: given back, or gone with its record. */
  dropTurn(): void {
    if (this.turn === undefined) return;
    this.context.renewal.remove(this.turn);
    this.turn = undefined;
  }

  /** Nothing more comes of this request, so whoever waits for its turn need not wait for its lease. */
  giveTurnBack(): void {
    const { turn } = this;
    if (turn === undefined) return;
    this.dropTurn();
    this.context.renewal.giveBack(turn);
  }

  /**
   * Writes what is pending, before the first byte. After it every change throws. A save that nobody waited for
   * is waited for here, and when it fails, so does this.
   */
  finish(): Awaitable<void> {
    this.session.close();
    const write = () => commit(this, { keepTurn: false });
    const saving = this.#committing;
    try {
      const done =
        saving === undefined
          ? write()
          : saving.then(write, (error: unknown) => {
              this.giveTurnBack();
              throw error;
            });
      this.#committing = done instanceof Promise ? done : DONE;
      return done;
    } catch (error) {
      this.#committing = Promise.reject(error);
      this.#committing.catch(ignore);
      throw error;
    }
  }

  /** In development: somebody changed what `get` returned and expected it to be kept. */
  reportChangedCopies(): void {
    for (const key of this.session.changedCopies()) {
      this.context.logOnce(
        `${this.route()}: the value of session key "${key}" was changed after get() and never set(). ` +
          `get() returns a copy; call session.set("${key}", …) to keep the change.`,
      );
    }
  }

  // What the live session asks of its host

  get permanentByDefault(): boolean {
    return this.context.settings.permanent;
  }

  get watchCopies(): boolean {
    return this.context.settings.development;
  }

  newId(): string {
    return idsOf(this.context.store).fresh();
  }

  route(): string {
    return this.request.route();
  }

  changing(): void {
    this.request.onFirstChange();
  }

  /** One at a time: while one is under way nothing can be changed, so another has nothing more to write. */
  save(): Promise<void> {
    if (this.#committing !== undefined) return this.#committing;
    const saving = this.#save();
    // Where nobody waits for it, the response tells of its failure.
    saving.catch(ignore);
    if (this.session.saving) this.#committing = saving;
    return saving;
  }

  async #save(): Promise<void> {
    const done = commit(this, { keepTurn: true });
    if (!(done instanceof Promise)) return;
    const { session } = this;
    session.saving = true;
    try {
      await done;
    } finally {
      session.saving = false;
      if (!session.isClosed) this.#committing = undefined;
    }
  }

  nowMs(): number {
    return this.context.settings.nowMs();
  }

  device(): string | undefined {
    const printable = this.request
      .userAgent()
      ?.replace(/[^\x20-\x7e]/g, "")
      .trim();
    return printable === "" ? undefined : printable?.slice(0, DEVICE_LENGTH);
  }

  /** Whether the store can take back what it has given. */
  get canRemember(): boolean {
    const { turns, revoke, list } = this.context.store.capabilities;
    return turns && revoke && list;
  }

  mayRemember(): void {
    if (!this.canRemember) throw needsAStore("Remembering a login", this.context.store.name);
  }

  userSessions(session: LiveSession): UserSessions {
    return new StoredUserSessions(this.context.store, this.context.settings, session.signIn?.signInId);
  }

  cookieHeader(session: LiveSession, record: SessionRecord | null = session.record): string {
    const { cookieHeld, settings, store } = this.context;
    if (cookieHeld !== undefined) return heldCookieHeader(cookieHeld, this);
    return this.valueHeader(settings.name, idsOf(store).print(session.getSessionId()), {
      permanent: session.permanent,
      absoluteDeadlineMs: record?.absoluteDeadlineMs ?? Number.POSITIVE_INFINITY,
    });
  }

  /** The Set-Cookie value for a cookie that lives as long as the record. */
  valueHeader(
    name: string,
    value: string,
    { permanent, absoluteDeadlineMs }: Pick<SessionRecord, "permanent" | "absoluteDeadlineMs">,
  ): string {
    const { settings } = this.context;
    const left = absoluteDeadlineMs - settings.nowMs();
    const maxAgeMs = Math.max(1000, Math.min(settings.idleTimeoutMs, left));
    return serializeSetCookie({
      ...this.#attributes(name),
      value,
      ...(permanent ? { maxAgeSeconds: Math.ceil(maxAgeMs / 1000) } : {}),
    });
  }

  /** Tells the user agent to forget the cookie: same name, same path, already over. */
  expiredCookieHeader(name = this.context.settings.name): string {
    return serializeSetCookie({ ...this.#attributes(name), value: "", maxAgeSeconds: 0, expiresMs: 0 });
  }

  /** A remember-me cookie never leaves its site and is never for scripts, whatever the settings of the other. */
  rememberCookieHeader(value: string, maxAgeMs: number): string {
    const maxAgeSeconds = Math.max(1, Math.ceil(maxAgeMs / 1000));
    return serializeSetCookie({ ...this.#rememberAttributes(), value, maxAgeSeconds });
  }

  expiredRememberHeader(): string {
    return serializeSetCookie({ ...this.#rememberAttributes(), value: "", maxAgeSeconds: 0, expiresMs: 0 });
  }

  #rememberAttributes() {
    const name = this.context.settings.rememberName;
    return { name, path: "/", httpOnly: true, sameSite: "Lax", secure: this.#isSecure() } as const;
  }

  #isSecure(): boolean {
    const { secure } = this.context.settings;
    return secure === "auto" ? this.request.isSecure() : secure;
  }

  #attributes(name: string) {
    const { httpOnly, sameSite, cookiePath, domain, partitioned } = this.context.settings;
    return {
      name,
      path: cookiePath,
      partitioned,
      ...(domain === undefined ? {} : { domain }),
      httpOnly,
      sameSite,
      secure: this.#isSecure(),
    };
  }
}
