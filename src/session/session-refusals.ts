import { SessionError } from "./session-error.ts";

/** The session that an unsafe request came for has died or moved (rules 12 and 14). */
export function sessionGone(deed = "signed this session out or given it a new id"): SessionError {
  return new SessionError(
    "session-gone",
    `Another request has just ${deed}; this one changed nothing. Load the page again.`,
  );
}

/** The wait for a turn was in vain (rule 9). */
export function turnTimedOut(route: string, waitMs: number, heldBy: string): SessionError {
  return new SessionError(
    "turn-timed-out",
    `${route} waited ${waitMs} ms for its session, which ${heldBy} holds. ` +
      "A request that changes a session cannot call another one of the same session and wait for it.",
  );
}

/** The lease ran out while this request was at work (rule 9). */
export function turnLost(): SessionError {
  return new SessionError(
    "turn-lost",
    "This request held its session for too long and another one went on; nothing was changed. Send it again.",
  );
}

/** The store threw, or did not answer in time. */
export function storeFailed(
  did: "read from" | "written to",
  storeName: string,
  cause: unknown,
): SessionError {
  return new SessionError("store-failed", `The session could not be ${did} the ${storeName} store.`, {
    cause,
  });
}

/** It came with an id that was just renewed. `call`: of `req.session`. */
export function changeReadOnly(route: string, call: string): SessionError {
  return new SessionError(
    "read-only",
    `${route} called session.${call} with an id that was just renewed; it can only read. Send the request again.`,
  );
}

/** The first byte of the response has left. */
export function changeTooLate(route: string, call: string): SessionError {
  return new SessionError(
    "too-late",
    `${route} called session.${call} after its response had begun; the session was already ` +
      "written. Change the session before you send, or call save() first and send after it.",
  );
}

/** The save would wipe it out. */
export function changeWhileSaving(route: string, call: string): SessionError {
  return new SessionError(
    "too-late",
    `${route} called session.${call} while session.save() was still at work, so it would be ` +
      "lost. Write `await session.save()`, and change the session after it.",
  );
}

/** Express here has a router that tells nobody of errors, so a handler that throws would have its session written. */
export function routerTooOld(): SessionError {
  return new SessionError(
    "bad-setting",
    'The package "router" under this Express is older than 2.3: it does not tell when a handler throws, and the ' +
      "session of a failed request would be written all the same (rule 8). Run `npm update router`.",
  );
}
