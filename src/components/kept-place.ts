import { LAST_PLACE_KEY, type LastPlace, parseLastPlace } from "../course/last-place.ts";

/** Where the reader was last; `undefined` at the begin, and where the browser keeps nothing. */
export function keptPlace(): LastPlace | undefined {
  try {
    return parseLastPlace(localStorage.getItem(LAST_PLACE_KEY));
  } catch {
    return undefined;
  }
}

/** False: the browser keeps nothing, and the next visit begins at the begin. */
export function keepPlace(place: LastPlace): boolean {
  try {
    localStorage.setItem(LAST_PLACE_KEY, JSON.stringify(place));
    return true;
  } catch {
    return false;
  }
}
