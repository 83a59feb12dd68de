import {
  acceptFor,
  type Destination,
  fetchMetadata,
  fetchSite,
  type RequestMode,
  type SecFetchSite,
} from "./fetch-metadata.ts";
import type { HeaderPair } from "./http.ts";
import { refererFor } from "./referrer.ts";
import type { ReferrerPolicy } from "./referrer-policy.ts";

export const USER_AGENT = "Mozilla/5.0 (Virtual) Keepsake/1.0";
export const ACCEPT_LANGUAGE = "en";

/** What the headers of one request depend on. */
export interface RequestSituation {
  readonly url: URL;
  /** The page that asks. Absent: the user did (address bar, a test). `null`: a page of an opaque origin. */
  readonly documentUrl?: URL | null;
  readonly mode: RequestMode;
  readonly destination: Destination;
  readonly userActivated: boolean;
  /** What `Referer` tells of; `null`: nothing. Absent: the page that asks. */
  readonly referrer?: URL | null;
  readonly referrerPolicy: ReferrerPolicy;
  /** As written into the `Origin` field; absent: the field is not sent. */
  readonly origin?: string;
  /** The farthest relation of the redirects before this request. */
  readonly siteBefore?: SecFetchSite;
  /** Come last and replace ours of the same name. */
  readonly own: readonly HeaderPair[];
}

/** The fields a browser adds by itself, and those the caller gave, in the order they travel. */
export function agentHeaders(situation: RequestSituation): readonly HeaderPair[] {
  const { url, documentUrl, destination, own } = situation;
  const given = new Set(own.map(([name]) => name.toLowerCase()));
  const ours: HeaderPair[] = [
    ["User-Agent", USER_AGENT],
    ["Accept", acceptFor(destination)],
    ["Accept-Language", ACCEPT_LANGUAGE],
  ];
  if (situation.mode === "navigate") ours.push(["Upgrade-Insecure-Requests", "1"]);
  const site = fetchSite(documentUrl, url, situation.siteBefore);
  ours.push(...fetchMetadata(url, site, situation.mode, destination, situation.userActivated));
  const { referrer = documentUrl } = situation;
  const referer = referrer ? refererFor(referrer, url, situation.referrerPolicy) : undefined;
  if (referer !== undefined) ours.push(["Referer", referer]);
  if (situation.origin !== undefined) ours.push(["Origin", situation.origin]);
  return [...ours.filter(([name]) => !given.has(name.toLowerCase())), ...own];
}

/** Are requests with this method announced with an `Origin`? (Fetch §3.2: all but GET and HEAD.) */
export function announcesOrigin(method: string): boolean {
  return method !== "GET" && method !== "HEAD";
}
