import * as words from "../../words/en/web-errors.ts";
import type { HeaderPair } from "../http.ts";
import { REFERRER_POLICIES, type ReferrerPolicy } from "../referrer-policy.ts";

/**
 * What a preview frame and its window say to each other over one MessagePort. The frame runs a learner's page,
 * so nothing that comes from it is believed: `readFrameMessage` lets well-formed messages through and no others.
 */
export type FrameMessage =
  /** A link, `location`, `window.open`. */
  | {
      readonly kind: "navigate";
      readonly url: string;
      readonly by: "link" | "script";
      readonly replace: boolean;
      readonly userActivated: boolean;
      readonly target: LinkTarget;
      readonly referrerPolicy: AskedPolicy;
    }
  | {
      readonly kind: "submit";
      readonly action: string;
      readonly method: "get" | "post";
      readonly encoding: "application/x-www-form-urlencoded" | "multipart/form-data" | "text/plain";
      readonly entries: readonly FrameFormEntry[];
      readonly userActivated: boolean;
      readonly target: LinkTarget;
      readonly referrerPolicy: AskedPolicy;
    }
  | {
      readonly kind: "fetch";
      readonly id: number;
      readonly url: string;
      readonly method: string;
      readonly headers: readonly HeaderPair[];
      readonly body: Uint8Array | undefined;
      readonly credentials: "omit" | "same-origin" | "include";
      readonly mode: "cors" | "no-cors" | "same-origin";
      readonly redirect: "follow" | "error" | "manual";
      /** As `FetchInit` has it. */
      readonly referrer: string;
      readonly referrerPolicy: AskedPolicy;
      /** "empty" for `fetch`; the others are parts of the page, loaded by the browser itself. */
      readonly destination: "empty" | "image" | "script" | "style" | "font" | "audio" | "video";
    }
  | { readonly kind: "abort"; readonly id: number }
  /** The reader has room: send up to {@link CHUNKS_AHEAD} chunks from here. */
  | { readonly kind: "more"; readonly id: number }
  | { readonly kind: "cookie"; readonly line: string }
  | {
      readonly kind: "state";
      readonly url: string;
      readonly state: unknown;
      readonly how: "push" | "replace";
    }
  | { readonly kind: "go"; readonly delta: number; readonly userActivated: boolean }
  | { readonly kind: "title"; readonly title: string }
  | { readonly kind: "console"; readonly level: ConsoleLevel; readonly text: string }
  /** The document's own parts are there. */
  | { readonly kind: "loaded" }
  /** The document has a frame, or one of its frames is to show another address. */
  | {
      readonly kind: "frame";
      readonly id: number;
      readonly url: string;
      readonly referrerPolicy: AskedPolicy;
    }
  /** The element is empty and ready; the port to it comes with the message. */
  | { readonly kind: "framed"; readonly id: number }
  /** The element is gone. */
  | { readonly kind: "unframed"; readonly id: number }
  /** The document leaves the frame by a way that the bridge does not know. */
  | { readonly kind: "left" };

/** What an element or a script asks for. Empty: what the document has. */
export type AskedPolicy = ReferrerPolicy | "";

/** Where a link or a form leads: this document, the one around it, the page in the address bar, or a new tab. */
export type NamedTarget = "self" | "parent" | "top" | "blank";

/** Also: one of the document's own frames. */
export type LinkTarget = NamedTarget | { readonly frame: number };

export type ConsoleLevel = "log" | "info" | "warn" | "error" | "debug";

export type FrameFormEntry = readonly [
  name: string,
  value: string | { readonly filename: string; readonly type: string; readonly bytes: Uint8Array },
];

/** From the window to its frame. */
export type WindowMessage =
  /** First and once: the document to be. */
  | {
      readonly kind: "write";
      readonly html: string;
      readonly url: string;
      readonly referrer: string;
      readonly cookie: string;
      readonly state: unknown;
      readonly historyLength: number;
      /** How many documents are around it; 0 for the page in the address bar. */
      readonly depth: number;
    }
  /** Empty the element of that frame, put this bridge into it, and answer "framed". */
  | { readonly kind: "renew"; readonly id: number; readonly bridge: string }
  /** `document.cookie` reads so from now on. */
  | { readonly kind: "cookie"; readonly cookie: string }
  /** The address changed and the document stays. `state` is that of the history entry, or `null`. */
  | {
      readonly kind: "moved";
      readonly url: string;
      readonly state: unknown;
      readonly historyLength: number;
    }
  | {
      readonly kind: "head";
      readonly id: number;
      readonly type: "basic" | "cors" | "opaque" | "opaqueredirect";
      readonly url: string;
      readonly redirected: boolean;
      readonly status: number;
      readonly statusText: string;
      readonly headers: readonly HeaderPair[];
    }
  | { readonly kind: "chunk"; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "end"; readonly id: number }
  | { readonly kind: "failed"; readonly id: number; readonly message: string };

/** Chunks of a body on the way without the reader asking. */
export const CHUNKS_AHEAD = 4;

