/** The lesson or exercise where the reader was last, kept on this machine. */
export interface LastPlace {
  readonly kind: "lesson" | "exercise";
  /** A path of this site, with the section's anchor once the reader came so far. */
  readonly href: string;
  readonly title: string;
}

/** Where it is kept. `public/continue.js` reads it too, before the first paint. */
export const LAST_PLACE_KEY = "keepsake:last-place";

/** `text` may be anything that was ever stored: what is no place of the course is none. */
export function parseLastPlace(text: string | null): LastPlace | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    if (typeof value !== "object" || value === null) return undefined;
    const kind = "kind" in value ? value.kind : undefined;
    const href = "href" in value ? value.href : undefined;
    const title = "title" in value ? value.title : undefined;
    if (kind !== "lesson" && kind !== "exercise") return undefined;
    if (typeof href !== "string" || typeof title !== "string") return undefined;
    return /^\/(lessons|exercises)\/[\w-]+\/(#[\w%-]+)?$/.test(href) ? { kind, href, title } : undefined;
  } catch {
    return undefined;
  }
}
