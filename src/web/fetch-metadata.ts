import type { HeaderPair } from "./http.ts";
import { isTrustworthy } from "./referrer.ts";
import { sameOrigin, sameSite } from "./site.ts";

export type SecFetchSite = "none" | "same-origin" | "same-site" | "cross-site";
export type RequestMode = "navigate" | "cors" | "no-cors" | "same-origin";
/** What the response will be used as: `Sec-Fetch-Dest`. */
export type Destination =
  | "document"
  | "iframe"
  | "empty"
  | "image"
  | "script"
  | "style"
  | "font"
  | "audio"
  | "video";

const worse: readonly SecFetchSite[] = ["same-origin", "same-site", "cross-site"];

/** How `to` relates to the page that asks; a chain of redirects keeps the farthest. `undefined`: the user asked. */
export function fetchSite(from: URL | null | undefined, to: URL, before?: SecFetchSite): SecFetchSite {
  if (from === undefined) return "none";
  const now =
    from === null
      ? "cross-site"
      : sameOrigin(from, to)
        ? "same-origin"
        : sameSite(from, to)
          ? "same-site"
          : "cross-site";
  return before !== undefined && worse.indexOf(before) > worse.indexOf(now) ? before : now;
}

/** The `Sec-Fetch-*` fields (Fetch Metadata §2). Browsers send none to plain http, except on this machine. */
export function fetchMetadata(
  to: URL,
  site: SecFetchSite,
  mode: RequestMode,
  destination: Destination,
  userActivated: boolean,
): readonly HeaderPair[] {
  if (!isTrustworthy(to)) return [];
  const fields: HeaderPair[] = [
    ["Sec-Fetch-Site", site],
    ["Sec-Fetch-Mode", mode],
  ];
  if (mode === "navigate" && userActivated) fields.push(["Sec-Fetch-User", "?1"]);
  fields.push(["Sec-Fetch-Dest", destination]);
  return fields;
}

const accepted: Readonly<Record<Destination, string>> = {
  document: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  iframe: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  empty: "*/*",
  image: "image/avif,image/webp,image/svg+xml,image/*,*/*;q=0.8",
  script: "*/*",
  style: "text/css,*/*;q=0.1",
  font: "*/*",
  audio: "audio/*,*/*;q=0.8",
  video: "video/*,*/*;q=0.8",
};

export function acceptFor(destination: Destination): string {
  return accepted[destination];
}
