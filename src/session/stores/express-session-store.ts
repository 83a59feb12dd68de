import { SessionError } from "../session-error.ts";
import type { StoreCapabilities } from "../store.ts";
import { ExpressSessionCalls, type ExpressSessionStore } from "./express-session-calls.ts";
import { ExpressSessionShelf } from "./express-session-shelf.ts";
import { ShelfStore, type ShelfStoreOptions } from "./shelf-store.ts";

export interface FromExpressSessionOptions extends ShelfStoreOptions {
  /** How long one call of the store may take, in milliseconds (5,000). */
  readonly timeoutMs?: number;
}

/**
 * Keeps sessions in a `Store` made for express-session, such as `connect-redis`:
 * `session({ store: fromExpressSessionStore(new RedisStore({ client })) })`.
 *
 * Such a store can only get and set whole sessions. So **turns and merging hold within one process only**: with
 * two processes on the same store, the last writer wins, as with express-session itself. A user's sessions
 * cannot be listed or revoked together; that is refused. One session can be revoked, and its id stays dead in
 * every process. Expired sessions go when the store lets them go. For more than one process use a backend of ours.
 */
export function fromExpressSessionStore(
  store: ExpressSessionStore,
  options: FromExpressSessionOptions = {},
): ShelfStore {
  for (const verb of ["get", "set", "destroy"] as const) {
    if (typeof store[verb] === "function") continue;
    throw new SessionError(
      "bad-setting",
      `fromExpressSessionStore() was given something without ${verb}(). Give it a store made for express-session.`,
    );
  }
  const calls = new ExpressSessionCalls(store, options.timeoutMs ?? 5000);
  return new FacadeStore(new ExpressSessionShelf(store, calls), options);
}

class FacadeStore extends ShelfStore {
  override readonly capabilities: StoreCapabilities = {
    turns: false,
    merge: false,
    revoke: true,
    list: false,
  };
}
