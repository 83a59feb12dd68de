import { CourseError } from "./course-error.ts";

/**
 * The notation of a `wire` block: what travels, and what must be seen. The reader reads it beside the code,
 * a playground offers its requests as buttons, and the checker sends them and compares.
 *
 *     # Add a keyboard            names the next request
 *     @Bob                        another browser from here on (the first is Alice)
 *     @clock +61m                 the clock moves: s, m, h, d, w, y (365 d)
 *     @clock now                  the clock is back at real time
 *     @restart                    what runs is stopped, and what Run starts is started
 *     @stop b                     the process b is killed
 *     @start b                    and started again
 *     @parallel 10                the next request is sent ten times at once
 *     @from https://evil.test/    a page of that address makes the next request: GET as its link, else as its form;
 *     @from https://evil.test/ fetch    or as its script's fetch, with credentials: include, redirects followed.
 *                                 Or after "fetch": same-origin (what fetch does unasked), omit, no-cors (the mode)
 *                                 In its body, (document.cookie) is what that page's script reads
 *     @from https://evil.test/ frame    or for a frame in it: GET loads it, else as the form of what is in it
 *     @itself                     the browser sends the next request by itself: the preflight of the request
 *                                 below, or where a page's request above was redirected to
 *     @Mallory takes sid from Alice      Mallory copies that cookie out of Alice's jar into her own, and goes on
 *     > POST /cart/add            the request; the browser adds Host and Cookie. To another host than the
 *                                 first: > POST https://pay.test/charge
 *     > Content-Type: application/json
 *     >
 *     > {"product_id": 1}
 *     < 201                       the response; `…` stands for any text
 *     < Set-Cookie: tina4_session=…; Path=/…
 *     <! Location                 a header that must not come
 *     <
 *     < {"message": …
 *     ! …no Access-Control-…      the browser keeps the answer from the page that asked, and says why
 *     = {"visits": 2}             the session record's data afterwards, or `= none`
 */
export type WireStep =
  | { readonly kind: "restart"; readonly line: number }
  | { readonly kind: "stop"; readonly process: string; readonly line: number }
  | { readonly kind: "start"; readonly process: string; readonly line: number }
  | { readonly kind: "clock"; readonly byMs: number; readonly line: number }
  | { readonly kind: "real-time"; readonly line: number }
  | WireTheft
  | ({ readonly kind: "exchange" } & WireExchange);

/** A cookie is copied from one browser's jar into another's. */
export interface WireTheft {
  readonly kind: "theft";
  readonly cookie: string;
  readonly from: string;
  readonly to: string;
  readonly line: number;
}

export interface WireExchange {
  readonly line: number;
  readonly label: string | undefined;
  readonly agent: string;
  /** How many are sent at once; each must be answered as `response` says. */
  readonly parallel: number;
  /** The page that makes the request. Absent: the reader does. */
  readonly from?: WirePage;
  /** The browser sends it because of a page's request before or after it. */
  readonly byItself?: true;
  /** A pattern of what the browser says instead of giving the answer to the page. */
  readonly keptFromPage?: string;
  readonly request: WireRequest;
  /** Absent when the block does not say. */
  readonly response?: WireResponse;
  /** `null`: there must be no record. Absent when the block does not say. */
  readonly record?: Readonly<Record<string, unknown>> | null;
}

export interface WirePage {
  readonly url: string;
  /** "navigation": the answer becomes the page in the address bar. "frame": it goes into a frame of the page. */
  readonly by: "navigation" | "fetch" | "frame";
  /** Of a fetch. */
  readonly credentials: "include" | "same-origin" | "omit";
  /** Of a fetch. */
  readonly mode: "cors" | "no-cors";
}

export interface WireRequest {
  readonly method: string;
  /** A path of the first host, or a whole address. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export interface WireResponse {
  readonly status: number;
  /** Patterns; a value may hold `…`. */
  readonly headers: readonly (readonly [name: string, pattern: string])[];
  readonly absent: readonly string[];
  readonly body: string | undefined;
}

