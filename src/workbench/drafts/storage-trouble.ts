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
      return "This browser's space for the site is full, so your latest text is not saved: what was saved before stays. Save your files now; then make room under Your work, and press Try again.";
    case "refused":
      return "This browser does not keep your text, because it lets this site keep nothing: a private window, or blocked storage. Everything works, until you close the page. Save your files before that.";
    case "other": {
      const why = error instanceof Error ? error.message : String(error);
      return `This browser does not keep your text (${why}). It lasts until you close the page: save your files before that, or press Try again.`;
    }
  }
}
