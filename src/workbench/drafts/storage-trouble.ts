import * as words from "../../words/en/drafts.ts";

/** Why the browser does not keep what it was given. */
export type StorageTrouble = "refused" | "full" | "other";

export function troubleOf(error: unknown): StorageTrouble {
  const name = error instanceof Error ? error.name : "";
  if (name === "QuotaExceededError") return "full";
  // Firefox and Chromium refuse with these, in private windows and where storage is blocked.
  if (name === "SecurityError" || name === "InvalidStateError" || typeof indexedDB === "undefined")
    return "refused";
  return "other";
}

/** What it means for the text that was typed, and what to do. One paragraph, once. */
export function troubleText(error: unknown): string {
  switch (troubleOf(error)) {
    case "full":
      return words.full;
    case "refused":
      return words.refused;
    case "other": {
      const why = error instanceof Error ? error.message : String(error);
      return words.notKept(why);
    }
  }
}

/** What it means that a dated draft was not kept: nothing took the place of its text. */
export function datedTroubleText(error: unknown): string {
  if (troubleOf(error) === "full") return words.noRoomForDated;
  return words.datedNotKept(error instanceof Error ? error.message : String(error));
}
