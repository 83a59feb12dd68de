import type { StoreCallView } from "../store-call-view.ts";

/** A store's call in words. */
export interface CallText {
  /** "take turn" */
  readonly title: string;
  /** "waited 132 ms, held by POST /cart/add" */
  readonly detail: string;
  /** Nothing was done, and the request cannot go on as it was meant to. */
  readonly bad: boolean;
}

const titles: Readonly<Record<StoreCallView["verb"], string>> = {
  load: "load",
  create: "create",
  patch: "patch",
  rotate: "rotate",
  touch: "touch",
  destroy: "destroy",
  takeTurn: "take turn",
  releaseTurn: "release turn",
  listByOwner: "list the user's sessions",
};

/** Outcomes that say too little as they are. */
const outcomes: Readonly<Record<string, string>> = {
  absent: "no such record",
  rotated: "it got a new id a moment ago",
  renewed: "it got a new id a moment ago",
  gone: "the record is gone",
  "turn-lost": "the turn was lost meanwhile",
  failed: "the store failed",
};

const badOutcomes: ReadonlySet<string> = new Set(["gone", "turn-lost", "timed-out", "failed"]);

export function describeCall({ verb, outcome, durationMs, heldBy, released }: StoreCallView): CallText {
  const title = titles[verb];
  const bad = badOutcomes.has(outcome);
  const took = millisecondsText(durationMs);
  if (heldBy !== undefined) {
    const what = outcome === "timed-out" ? "gave up after" : "waited";
    return { title, detail: `${what} ${took}, held by ${heldBy}`, bad };
  }
  if (verb === "load" && outcome === "destroyed") {
    return { title, detail: `it was destroyed a moment ago, ${took}`, bad };
  }
  const how = released === true ? `${outcome}, and the turn given back` : (outcomes[outcome] ?? outcome);
  return { title, detail: `${how}, ${took}`, bad };
}

/** One decimal below ten, none above. */
function millisecondsText(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
