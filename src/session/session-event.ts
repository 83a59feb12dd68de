import { AsyncResource } from "node:async_hooks";
import { channel, subscribe, unsubscribe } from "node:diagnostics_channel";
import type { RejectedEvent } from "./rejected-event.ts";

/** The channel of `node:diagnostics_channel` that {@link onSessionEvent} listens to. */
export const SESSION_EVENT_CHANNEL = "keepsake:event";

/**
 * What happened to a session, for logs, counters and alarms. Never holds an id, a key, a cookie's value, a user
 * or session data, so it can be written down as it is.
 *
 * - "created", "regenerated", "destroyed": committed.
 * - "expired": a session came back after its time.
 * - "tampered": a signature or seal did not hold, or a time stamp lay in the future.
 * - "rejected": another cookie that was not accepted; see `reason`. Many "malformed" or "unknown" ones from one
 *   address are somebody who guesses.
 * - "signed-in", "signed-out": `login` and `logout`, committed. "restored": signed in by the remember-me cookie.
 * - "evicted", "revoked": sessions of a user were ended, `count` of them.
 * - "remember-reused": an old remember-me cookie came again, so somebody has a copy. Its family is revoked.
 * - "remember-refused": a remember-me cookie signed nobody in; see `reason`.
 * - "store-failed": `store` failed at `verb`, or did not answer in time.
 */
export interface SessionEvent {
  readonly kind:
    | "created"
    | "regenerated"
    | "destroyed"
    | "expired"
    | "tampered"
    | "rejected"
    | "signed-in"
    | "signed-out"
    | "restored"
    | "evicted"
    | "revoked"
    | "remember-reused"
    | "remember-refused"
    | "store-failed";
  /**
   * The method, and the pattern of the Express route that the request had come to: "POST /login/:name". Of a router
   * with a place of its own "POST …/:name", because Express tells of the place only as the address had it. The method
   * alone: no route yet, as for a cookie that is refused when it comes in. Absent: no request is to blame.
   */
  readonly route?: string;
  readonly reason?: string;
  readonly count?: number;
  readonly store?: string;
  readonly verb?: string;
}

/**
 * Called for each event. `request` is Express's, for an address or a user agent; its headers hold the cookie,
 * so do not write it down whole. What a listener throws or rejects with is reported once and harms nothing.
 */
export type SessionEventListener = (event: SessionEvent, request: object | undefined) => unknown;

/** Listens to the sessions of this process, whatever middleware they belong to. Returns what ends it. */
export function onSessionEvent(listener: SessionEventListener): () => void {
  let hasFailed = false;
  const report = (error: unknown) => {
    if (hasFailed) return;
    hasFailed = true;
    console.error("A listener of onSessionEvent failed; this is said once.", error);
  };
  const receive = (message: unknown) => {
    const { event, request } = message as PublishedEvent;
    try {
      const returned = listener(event, request);
      if (returned instanceof Promise) returned.catch(report);
    } catch (error) {
      report(error);
    }
  };
  subscribe(SESSION_EVENT_CHANNEL, receive);
  return () => unsubscribe(SESSION_EVENT_CHANNEL, receive);
}

/** What travels on the channel. */
interface PublishedEvent {
  readonly event: SessionEvent;
  readonly request: object | undefined;
}

const events = channel(SESSION_EVENT_CHANNEL);

export function publishEvent(event: Omit<SessionEvent, "route">, request: object | undefined): void {
  if (!events.hasSubscribers) return;
  const route = request === undefined ? undefined : routeOf(request);
  const published: PublishedEvent = { event: route === undefined ? event : { ...event, route }, request };
  events.publish(published);
}

/**
 * `publish`, for a timer that many share: listeners find what the caller keeps in an `AsyncLocalStorage`, not what the
 * timer's starter does. It costs nothing while nobody listens.
 */
export function inContextOfCall(publish: () => void): () => void {
  return events.hasSubscribers ? AsyncResource.bind(publish) : publish;
}

export function publishRejectionEvent(reason: RejectedEvent["reason"], request: object): void {
  if (!events.hasSubscribers) return;
  if (reason === "expired") publishEvent({ kind: "expired" }, request);
  else if (reason === "tampered" || reason === "from-the-future") {
    publishEvent({ kind: "tampered", reason }, request);
  } else publishEvent({ kind: "rejected", reason }, request);
}

/** Never of the address itself: a path holds names and tokens, as in `/reset/9f8e7d`. */
function routeOf(request: object): string | undefined {
  const { method, baseUrl, route } = request as ExpressRouted;
  if (method === undefined || route === undefined) return method;
  const pattern = [route.path].flat().map(String).join(" or ");
  return `${method} ${baseUrl ? "…" : ""}${pattern}`;
}

/** What Express adds while it looks for a handler; a plain request of `node:http` has the method only. */
interface ExpressRouted {
  readonly method?: string;
  readonly baseUrl?: string;
  readonly route?: { readonly path: Pattern | readonly Pattern[] };
}

type Pattern = string | RegExp;
