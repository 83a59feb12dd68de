import type { StoreCallEvent, StoreVerb } from "../session/store-call-event.ts";

/** One call of the program's session store, as the page got it from the program. */
export type StoreCallView = Omit<StoreCallEvent, "request">;

const verbs: ReadonlySet<string> = new Set<StoreVerb>([
  "load",
  "create",
  "patch",
  "rotate",
  "touch",
  "destroy",
  "takeTurn",
  "releaseTurn",
  "listByOwner",
]);
/** Longer texts are no names of stores, verbs or routes of ours. */
const LONGEST_WORD = 300;

/**
 * Reads a diagnostic message of the channel `keepsake:store`. It comes from a program that the learner wrote, so
 * its shape is checked: `undefined` when it is not a store's call.
 */
export function readStoreCall(message: Readonly<Record<string, unknown>>): StoreCallView | undefined {
  const { store, verb, outcome, durationMs, heldBy, released } = message;
  if (!isWord(store) || !isVerb(verb) || !isWord(outcome)) return undefined;
  if (typeof durationMs !== "number" || !Number.isFinite(durationMs)) return undefined;
  return {
    store,
    verb,
    outcome,
    durationMs,
    ...(isWord(heldBy) ? { heldBy } : {}),
    ...(released === true ? { released } : {}),
  };
}

function isVerb(value: unknown): value is StoreVerb {
  return typeof value === "string" && verbs.has(value);
}

function isWord(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST_WORD;
}
