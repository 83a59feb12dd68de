import type { Ask } from "./scenario.ts";

/** Where the engine runs: a thread of Node with the engine's built-ins, or a page of a browser. */
export type Place = "thread" | "chromium" | "firefox" | "webkit";

interface ListedDifference {
  readonly program: string;
  /** "GET /path". */
  readonly request: string;
  /** Only the request with this body. */
  readonly body?: string;
  /** Only the requests with this field: "Name: value". */
  readonly header?: string;
  readonly places: readonly Place[];
  /** "status", "body", "order" or a header's name in lower case. */
  readonly what: readonly string[];
  readonly reason: string;
}

/** The body, and what follows from it. */
const BODY = ["body", "content-length", "etag"];
const EVERYWHERE: readonly Place[] = ["thread", "chromium", "firefox", "webkit"];

/**
 * The differences between real Node and the engine that are meant to be. Besides these only the value of
 * `Date` may differ (its form is compared). Each must be seen, or the list is out of date. Interim responses
 * (100, 103) and trailers are what clients within the programs see of them: a browser shows neither.
 */
export const listedDifferences: readonly ListedDifference[] = [
  {
    program: "modules.mjs",
    request: "GET /inspect-promise",
    places: EVERYWHERE,
    what: BODY,
    reason: "a page cannot look into a promise: it is shown as pending",
  },
  {
    program: "express-response.cjs",
    request: "GET /res.json/wrong",
    places: ["firefox", "webkit"],
    what: BODY,
    reason: "JSON.stringify has another message in each browser's own language engine",
  },
  ...["gzip, deflate, br", "*"].map(
    (encodings): ListedDifference => ({
      program: "compressing.cjs",
      request: "GET /default",
      header: `Accept-Encoding: ${encodings}`,
      places: EVERYWHERE,
      what: ["content-encoding"],
      reason: "a page has no Brotli, so compression takes its second choice, gzip",
    }),
  ),
  {
    program: "compressing.cjs",
    request: "GET /zlib/truncated-stream",
    places: EVERYWHERE,
    what: BODY,
    reason:
      "a browser's decompressor does not say what is wrong with its input: a stream of zlib's says incorrect header check",
  },
  {
    program: "compressing.cjs",
    request: "GET /zlib/brotli",
    places: EVERYWHERE,
    what: ["status", "body", "content-length", "etag"],
    reason: "a page has no Brotli; zlib's functions for it refuse and say so",
  },
  ...["{broken", '"text"'].map(
    (body): ListedDifference => ({
      program: "bodies.cjs",
      request: "POST /json",
      body,
      places: ["firefox", "webkit"],
      what: BODY,
      reason: "JSON.parse has another message in each browser's own language engine",
    }),
  ),
];

/** The entries that apply to a request. */
export function listedFor(program: string, ask: Ask, place: Place): readonly ListedDifference[] {
  return listedDifferences.filter(
    (one) =>
      one.program === program &&
      one.request === `${ask.method} ${ask.target}` &&
      (one.body === undefined || one.body === ask.body) &&
      (one.header === undefined || ask.headers.some((pair) => pair.join(": ") === one.header)) &&
      one.places.includes(place),
  );
}
