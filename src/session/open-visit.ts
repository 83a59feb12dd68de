import { andThen, andThenOr } from "./awaitable.ts";
import { openHeldVisit } from "./cookie-held/held-visit.ts";
import { publishRejection } from "./publish.ts";
import { isExpired, type SessionRecord } from "./record.ts";
import { SessionError } from "./session-error.ts";
import { idsOf } from "./session-id.ts";
import { sessionGone, storeFailed, turnTimedOut } from "./session-refusals.ts";
import type { SessionSettings } from "./settings.ts";
import type { Awaitable, Loaded, Tombstone, TurnOutcome } from "./store.ts";
import { tellingStoreCalls } from "./told-store.ts";
import { type HeldTurn, heldTurn } from "./turn-renewal.ts";
import { hidesFlash, Visit, type VisitContext, type VisitRequest } from "./visit.ts";

/**
 * Loads the session of a request (rule 1) and takes its turn where the rules ask for one (rules 4 and 5).
 * Throws or rejects with {@link SessionError}: "turn-timed-out", "session-gone" or "store-failed".
 */
export function openVisit(shared: VisitContext, request: VisitRequest): Awaitable<Visit> {
  if (shared.cookieHeld !== undefined) return openHeldVisit(shared.cookieHeld, shared, request);
  const context = tellingStoreCalls(shared, request.request);
  const { cookieValue } = request;
  if (cookieValue === undefined) return fresh(context, request);
  const ids = idsOf(context.store);
  const id = ids.parse(cookieValue);
  if (id === undefined) {
    publishRejection(request.request, "malformed");
    return fresh(context, request);
  }
  const known: KnownId = { id, key: ids.key(id) };
  try {
    return request.isUnsafe ? takeTurn(context, request, known) : load(context, request, known);
  } catch (error) {
    return rethrow(error, context);
  }
}

/** An id that may have a record, and what the store keeps it under. */
interface KnownId {
  readonly id: string;
  readonly key: string;
}

/** Nobody known: an empty session, and nothing in the store until something is kept. */
function fresh(context: VisitContext, request: VisitRequest): Visit {
  return new Visit(context, request, null, undefined, "open", undefined);
}

function load(context: VisitContext, request: VisitRequest, known: KnownId): Awaitable<Visit> {
  const next = (loaded: Loaded): Awaitable<Visit> => {
    if (!loaded.found) return withoutRecord(context, request, known, loaded);
    const mayTakeFlash = loaded.record.flash.size > 0 && !hidesFlash(loaded.record, request);
    if (mayTakeFlash && !isExpired(loaded.record, context.settings.nowMs())) {
      return takeTurn(context, request, known);
    }
    return withRecord(context, request, known, loaded.record, undefined);
  };
  return andThenOr(context.store.load(known.key), next, (error) => rethrow(error, context));
}

function takeTurn(context: VisitContext, request: VisitRequest, known: KnownId): Awaitable<Visit> {
  const { turnLeaseMs, turnWaitMs } = context.settings;
  const route = request.route();
  const { key } = known;
  const taken = context.store.takeTurn(key, { route, leaseMs: turnLeaseMs, waitMs: turnWaitMs });
  const next = (outcome: TurnOutcome): Awaitable<Visit> => {
    switch (outcome.outcome) {
      case "absent":
        return outcome.loaded.found
          ? withRecord(context, request, known, outcome.loaded.record, undefined)
          : withoutRecord(context, request, known, outcome.loaded);
      case "timed-out":
        throw turnTimedOut(route, turnWaitMs, outcome.heldBy);
      case "taken":
        return withRecord(context, request, known, outcome.record, heldTurn(key, outcome, request));
    }
  };
  return andThenOr(taken, next, (error) => rethrow(error, context));
}

function withRecord(
  context: VisitContext,
  request: VisitRequest,
  known: KnownId,
  record: SessionRecord,
  turn: HeldTurn | undefined,
): Awaitable<Visit> {
  const isOver = isExpired(record, context.settings.nowMs());
  // Another request has taken the flash while this one waited: nothing to take turns for.
  const needsTurn = !isOver && (request.isUnsafe || record.flash.size > 0);
  const visit = () => {
    if (!isOver) {
      const opened = new Visit(context, request, record, known.id, "open", needsTurn ? turn : undefined);
      opened.known = known;
      return opened;
    }
    publishRejection(request.request, "expired");
    return fresh(context, request);
  };
  if (turn === undefined || needsTurn) return visit();
  return andThen(notNeeded(context, turn), visit);
}

/** A turn that could not be given back now is owed: nobody else will, and others would wait for its lease. */
function notNeeded({ store, renewal }: VisitContext, turn: HeldTurn): Awaitable<void> {
  const owe = (error: unknown): never => {
    renewal.giveBack(turn);
    throw error;
  };
  try {
    const released = store.releaseTurn(turn.key, turn.token);
    return released instanceof Promise ? released.catch(owe) : released;
  } catch (error) {
    return owe(error);
  }
}

function withoutRecord(
  context: VisitContext,
  request: VisitRequest,
  known: KnownId,
  loaded: Extract<Loaded, { found: false }>,
): Awaitable<Visit> {
  const { tombstone } = loaded;
  publishRejection(request.request, tombstone?.because ?? "unknown");
  if (tombstone === undefined) return fresh(context, request);
  if (request.isUnsafe) throw sessionGone(DEED[tombstone.because]);
  if (tombstone.successor === undefined) {
    return new Visit(context, request, null, undefined, "detached", undefined);
  }
  return andThen(context.store.load(tombstone.successor), (successor) => {
    return successor.found && isReadableAfterRenewal(successor.record, context.settings)
      ? new Visit(context, request, successor.record, known.id, "read-only", undefined)
      : new Visit(context, request, null, undefined, "detached", undefined);
  });
}

/** The grace window is counted from the renewal, on the clock of the deadlines. */
function isReadableAfterRenewal(successor: SessionRecord, { nowMs, graceMs }: SessionSettings): boolean {
  const now = nowMs();
  return !isExpired(successor, now) && now - successor.renewedAtMs < graceMs;
}

const DEED: Readonly<Record<Tombstone["because"], string>> = {
  rotated: "given this session a new id",
  renewed: "given this session a new id",
  destroyed: "signed this session out",
};

function rethrow(error: unknown, context: VisitContext): never {
  if (error instanceof SessionError) throw error;
  throw storeFailed("read from", context.store.name, error);
}
