const KEY = "keepsake:single-keys";

/** Whether a single character may do something: on, unless the reader turned that off. */
export function singleKeysAreOn(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return forThisPage;
  }
}

let forThisPage = true;

/** Kept for all pages; where the browser keeps nothing, for this page. */
export function turnSingleKeys(on: boolean): void {
  forThisPage = on;
  try {
    if (on) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, "off");
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}
