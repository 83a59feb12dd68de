import { andThen } from "./awaitable.ts";
import type { CommitEvent } from "./commit-event.ts";
import { commitHeld } from "./cookie-held/held-visit.ts";
import { applyPatch, EMPTY_PATCH, type Patch } from "./patch.ts";
import { publishCommit } from "./publish.ts";
import { blankRecord, type SessionRecord } from "./record.ts";
import { SessionError } from "./session-error.ts";
import { idsOf } from "./session-id.ts";
import { sessionGone, storeFailed, turnLost } from "./session-refusals.ts";
import { commitSignIn, commitSignOut } from "./sign-in/commit-sign-in.ts";
import type { Awaitable, Patched } from "./store.ts";
import type { Visit } from "./visit.ts";

export interface CommitOptions {
  /** `save()`: the request goes on and keeps its turn. */
  readonly keepTurn: boolean;
}

/**
 * Writes what the session recorded, gives the turn back, and decides what the response says. Throws or
 * rejects with {@link SessionError}: "store-failed", "turn-lost" or "session-gone".
 */
export function commit(visit: Visit, options: CommitOptions): Awaitable<void> {
  const { cookieHeld } = visit.context;
  if (cookieHeld !== undefined) {
    commitHeld(cookieHeld, visit);
    return undefined;
  }
  try {
    const done = write(visit, options);
    if (!(done instanceof Promise)) return done;
    return done.catch((error: unknown) => fail(error, visit, options));
  } catch (error) {
    return fail(error, visit, options);
  }
}

function write(visit: Visit, options: CommitOptions): Awaitable<void> {
  const { session } = visit;
  const patch = session.pendingPatch();
  if (session.changesSignIn && session.mode === "open") {
    return commitSignIn(visit, patch, (completed) => writeRecord(visit, options, completed));
  }
  // Whose session has just died may sign out all the same: the device is remembered beside it.
  if (session.forgets) return commitSignOut(visit, () => writeRecord(visit, options, patch));
  return writeRecord(visit, options, patch);
}

function writeRecord(visit: Visit, options: CommitOptions, patch: Patch | undefined): Awaitable<void> {
  const { session } = visit;
  if (session.mode !== "open")
    return finish(visit, options, { status: "unmodified", patch: undefined, after: null });
  if (session.destroyed) return destroy(visit, options, patch);
  if (session.record === null) return createOrLeave(visit, options, patch, "unmodified");
  if (session.regenerated) return rotate(visit, options, session.record, patch ?? EMPTY_PATCH, "rotated");
  if (renewalIsDue(visit, session.record)) {
    session.renew();
    return rotate(visit, options, session.record, patch ?? EMPTY_PATCH, "renewed");
  }
  if (patch !== undefined) return update(visit, options, session.record, patch);
  return touchOrLeave(visit, options, session.record);
}

function destroy(visit: Visit, options: CommitOptions, patch: Patch | undefined): Awaitable<void> {
  const { session, context } = visit;
  const destroyed = session.doomedIds.reduce<Awaitable<void>>(
    (earlier, id) => andThen(earlier, () => context.store.destroy(keyOf(visit, id))),
    undefined,
  );
  return andThen(destroyed, () => {
    visit.dropTurn();
    // Also one that an earlier commit of this request chose: nobody is to begin with an id that has ended.
    const isSent = visit.request.cookieValue !== undefined || visit.setCookie !== undefined;
    if (isSent) visit.setCookie = visit.expiredCookieHeader();
    return createOrLeave(visit, options, patch, "destroyed");
  });
}

/** No record: one comes into being only when something is kept in it, or when it was asked for. */
function createOrLeave(
  visit: Visit,
  options: CommitOptions,
  patch: Patch | undefined,
  statusWithout: "unmodified" | "destroyed",
): Awaitable<void> {
  const { session, context } = visit;
  const nowMs = context.settings.nowMs();
  const record = patch === undefined ? undefined : applyPatch(blankRecord(nowMs, context.settings), patch);
  const isEmpty = record?.data.size === 0 && record.flash.size === 0;
  if (record === undefined || (isEmpty && !session.begun)) {
    return finish(visit, options, { status: statusWithout, patch: undefined, after: null });
  }
  return andThen(context.store.create(keyOf(visit, session.getSessionId()), record), () => {
    visit.setCookie = visit.cookieHeader(session);
    context.collectNowAndThen(nowMs);
    return finish(visit, options, { status: "new", patch, after: record });
  });
}

function rotate(
  visit: Visit,
  options: CommitOptions,
  record: SessionRecord,
  changes: Patch,
  because: "rotated" | "renewed",
): Awaitable<void> {
  const { session, context } = visit;
  const from = keyOf(visit, session.storedId ?? "");
  const to = keyOf(visit, session.getSessionId());
  const nowMs = context.settings.nowMs();
  const patch: Patch = {
    ...changes,
    renewedAtMs: nowMs,
    idleDeadlineMs: nowMs + context.settings.idleTimeoutMs,
    // Whoever has just proved who they are begins the absolute timeout anew (ASVS 7.3.2).
    ...(changes.signIn ? { absoluteDeadlineMs: nowMs + context.settings.absoluteTimeoutMs } : {}),
  };
  const rotated = context.store.rotate(from, to, patch, { because, base: record, ...turnOf(visit) });
  return andThen(rotated, (result) => {
    const after = recordOf(visit, result);
    visit.dropTurn();
    if (after === undefined) return leaveGone(visit, options, record);
    visit.setCookie = visit.cookieHeader(session, after);
    return finish(visit, options, { status: "modified", patch: changes, after, regenerated: true });
  });
}

