import * as words from "../../words/en/wire.ts";
import { numberText } from "../../words/number-text.ts";
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
  load: words.load,
  create: words.create,
  patch: words.patch,
  rotate: words.rotate,
  touch: words.touch,
  destroy: words.destroy,
  takeTurn: words.takeTurn,
  releaseTurn: words.releaseTurn,
  listByOwner: words.listSessions,
};

/** Outcomes that say too little as they are. */
const outcomes: Readonly<Record<string, string>> = {
  absent: words.noSuchRecord,
  rotated: words.newIdMeanwhile,
  renewed: words.newIdMeanwhile,
  gone: words.recordGone,
  "turn-lost": words.turnLost,
  failed: words.storeFailed,
};

const badOutcomes: ReadonlySet<string> = new Set(["gone", "turn-lost", "timed-out", "failed"]);

export function describeCall({ verb, outcome, durationMs, heldBy, released }: StoreCallView): CallText {
  const title = titles[verb];
  const bad = badOutcomes.has(outcome);
  const took = millisecondsText(durationMs);
  if (heldBy !== undefined) {
    const detail = outcome === "timed-out" ? words.gaveUp(took, heldBy) : words.waited(took, heldBy);
    return { title, detail, bad };
  }
  if (verb === "load" && outcome === "destroyed") {
    return { title, detail: words.destroyedMeanwhile(took), bad };
  }
  const how = released === true ? words.turnGivenBack(outcome) : (outcomes[outcome] ?? outcome);
  return { title, detail: words.outcomeIn(how, took), bad };
}

const TENTHS = { minimumFractionDigits: 1, maximumFractionDigits: 1 };

/** One decimal below ten, none above. */
function millisecondsText(ms: number): string {
  return words.milliseconds(ms < 10 ? numberText(ms, TENTHS) : Math.round(ms));
}
