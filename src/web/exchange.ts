import type { HeaderPair, Route } from "./http.ts";
import type { PartitionKey } from "./partition-key.ts";

/**
 * One request with its response, as a user agent saw it: the unit that the inspector, the grader and the
 * lessons' checks look at. Recorded once, when the response has ended or failed; never changed after.
 */
export interface Exchange {
  /** Unique in the page. */
  readonly id: string;
  /** The user agent's name: "Alice". */
  readonly agent: string;
  readonly initiator: Initiator;
  /** On the virtual clock, milliseconds since 1970. */
  readonly startedAtMs: number;
  /** On the real clock. */
  readonly durationMs: number;
  readonly request: RecordedRequest;
  /** Absent when there was no response: see `failure`. */
  readonly response?: RecordedResponse;
  readonly failure?: { readonly code: string; readonly message: string };
  /** One decision for each cookie that could have been sent or was offered, in order. */
  readonly cookies: {
    readonly request: readonly CookieDecision[];
    readonly response: readonly CookieDecision[];
  };
  /** How it went through the proxy of a virtual host, and which server answered. Absent: there was no proxy. */
  readonly route?: Route;
  /** The exchange whose redirect this one follows. */
  readonly redirectedFrom?: string;
}

export type Initiator = "address" | "link" | "form" | "fetch" | "subresource" | "history" | "test" | "script";

export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly HeaderPair[];
  readonly body: RecordedBody;
}

export interface RecordedResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly HeaderPair[];
  readonly body: RecordedBody;
}

export interface RecordedBody {
  /** All bytes that travelled. */
  readonly byteLength: number;
  /** The first {@link RECORDED_BODY_LIMIT_BYTES}. */
  readonly bytes: Uint8Array;
}

export const RECORDED_BODY_LIMIT_BYTES = 256 * 1024;

/** Why a cookie was sent, withheld, kept or refused. */
export interface CookieDecision {
  readonly verdict: "sent" | "withheld" | "kept" | "refused" | "deleted";
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  /** With domain, name, path and partition, what tells it from others. Absent: the line never became a cookie. */
  readonly hostOnly?: boolean;
  /** Absent: it is in no partition. */
  readonly partitionKey?: PartitionKey;
  /** A sentence for a learner: "withheld: SameSite=Lax and this is a cross-site POST". */
  readonly reason: string;
  /** The rule's place: "RFC 6265bis §5.8.3". */
  readonly source: string;
}
