import { DataBox } from "./data-box.ts";
import { FlashBox } from "./flash-box.ts";
import { HandedOutCopies } from "./handed-out.ts";
import { checkKey, snapshot } from "./json-value.ts";
import type { Patch, UpdateStep } from "./patch.ts";
import { parseEntries, type SessionRecord, type SignIn, signInOf } from "./record.ts";
import type { Flashes, LoginOptions, Session } from "./session-face.ts";
import type { SessionHost, SessionMode } from "./session-host.ts";
import { ownerKey } from "./session-id.ts";
import { changeReadOnly, changeTooLate, changeWhileSaving } from "./session-refusals.ts";
import type { SignedInSession } from "./sign-in/user-sessions.ts";
import { SignInBox } from "./sign-in-box.ts";

/**
 * The session of one request as a state machine: the record it was loaded from, and what was done since. It
 * knows no HTTP, no store and no clock. `null` as record: none was found.
 */
export class LiveSession implements Session {
  #mode: SessionMode;
  /** Whether anything was asked of it; the response then varies by cookie. */
  used = false;
  /** A save is under way: it would wipe out what is changed meanwhile, so changes are refused. */
  saving = false;
  /** Set when the first byte leaves: the route, for the message of a late change. */
  #closed = false;
  /** Of what it is the session; for middleware of ours. */
  readonly host: SessionHost;
  #record: SessionRecord | null;
  /** The record at load or at the last commit. */
  #before: SessionRecord | null;
  /** The id that the record is stored under; undefined: there is none. */
  #storedId: string | undefined;
  #id: string | undefined;
  /** Ids whose records go at commit. */
  #doomedIds: string[] | undefined;
  #doomed = false;
  readonly #data: DataBox;
  readonly #flash: FlashBox;
  #flashes: Flashes | undefined;
  #permanent: boolean | undefined;
  readonly #signIn = new SignInBox();
  /** It is to be kept although nothing is in it. */
  #begun = false;
  #announced = false;
  readonly #handedOut = new HandedOutCopies();

  constructor(host: SessionHost, record: SessionRecord | null, id: string | undefined, mode: SessionMode) {
    this.host = host;
    this.#record = record;
    this.#before = record;
    this.#data = new DataBox(record?.data);
    this.#flash = new FlashBox(record?.flash ?? NOTHING);
    this.#storedId = record === null ? undefined : id;
    this.#id = this.#storedId;
    this.#mode = mode;
  }

  // What handlers call

  get isNew(): boolean {
    this.used = true;
    return this.#record === null;
  }

  get permanent(): boolean {
    this.used = true;
    return this.#permanent ?? this.#record?.permanent ?? this.host.permanentByDefault;
  }

  set permanent(value: boolean) {
    this.#beforeChange("permanent");
    this.#permanent = value;
  }

  get<T>(key: string, fallback?: T): T {
    this.used = true;
    const json = this.#data.json(key) ?? this.#flash.peek(key);
    if (json === undefined) return fallback as T;
    const value: unknown = JSON.parse(json);
    if (this.host.watchCopies) this.#handedOut.remember(key, value, json);
    return value as T;
  }

  set(key: string, value: unknown): void {
    checkKey(key);
    const json = snapshot(value, key);
    this.#beforeChange(`set("${key}")`);
    this.#data.change(key, { kind: "set", json });
  }

  has(key: string): boolean {
    this.used = true;
    return this.#data.json(key) !== undefined;
  }

