import { SessionError } from "../session-error.ts";
import type { Store, StoreCapabilities } from "../store.ts";

/**
 * Stands where a store would when the cookie holds the session. It can nothing, and says so: every verb but
 * the idle ones throws "needs-a-store".
 */
export class NoStore implements Store {
  readonly name: string;
  readonly capabilities: StoreCapabilities = { turns: false, merge: false, revoke: false, list: false };
  readonly collectionIntervalMs = Number.POSITIVE_INFINITY;

  /** `codec`: the name of the {@link CookieCodec} that is used. */
  constructor(codec: string) {
    this.name = `${codec} cookie`;
  }

  load(): never {
    throw this.#refusal("Loading a session by its key");
  }

  create(): never {
    throw this.#refusal("Creating a record");
  }

  patch(): never {
    throw this.#refusal("Changing another session's record");
  }

  rotate(): never {
    throw this.#refusal("Moving a record to a new id");
  }

  touch(): never {
    throw this.#refusal("Extending another session");
  }

  destroy(): never {
    throw this.#refusal("Revoking a session");
  }

  takeTurn(): never {
    throw this.#refusal("Taking turns");
  }

  renewTurn(): never {
    throw this.#refusal("Taking turns");
  }

  releaseTurn(): never {
    throw this.#refusal("Taking turns");
  }

  listByOwner(): never {
    throw this.#refusal("Listing a user's sessions");
  }

  collect(): number {
    return 0;
  }

  #refusal(what: string): SessionError {
    return needsAStore(what, this.name);
  }
}

/** For what no cookie can promise. `name`: the store's. */
export function needsAStore(what: string, name: string): SessionError {
  return new SessionError(
    "needs-a-store",
    `${what} needs a store on the server; this session is kept in the ${name}, and the server has no copy. ` +
      "Use the file, redis or database backend for it.",
  );
}