/** Stands for itself, but in the body of a page's fetch. */
export const DOCUMENT_COOKIE = "(document.cookie)";

export const FIRST_AGENT = "Alice";

const DAY_MS = 86_400_000;
const unitMs = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: DAY_MS,
  w: 7 * DAY_MS,
  y: 365 * DAY_MS,
} as const;

/** What the lines with @ say of the next request. */
interface Manner {
  readonly parallel: number;
  readonly from?: WirePage;
  readonly byItself?: true;
}

interface Draft {
  line: number;
  label: string | undefined;
  agent: string;
  manner: Manner;
  keptFromPage?: string;
  sent: string[];
  received: string[];
  absent: string[];
  record: Readonly<Record<string, unknown>> | null | undefined;
}

/** `firstLine` is the file's line of the block's first line. Throws {@link CourseError}. */
export function parseWire(text: string, file: string, firstLine: number): WireStep[] {
  const steps: WireStep[] = [];
  let draft: Draft | undefined;
  let label: string | undefined;
  let agent = FIRST_AGENT;
  let manner: Manner = { parallel: 1 };

  const finish = () => {
    if (draft !== undefined) steps.push({ kind: "exchange", ...complete(draft, file) });
    draft = undefined;
  };

  for (const [index, raw] of text.split("\n").entries()) {
    const line = firstLine + index;
    const fault = (message: string) => new CourseError(file, line, message);
    const content = raw.slice(1).replace(/^ /, "").trimEnd();
    const mark = raw.startsWith("<!") ? "<!" : raw.charAt(0);
    if (mark === "#" || mark === "@" || raw.trim() === "") finish();
    if (mark === "#") label = content;
    else if (mark === "@") {
      const [word = "", amount = "", ...rest] = content.split(" ");
      if (word === "restart") steps.push({ kind: "restart", line });
      else if (word === "stop" || word === "start") {
        if (amount === "") throw fault(`"@${word}" names no process. Write "@${word} b".`);
        steps.push({ kind: word, process: amount, line });
      } else if (word === "clock" && amount === "now") steps.push({ kind: "real-time", line });
      else if (word === "clock") steps.push({ kind: "clock", byMs: duration(amount, fault), line });
      else if (word === "parallel") manner = { ...manner, parallel: count(amount, fault) };
      else if (word === "itself") manner = { ...manner, byItself: true };
      else if (word === "from") manner = { ...manner, from: wirePage(content, fault) };
      else {
        agent = word;
        if (amount === "takes") steps.push(theft(word, rest, line, fault));
        else if (amount !== "")
          throw fault(`"${raw}" says something unknown. A browser is named alone: "@${word}".`);
      }
    } else if (mark === ">") {
      if (draft === undefined || draft.received.length > 0) {
        finish();
        draft = { line, label, agent, manner, sent: [], received: [], absent: [], record: undefined };
        label = undefined;
        manner = { parallel: 1 };
      }
      draft.sent.push(content);
    } else if (raw.trim() !== "") {
      if (draft === undefined) throw fault(`"${raw}" has no request before it. Write "> GET /" first.`);
      if (mark === "<!") draft.absent.push(content.slice(1).trim());
      else if (mark === "<") draft.received.push(content);
      else if (mark === "=") draft.record = record(content, fault);
      else if (mark === "!") draft.keptFromPage = content;
      else throw fault(`"${raw}" must start with one of > < <! ! = @ #.`);
    }
  }
  finish();
  return steps;
}

/** Whether `text` is what `pattern` says, where each `…` stands for any text, none included. */
export function matchesPattern(pattern: string, text: string): boolean {
  const source = pattern
    .split("…")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("[\\s\\S]*");
  return new RegExp(`^${source}$`).test(text);
}