  delete(key: string): void {
    checkKey(key);
    this.#beforeChange(`delete("${key}")`);
    if (this.#data.json(key) !== undefined) this.#data.change(key, { kind: "delete" });
  }

  pop<T>(key: string, fallback?: T): T {
    checkKey(key);
    this.#beforeChange(`pop("${key}")`);
    const json = this.#data.json(key);
    if (json === undefined) return fallback as T;
    this.#data.change(key, { kind: "delete" });
    return JSON.parse(json) as T;
  }

  clear(): void {
    this.#beforeChange("clear()");
    this.#data.clear();
    this.#signIn.signOut(this.signIn !== undefined);
  }

  all(): Record<string, unknown> {
    this.used = true;
    return parseEntries(this.#data.all());
  }

  increment(key: string, by = 1): number {
    checkKey(key);
    if (!Number.isFinite(by)) {
      throw new TypeError(`increment("${key}", …) adds a finite number; this is ${String(by)}.`);
    }
    const before = this.#data.json(key);
    const current: unknown = before === undefined ? 0 : JSON.parse(before);
    if (typeof current !== "number") {
      throw new TypeError(`increment("${key}") needs a number there; it holds ${before}. Use set first.`);
    }
    const json = snapshot(current + by, key);
    this.#beforeChange(`increment("${key}")`);
    this.#data.increment(key, by, json);
    return current + by;
  }

  update<T>(key: string, change: (current: T | undefined) => T): T {
    checkKey(key);
    const before = this.#data.json(key);
    const step = change as UpdateStep;
    const json = snapshot(step(before === undefined ? undefined : JSON.parse(before)), key);
    this.#beforeChange(`update("${key}")`);
    this.#data.update(key, step, json);
    return JSON.parse(json) as T;
  }

  flash<T>(key: string, ...rest: [value?: unknown]): T {
    if (rest.length === 0) return this.#takeFlash(key) as T;
    checkKey(key);
    const json = snapshot(rest[0], key);
    this.#beforeChange(`flash("${key}")`);
    this.#flash.add(key, { id: this.host.newId(), json });
    return undefined as T;
  }

  getFlash<T>(key: string): T | undefined {
    return this.#takeFlash(key) as T | undefined;
  }

  get flashes(): Flashes {
    this.#flashes ??= {
      now: (key, value) => {
        checkKey(key);
        this.used = true;
        this.#flash.addNow(key, snapshot(value, key));
      },
      keep: (key) => {
        if (key !== undefined) checkKey(key);
        this.used = true;
        this.#refuseWhatComesTooLate("flashes.keep()");
        this.#flash.keep(key);
      },
      peek: <T>(key: string) => {
        checkKey(key);
        this.used = true;
        return parsed(this.#flash.peek(key)) as T | undefined;
      },
    };
    return this.#flashes;
  }

  begin(): void {
    if (this.#record !== null) return;
    this.#beforeChange("begin()");
    this.#begun = true;
  }

  regenerate(): void {
    this.#beforeChange("regenerate()");
    this.#id = this.host.newId();
  }

  login(userId: string | number, options: LoginOptions = {}): void {
    checkUserId(userId);
    if (options.remember === true) this.host.mayRemember();
    this.#beforeChange("login()");
    const owner = ownerKey("user", userId);
    if (this.#isOfAnother(owner, userId)) this.#end("login()", true);
    const same = this.signIn;
    const device = this.host.device();
    this.#id = this.host.newId();
    const signIn = {
      owner,
      authenticatedAtMs: this.host.nowMs(),
      signInId: same?.signInId ?? this.host.newId(),
      ...(device === undefined ? {} : { device }),
      ...(same?.family === undefined ? {} : { family: same.family }),
    };
    this.#signIn.signIn(signIn, { remembers: options.remember === true });
    this.#data.change("user_id", { kind: "set", json: JSON.stringify(userId) });
  }

  logout(): void {
    this.#end("logout()", true);
  }

  get userId(): string | number | undefined {
    this.used = true;
    return this.standing?.userId;
  }

  get authenticatedAtMs(): number | undefined {
    this.used = true;
    return this.standing?.signIn.authenticatedAtMs;
  }

  get remembered(): boolean {
    this.used = true;
    return this.standing?.signIn.remembered === true;
  }

  isFresh(ageSeconds: number): boolean {
    this.used = true;
    const signIn = this.standing?.signIn;
    if (signIn === undefined || signIn.remembered === true) return false;
    return this.host.nowMs() - signIn.authenticatedAtMs <= ageSeconds * 1000;
  }

  async listSessions(): Promise<readonly SignedInSession[]> {
    const { userId } = this;
    return userId === undefined ? [] : this.host.userSessions(this).sessionsOf(userId);
  }

  async revokeSession(handle: string): Promise<boolean> {
    const { userId } = this;
    if (userId === undefined) return false;
    if (handle !== this.signIn?.signInId) return this.host.userSessions(this).revoke(userId, handle);
    this.logout();
    return true;
  }

  async revokeOtherSessions(): Promise<number> {
    const { userId } = this;
    return userId === undefined ? 0 : this.host.userSessions(this).revokeAll(userId, { exceptCurrent: true });
  }

  destroy(): void {
    this.#end("destroy()", false);
  }

  #end(call: string, forgets: boolean): void {
    this.#beforeChange(call);
    if (forgets) this.#signIn.forget();
    if (this.#storedId !== undefined) {
      this.#doomedIds ??= [];
      this.#doomedIds.push(this.#storedId);
    }
    this.#doomed = true;
    this.#record = null;
    this.#data.seeOnly(undefined);
    this.#flash.empty();
    this.#storedId = undefined;
    this.#id = undefined;
    this.dropData();
  }

  save(): Promise<void> {
    this.used = true;
    return this.host.save(this);
  }

  getSessionId(): string {
    this.used = true;
    this.#id ??= this.host.newId();
    return this.#id;
  }

  cookieHeader(): string {
    this.used = true;
    return this.host.cookieHeader(this);
  }

  // What the commit asks

  get record(): SessionRecord | null {
    return this.#record;
  }

  get mode(): SessionMode {
    return this.#mode;
  }

  /** The record at load or at the last commit, also after `destroy`. */
  get before(): SessionRecord | null {
    return this.#before;
  }

  /**
   * The sign-in that is recorded, as this request sees it; undefined: none. Whom it speaks of is {@link userId},
   * and nobody once something else has changed `user_id`.
   */
  get signIn(): SignIn | undefined {
    if (this.#signIn.change !== undefined) return this.#signIn.change ?? undefined;
    return this.#record?.owner === undefined ? undefined : signInOf(this.#record);
  }

  /** The sign-in, where it is the one of `user_id`; a program or another system may have changed that alone. */
  get standing(): { readonly signIn: SignIn; readonly userId: string | number } | undefined {
    const { signIn } = this;
    if (signIn === undefined) return undefined;
    const userId = parsed(this.#data.json("user_id"));
    if (typeof userId !== "string" && typeof userId !== "number") return undefined;
    return ownerKey("user", userId) === signIn.owner ? { signIn, userId } : undefined;
  }

  /** Whether somebody signed in or out, or a device is to be forgotten. */
  get changesSignIn(): boolean {
    return this.#signIn.isChanged;
  }

  /** Whether the login of this request is to be remembered. */
  get remembers(): boolean {
    return this.#signIn.remembers;
  }

  /** Whether what remembers this device is to be revoked; kept when the handler throws. */
  get forgets(): boolean {
    return this.#signIn.forgets;
  }

  /** The id that the record is stored under. */
  get storedId(): string | undefined {
    return this.#storedId;
  }

  /** The ids whose records go. */
  get doomedIds(): readonly string[] {
    return this.#doomedIds ?? [];
  }

  /** Whether `destroy` was called since the last commit, also when there was no record. */
  get destroyed(): boolean {
    return this.#doomed;
  }

  /** Whether it is to be kept although nothing is in it. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Whether the record is to move to a new id. */
  get regenerated(): boolean {
    return this.#storedId !== undefined && this.#id !== this.#storedId;
  }

  /** Undefined: nothing changed. Who signs in or out changes data with it. */
  pendingPatch(): Patch | undefined {
    const untouched =
      !this.#data.cleared &&
      this.#data.changes === undefined &&
      this.#flash.taken === undefined &&
      this.#flash.added === undefined &&
      !this.#begun &&
      this.#permanent === undefined;
    if (untouched) return undefined;
    return {
      clear: this.#data.cleared,
      changes: this.#data.changes ?? NOTHING,
      flashTaken: this.#flash.taken ?? NOTHING,
      flashAdded: this.#flash.added ?? NOTHING,
      ...(this.#permanent === undefined ? {} : { permanent: this.#permanent }),
      ...(this.#signIn.change === undefined ? {} : { signIn: this.#signIn.change }),
    };
  }

  /** After a thrown handler: `destroy` and `regenerate` stay, the rest never happened (rule 8). */
  dropData(): void {
    this.#data.drop();
    this.#flash.drop();
    this.#begun = false;
    this.#permanent = undefined;
    this.#signIn.drop();
  }

  /** The commit is done: the record as it is now, under the current id. */
  committed(record: SessionRecord | null): void {
    this.dropData();
    this.#announced = false;
    this.#doomed = false;
    this.#doomedIds = undefined;
    this.#signIn.committed();
    this.#handedOut.forget();
    this.#record = record;
    this.#before = record;
    this.#data.seeOnly(record?.data);
    this.#flash.seeOnly(record?.flash);
    this.#storedId = record === null ? undefined : this.#id;
  }

  /** Timed renewal, decided at commit: a new id without anybody having asked. */
  renew(): void {
    this.#id = this.host.newId();
  }

  /**
   * A remembered login has put the session there, or moved it: it goes on as that record, with what was recorded
   * so far. Flash that others left there is for later requests.
   */
  adopt(record: SessionRecord, id: string): void {
    this.#mode = "open";
    this.#record = record;
    this.#before = record;
    this.#storedId = id;
    this.#id = id;
    this.#data.seeOnly(record.data);
    this.#flash.seeOnly(record.flash);
  }

  /** Signed in for the length of this request, which has no record to keep it in. */
  actAs(userId: string | number, signIn: SignIn): void {
    this.#signIn.signIn(signIn);
    this.#data.change("user_id", { kind: "set", json: JSON.stringify(userId) });
  }

  /** The record is gone: what this request does from now on goes nowhere, and it sends no cookie. */
  detach(): void {
    this.#mode = "detached";
    this.#id = undefined;
  }

  /** What waits is read by nobody: it stays for the next request, whatever the handler takes. */
  leaveFlash(): void {
    this.#flash.keep();
  }

  /** What waits is not there for this request, and stays for the next. */
  hideFlash(): void {
    this.#flash.seeOnly(undefined);
  }

  /** From now on every change throws. */
  close(): void {
    this.#closed = true;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Keys whose copies were changed and never set. */
  changedCopies(): string[] {
    return this.#handedOut.changed((key) => this.#data.changes?.has(key) === true);
  }

  // How it is done

  #beforeChange(call: string): void {
    this.used = true;
    this.#refuseWhatComesTooLate(call);
    if (this.#mode === "read-only") throw changeReadOnly(this.host.route(), call);
    if (!this.#announced) {
      this.#announced = true;
      this.host.changing(this);
    }
  }

  #refuseWhatComesTooLate(call: string): void {
    if (this.#closed) throw changeTooLate(this.host.route(), call);
    if (this.saving) throw changeWhileSaving(this.host.route(), call);
  }

  /** Also where `user_id` was set without `login`. */
  #isOfAnother(owner: string, userId: string | number): boolean {
    const json = this.#data.json("user_id");
    const other: unknown = json === undefined ? userId : JSON.parse(json);
    return (this.signIn?.owner ?? owner) !== owner || String(other) !== String(userId);
  }

  #takeFlash(key: string): unknown {
    checkKey(key);
    this.used = true;
    if (this.#flash.takingChanges(key)) this.#beforeChange(`flash("${key}")`);
    return parsed(this.#flash.take(key));
  }
}

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

function parsed(json: string | undefined): unknown {
  return json === undefined ? undefined : JSON.parse(json);
}

function checkUserId(userId: unknown): void {
  const isName = typeof userId === "string" && userId !== "" && userId.length <= 256;
  if (isName || Number.isSafeInteger(userId)) return;
  throw new TypeError(
    "login(userId) needs the user's id: a text of 1 to 256 characters or a whole number. " +
      "Was the user looked up and found?",
  );
}