/** Longest text and largest body that a frame may send. */
export const FRAME_TEXT_LIMIT = 1024 * 1024;
export const FRAME_BODY_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Why the window would not hear a message that the bridge made: a text or a body in it is over the limit. `undefined`:
 * it will. A history state is the page's own, and any.
 */
export function excessOf(message: FrameMessage): string | undefined {
  return firstExcess(message.kind === "state" ? [message.url] : Object.values(message));
}

function firstExcess(values: readonly unknown[]): string | undefined {
  for (const value of values) {
    const excess = excessIn(value);
    if (excess !== undefined) return excess;
  }
  return undefined;
}

function excessIn(value: unknown): string | undefined {
  if (typeof value === "string")
    return value.length > FRAME_TEXT_LIMIT ? words.textTooLong(value.length, FRAME_TEXT_LIMIT) : undefined;
  if (value instanceof Uint8Array)
    return value.length > FRAME_BODY_LIMIT_BYTES
      ? words.bodyTooLong(value.length, FRAME_BODY_LIMIT_BYTES)
      : undefined;
  return isRecord(value) ? firstExcess(Object.values(value)) : undefined;
}

type Check<T> = (value: unknown) => value is T;

const text: Check<string> = (value): value is string =>
  typeof value === "string" && value.length <= FRAME_TEXT_LIMIT;
const flag: Check<boolean> = (value): value is boolean => typeof value === "boolean";
const whole: Check<number> = (value): value is number =>
  typeof value === "number" && Number.isSafeInteger(value);
const bytes: Check<Uint8Array> = (value): value is Uint8Array =>
  value instanceof Uint8Array && value.length <= FRAME_BODY_LIMIT_BYTES;
const anything: Check<unknown> = (_value): _value is unknown => true;

function oneOf<const T extends string>(...allowed: readonly T[]): Check<T> {
  return (value): value is T => allowed.some((each) => each === value);
}

function listOf<T>(check: Check<T>): Check<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(check);
}

const optionalBytes: Check<Uint8Array | undefined> = (value): value is Uint8Array | undefined =>
  value === undefined || bytes(value);

const headerPair: Check<HeaderPair> = (value): value is HeaderPair =>
  Array.isArray(value) && value.length === 2 && value.every(text);

const formEntry: Check<FrameFormEntry> = (value): value is FrameFormEntry => {
  if (!Array.isArray(value) || value.length !== 2 || !text(value[0])) return false;
  const content: unknown = value[1];
  return (
    text(content) ||
    (isRecord(content) && text(content["filename"]) && text(content["type"]) && bytes(content["bytes"]))
  );
};

const referrerPolicy = oneOf("", ...REFERRER_POLICIES);
const named = oneOf("self", "parent", "top", "blank");
const target: Check<LinkTarget> = (value): value is LinkTarget =>
  isRecord(value) ? whole(value["frame"]) : named(value);

const shapes: {
  readonly [K in FrameMessage["kind"]]: {
    readonly [F in keyof Omit<Extract<FrameMessage, { kind: K }>, "kind">]: Check<
      Extract<FrameMessage, { kind: K }>[F]
    >;
  };
} = {
  navigate: {
    url: text,
    by: oneOf("link", "script"),
    replace: flag,
    userActivated: flag,
    target,
    referrerPolicy,
  },
  submit: {
    action: text,
    method: oneOf("get", "post"),
    encoding: oneOf("application/x-www-form-urlencoded", "multipart/form-data", "text/plain"),
    entries: listOf(formEntry),
    userActivated: flag,
    target,
    referrerPolicy,
  },
  fetch: {
    id: whole,
    url: text,
    method: text,
    headers: listOf(headerPair),
    body: optionalBytes,
    credentials: oneOf("omit", "same-origin", "include"),
    mode: oneOf("cors", "no-cors", "same-origin"),
    redirect: oneOf("follow", "error", "manual"),
    referrer: text,
    referrerPolicy,
    destination: oneOf("empty", "image", "script", "style", "font", "audio", "video"),
  },
  abort: { id: whole },
  more: { id: whole },
  cookie: { line: text },
  state: { url: text, state: anything, how: oneOf("push", "replace") },
  go: { delta: whole, userActivated: flag },
  title: { title: text },
  console: { level: oneOf("log", "info", "warn", "error", "debug"), text },
  frame: { id: whole, url: text, referrerPolicy },
  framed: { id: whole },
  unframed: { id: whole },
  loaded: {},
  left: {},
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isKind(value: unknown): value is FrameMessage["kind"] {
  return typeof value === "string" && Object.hasOwn(shapes, value);
}

function isFrameMessage(value: unknown): value is FrameMessage {
  if (!isRecord(value) || !isKind(value["kind"])) return false;
  const checks: Readonly<Record<string, Check<unknown>>> = shapes[value["kind"]];
  return Object.entries(checks).every(([field, check]) => check(value[field]));
}

/** The message when it is one, else `undefined`. */
export function readFrameMessage(data: unknown): FrameMessage | undefined {
  return isFrameMessage(data) ? data : undefined;
}