function complete(draft: Draft, file: string): WireExchange {
  const { line, label, agent, manner, keptFromPage, sent, received, absent } = draft;
  const [requestLine = "", ...requestRest] = sent;
  const match = /^([A-Z]+) ((?:https?:\/\/[^\s/]+)?\/\S*)$/.exec(requestLine);
  const [, method, target] = match ?? [];
  if (method === undefined || target === undefined) {
    throw new CourseError(
      file,
      line,
      `"> ${requestLine}" must be a method and a path, "> GET /", or an address, "> GET https://shop.test/".`,
    );
  }
  const request = head(requestRest, file, line);
  const base = {
    line,
    label,
    agent,
    ...manner,
    ...(keptFromPage === undefined ? {} : { keptFromPage }),
    request: { method, target, headers: request.headers, body: request.body ?? "" },
    ...(draft.record === undefined ? {} : { record: draft.record }),
  };
  const [statusLine, ...responseRest] = received;
  if (statusLine === undefined) return base;
  const status = Number(/^(\d{3})( .*)?$/.exec(statusLine)?.[1]);
  if (Number.isNaN(status)) throw new CourseError(file, line, `"< ${statusLine}" must be a status: "< 200".`);
  const response = head(responseRest, file, line);
  return { ...base, response: { status, headers: response.headers, absent, body: response.body } };
}

function head(
  lines: readonly string[],
  file: string,
  line: number,
): { readonly headers: (readonly [string, string])[]; readonly body: string | undefined } {
  const end = lines.indexOf("");
  const headers = (end < 0 ? lines : lines.slice(0, end)).map((field) => {
    const colon = field.indexOf(":");
    if (colon < 1)
      throw new CourseError(file, line, `"${field}" is no header. Put an empty line before a body.`);
    return [field.slice(0, colon), field.slice(colon + 1).trim()] as const;
  });
  return { headers, body: end < 0 ? undefined : lines.slice(end + 1).join("\n") };
}

function duration(text: string, fault: (message: string) => CourseError): number {
  const [, sign, amount, unit] = /^([+-])(\d+)([smhdwy])$/.exec(text) ?? [];
  if (amount === undefined)
    throw fault(`"${text}" is no move of the clock. Write "@clock +61m", or "@clock now".`);
  const ms = Number(amount) * unitMs[unit as keyof typeof unitMs];
  return sign === "-" ? -ms : ms;
}

function theft(
  to: string,
  [cookie = "", preposition, from = "", ...more]: readonly string[],
  line: number,
  fault: (message: string) => CourseError,
): WireTheft {
  if (preposition !== "from" || from === "" || more.length > 0)
    throw fault(`"@${to} takes" must say what and from whom: "@${to} takes sid from Alice".`);
  return { kind: "theft", cookie, from, to, line };
}

function count(text: string, fault: (message: string) => CourseError): number {
  if (!/^[1-9]\d?$/.test(text)) throw fault(`"${text}" is no count from 1 to 99. Write "@parallel 10".`);
  return Number(text);
}

function wirePage(text: string, fault: (message: string) => CourseError): WirePage {
  const [, url, rest = ""] = /^from (https?:\/\/[^\s/]+\/\S*)((?: [\w-]+)*)$/.exec(text) ?? [];
  if (url === undefined)
    throw fault(`"@${text}" names no page. Write "@from https://evil.test/", with "fetch" after it or not.`);
  const [how, ...modes] = rest.split(" ").slice(1);
  const unknown = modes.find((mode) => !["same-origin", "omit", "no-cors"].includes(mode));
  if (
    (how !== undefined && how !== "fetch" && how !== "frame") ||
    (how !== "fetch" && modes.length > 0) ||
    unknown
  )
    throw fault(
      `"@${text}": after the page may stand fetch, or frame; after fetch same-origin, omit, no-cors.`,
    );
  const credentials = (["same-origin", "omit"] as const).find((mode) => modes.includes(mode));
  return {
    url,
    by: how ?? "navigation",
    credentials: credentials ?? "include",
    mode: modes.includes("no-cors") ? "no-cors" : "cors",
  };
}

function record(
  text: string,
  fault: (message: string) => CourseError,
): Readonly<Record<string, unknown>> | null {
  if (text === "none") return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Not JSON: refused below.
  }
  throw fault(`"= ${text}" must be a JSON object on one line, or "= none".`);
}
