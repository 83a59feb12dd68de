import { settle, touchIsDue } from "../commit.ts";
import { applyPatch, EMPTY_PATCH, type Patch } from "../patch.ts";
import { publishRejection } from "../publish.ts";
import { blankRecord, type SessionRecord } from "../record.ts";
import { publishSignIn } from "../sign-in/publish-sign-in.ts";
import { Visit, type VisitContext, type VisitRequest } from "../visit.ts";
import type { CookieCodec, CookieTerms, HeldCookies } from "./cookie-codec.ts";
import { needsAStore } from "./no-store.ts";

/** Machines that keep their clocks by the network differ by less. */
const CLOCK_SKEW_MS = 5000;

/** The session in the request's cookies. What is not wholly in order is an empty session and an event. */
export function openHeldVisit(codec: CookieCodec, context: VisitContext, request: VisitRequest): Visit {
  if (request.cookieValue !== undefined) {
    const decoded = codec.decode(cookiesOf(context, request), termsOf(context));
    if (decoded.outcome === "opened") {
      const { record, id } = decoded.session;
      const visit = new Visit(context, request, record, id, "open", undefined);
      visit.held = decoded.session;
      return visit;
    }
    publishRejection(request.request, decoded.reason);
  }
  return new Visit(context, request, null, undefined, "open", undefined);
}

/**
 * Writes the session into the response's cookies. Throws {@link SessionError} "cookie-too-large" or "bad-key";
 * nothing is sent then.
 */
export function commitHeld(codec: CookieCodec, visit: Visit): void {
  const { session, request } = visit;
  const patch = session.pendingPatch();
  const { forgets } = session;
  writeHeld(codec, visit, patch);
  if (forgets) publishSignIn({ request: request.request, kind: "signed-out" });
  if (patch?.signIn) publishSignIn({ request: request.request, kind: "signed-in" });
}

function writeHeld(codec: CookieCodec, visit: Visit, patch: Patch | undefined): void {
  const { session } = visit;
  if (session.destroyed) {
    visit.heldCookies = expiredHeaders(codec, visit, 0);
    createOrLeave(codec, visit, patch, "destroyed");
  } else if (session.record === null) createOrLeave(codec, visit, patch, "unmodified");
  else updateOrLeave(codec, visit, patch, session.record);
}

function updateOrLeave(
  codec: CookieCodec,
  visit: Visit,
  patch: Patch | undefined,
  record: SessionRecord,
): void {
  const { session, context } = visit;
  const nowMs = context.settings.nowMs();
  const { regenerated } = session;
  const isModified = patch !== undefined || regenerated;
  if (!isModified && visit.held?.isUnmarked !== true && !touchIsDue(visit, record, nowMs)) {
    settle(visit, { status: "unmodified", patch: undefined, after: record });
    return;
  }
  const after: SessionRecord = {
    ...applyPatch(record, patch ?? EMPTY_PATCH),
    idleDeadlineMs: nowMs + context.settings.idleTimeoutMs,
    // Whoever has just proved who they are begins the absolute timeout anew, as with a store.
    ...(patch?.signIn ? { absoluteDeadlineMs: nowMs + context.settings.absoluteTimeoutMs } : {}),
  };
  visit.heldCookies = headers(codec, visit, after);
  settle(visit, { status: isModified ? "modified" : "unmodified", patch, after, regenerated });
}

/** No session: one comes into being only when something is kept in it, or when it was asked for. */
function createOrLeave(
  codec: CookieCodec,
  visit: Visit,
  patch: Patch | undefined,
  statusWithout: "unmodified" | "destroyed",
): void {
  const record =
    patch === undefined
      ? undefined
      : applyPatch(blankRecord(visit.context.settings.nowMs(), visit.context.settings), patch);
  const isEmpty = record?.data.size === 0 && record.flash.size === 0;
  if (record === undefined || (isEmpty && !visit.session.begun)) {
    settle(visit, { status: statusWithout, patch: undefined, after: null });
    return;
  }
  visit.heldCookies = headers(codec, visit, record);
  settle(visit, { status: "new", patch, after: record });
}

/** The Set-Cookie value for what is held so far. Throws "needs-a-store" when it takes more than one. */
export function heldCookieHeader(codec: CookieCodec, visit: Visit): string {
  const { session, context } = visit;
  const record = applyPatch(
    session.record ?? blankRecord(context.settings.nowMs(), context.settings),
    session.pendingPatch() ?? EMPTY_PATCH,
  );
  const [header, ...more] = valueHeaders(codec, visit, record);
  if (header === undefined || more.length > 0) {
    throw needsAStore("One Set-Cookie header for a session this large", context.store.name);
  }
  return header;
}

function headers(codec: CookieCodec, visit: Visit, record: SessionRecord): readonly string[] {
  const values = valueHeaders(codec, visit, record);
  return codec.cookieLimit === 1 ? values : [...values, ...expiredHeaders(codec, visit, values.length)];
}

function valueHeaders(codec: CookieCodec, visit: Visit, record: SessionRecord): readonly string[] {
  const content = { id: visit.session.getSessionId(), record };
  const values = codec.encode(content, termsOf(visit.context), visit.held);
  return values.map((value, index) => visit.valueHeader(partName(visit.context, index), value, record));
}

/** Deletes the parts from `from` on that the user agent has. */
function expiredHeaders(codec: CookieCodec, visit: Visit, from: number): readonly string[] {
  const cookies = cookiesOf(visit.context, visit.request);
  const expired: string[] = [];
  for (let index = from; index < codec.cookieLimit; index += 1) {
    if (cookies.read(index) !== undefined)
      expired.push(visit.expiredCookieHeader(partName(visit.context, index)));
  }
  return expired;
}

function partName({ settings }: VisitContext, index: number): string {
  return index === 0 ? settings.name : `${settings.name}.${index}`;
}

function cookiesOf(context: VisitContext, request: VisitRequest): HeldCookies {
  return {
    read: (index) => (index === 0 ? request.cookieValue : request.cookie(partName(context, index))),
  };
}

function termsOf({ settings }: VisitContext): CookieTerms {
  return {
    name: settings.name,
    nowMs: settings.nowMs(),
    idleTimeoutMs: settings.idleTimeoutMs,
    absoluteTimeoutMs: settings.absoluteTimeoutMs,
    clockSkewMs: CLOCK_SKEW_MS,
    permanent: settings.permanent,
  };
}
