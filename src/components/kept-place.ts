import { LAST_PLACE_KEY, type LastPlace, parseLastPlace } from "../course/last-place.ts";

/** Where the reader was last; `undefined` at the begin, and where the browser keeps nothing. */
export function keptPlace(): LastPlace | undefined {
  try {
    return parseLastPlace(localStorage.getItem(LAST_PLACE_KEY));
  } catch {
    return undefined;
  }
}

export function keepPlace(place: LastPlace): void {
  try {
    localStorage.setItem(LAST_PLACE_KEY, JSON.stringify(place));
  } catch {
    // Storage is blocked: the next visit begins at the begin.
  }
}