function update(
  visit: Visit,
  options: CommitOptions,
  record: SessionRecord,
  changes: Patch,
): Awaitable<void> {
  const { session, context } = visit;
  const nowMs = context.settings.nowMs();
  const isDue = touchIsDue(visit, record, nowMs);
  const patch = isDue ? { ...changes, idleDeadlineMs: nowMs + context.settings.idleTimeoutMs } : changes;
  const key = keyOf(visit, session.storedId ?? "");
  const release = visit.turn !== undefined && !options.keepTurn;
  const how = visit.turn === undefined ? { base: record } : { base: record, release, turn: visit.turn.token };
  return andThen(context.store.patch(key, patch, how), (result) => {
    const after = recordOf(visit, result);
    if (after === undefined) {
      visit.dropTurn();
      return leaveGone(visit, options, record);
    }
    if (release) visit.dropTurn();
    if (isDue || changes.permanent !== undefined) visit.setCookie = visit.cookieHeader(session);
    return finish(visit, options, { status: "modified", patch: changes, after });
  });
}

function touchOrLeave(visit: Visit, options: CommitOptions, record: SessionRecord): Awaitable<void> {
  const { session, context } = visit;
  const nowMs = context.settings.nowMs();
  if (!touchIsDue(visit, record, nowMs)) {
    return finish(visit, options, { status: "unmodified", patch: undefined, after: record });
  }
  const idleDeadlineMs = nowMs + context.settings.idleTimeoutMs;
  return andThen(context.store.touch(keyOf(visit, session.storedId ?? ""), idleDeadlineMs), (isThere) => {
    // Nothing was to be written, so nothing is lost; but its cookie must not overwrite a new one (rule 12).
    if (!isThere) return leaveQuietly(visit, options, record);
    visit.setCookie = visit.cookieHeader(session);
    return finish(visit, options, {
      status: "unmodified",
      patch: undefined,
      after: { ...record, idleDeadlineMs },
    });
  });
}

/**
 * The record died under this request. What it read was true when it read it, so a safe request answers; what
 * an unsafe one wanted to write is lost, and it must know (rules 12 and 14).
 */
function leaveGone(visit: Visit, options: CommitOptions, record: SessionRecord): Awaitable<void> {
  if (visit.request.isUnsafe) {
    throw sessionGone();
  }
  return leaveQuietly(visit, options, record);
}

function leaveQuietly(visit: Visit, options: CommitOptions, record: SessionRecord): Awaitable<void> {
  visit.setCookie = undefined;
  visit.session.detach();
  return finish(visit, options, { status: "unmodified", patch: undefined, after: null, before: record });
}

export interface Outcome {
  readonly status: CommitEvent["status"];
  readonly patch: Patch | undefined;
  readonly after: SessionRecord | null;
  readonly before?: SessionRecord;
  readonly regenerated?: boolean;
}

function finish(visit: Visit, options: CommitOptions, outcome: Outcome): Awaitable<void> {
  const { turn } = visit;
  if (turn !== undefined && !options.keepTurn) {
    return andThen(visit.context.store.releaseTurn(turn.key, turn.token), () => {
      visit.dropTurn();
      settle(visit, outcome);
    });
  }
  settle(visit, outcome);
}

/** Publishes what was done; the session goes on from there. */
export function settle(visit: Visit, outcome: Outcome): void {
  const { session } = visit;
  const isRepeat = visit.published && outcome.status === "unmodified";
  if (!isRepeat) {
    publishCommit({
      request: visit.request.request,
      status: outcome.status,
      regenerated: outcome.regenerated === true,
      before: outcome.before ?? session.before,
      patch: outcome.patch,
      after: outcome.after,
    });
  }
  visit.published = true;
  visit.reportChangedCopies();
  session.committed(outcome.after);
}

/** Undefined: the record is gone. */
function recordOf(visit: Visit, result: Patched): SessionRecord | undefined {
  if (result.outcome === "patched") return result.record;
  if (result.outcome === "gone") return undefined;
  visit.dropTurn();
  throw turnLost();
}

function keyOf(visit: Visit, id: string): string {
  if (visit.known?.id === id) return visit.known.key;
  return idsOf(visit.context.store).key(id);
}

function turnOf(visit: Visit): { turn?: number } {
  return visit.turn === undefined ? {} : { turn: visit.turn.token };
}

/** A tenth of the idle timeout is over: the deadline moves and the cookie is sent again (rule 18). */
export function touchIsDue(visit: Visit, record: SessionRecord, nowMs: number): boolean {
  const { idleTimeoutMs } = visit.context.settings;
  return nowMs - (record.idleDeadlineMs - idleTimeoutMs) >= idleTimeoutMs / 10;
}

/** Only with a turn: then no other request of this session is half-way. */
function renewalIsDue(visit: Visit, record: SessionRecord): boolean {
  const { renewalTimeoutMs, nowMs } = visit.context.settings;
  return visit.turn !== undefined && nowMs() - record.renewedAtMs >= renewalTimeoutMs;
}

function fail(error: unknown, visit: Visit, options: CommitOptions): never {
  if (!options.keepTurn) visit.giveTurnBack();
  throw asSessionError(error, visit);
}

function asSessionError(error: unknown, visit: Visit): SessionError {
  if (error instanceof SessionError && error.statusCode !== 500) return error;
  return storeFailed("written to", visit.context.store.name, error);
}
