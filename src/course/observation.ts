import {
  gotValue,
  hasAttribute,
  isDeletion,
  lifetimeMs,
  sendsCookie,
  sentValue,
  setCookies,
  valuesOf,
} from "./observed-cookies.ts";

/**
 * A small language for what a reader should have seen, in an attribute of a lesson:
 *
 *     response set-cookie theme then request cookie theme
 *
 * Facts about one exchange are joined by "and"; exchanges that must follow each other by "then".
 */
export interface Observation {
  /** Each must hold for one exchange, in this order; others may come between. */
  readonly steps: readonly Step[];
}

interface Step {
  readonly facts: readonly Fact[];
  /** In the first step none of them holds. */
  readonly comparisons: readonly Comparison[];
}

type Fact = (seen: Observed) => boolean;

/** With an exchange that met the step before. Keys, not pairs, are compared: there may be thousands of either. */
interface Comparison {
  /** `undefined`: it is like none. */
  readonly keyOf: (seen: Observed) => string | undefined;
  readonly keyOfBefore: (before: Observed) => string | undefined;
  /** The other was at least so much earlier; `-Infinity`: whenever. */
  readonly leastMs: number;
}

/** One exchange as observations look at it. */
export interface Observed {
  readonly agent: string;
  readonly method: string;
  readonly path: string;
  /** "https://shop.test" */
  readonly origin: string;
  /** On the clock that can be moved, milliseconds since 1970. */
  readonly atMs: number;
  /** The process that answered, by name; `undefined` when none did or nobody knows. */
  readonly server: string | undefined;
  /** Processes that a load balancer asked before, in vain. */
  readonly down: readonly string[];
  /** `undefined`: no response came. */
  readonly status: number | undefined;
  readonly requestHeaders: readonly (readonly [name: string, value: string])[];
  /** `undefined`: it is not kept whole. */
  readonly requestBody: Uint8Array | undefined;
  readonly responseHeaders: readonly (readonly [name: string, value: string])[];
  /** `undefined`: no response came, or its body is not kept whole. */
  readonly responseBody: Uint8Array | undefined;
  /** The session record's data and flash; `null` when there was none, `undefined` when no session took part. */
  readonly before: Readonly<Record<string, unknown>> | null | undefined;
  readonly after: Readonly<Record<string, unknown>> | null | undefined;
}

/** Throws a `TypeError` that names the fact it cannot read and lists those it can. */
export function parseObservation(text: string): Observation {
  return { steps: text.split(" then ").map(parseStep) };
}

/**
 * How many steps have been seen: all of them when it equals `observation.steps.length`. Whoever begins again is seen,
 * too: a step follows any exchange that met the step before, not only the first.
 */
export function stepsSeen({ steps }: Observation, exchanges: readonly Observed[]): number {
  const isMet = steps.map(() => false);
  /** Of each step: what it compares of the exchanges that met the step before, and when that was first seen. */
  const firstMs = steps.map(() => new Map<string, number>());
  for (const exchange of exchanges) {
    // Backwards, so that an exchange does not follow itself.
    for (const [index, { facts, comparisons }] of [...steps.entries()].reverse()) {
      if (isMet[index - 1] === false || !facts.every((holds) => holds(exchange))) continue;
      if (comparisons.length > 0 && !follows(exchange, comparisons, firstMs[index])) continue;
      isMet[index] = true;
      const next = steps[index + 1]?.comparisons ?? [];
      const key = joined(next.map(({ keyOfBefore }) => keyOfBefore(exchange)));
      const known = firstMs[index + 1];
      if (key !== undefined) known?.set(key, Math.min(known.get(key) ?? exchange.atMs, exchange.atMs));
    }
  }
  const unseen = isMet.indexOf(false);
  return unseen < 0 ? steps.length : unseen;
}

function follows(
  exchange: Observed,
  comparisons: readonly Comparison[],
  firstMs: ReadonlyMap<string, number> | undefined,
): boolean {
  const key = joined(comparisons.map(({ keyOf }) => keyOf(exchange)));
  const first = key === undefined ? undefined : firstMs?.get(key);
  return first !== undefined && comparisons.every(({ leastMs }) => exchange.atMs - first >= leastMs);
}

function joined(keys: readonly (string | undefined)[]): string | undefined {
  return keys.includes(undefined) ? undefined : JSON.stringify(keys);
}

const DAY_MS = 86_400_000;
const unitMs = { m: 60_000, h: 3_600_000, d: DAY_MS, w: 7 * DAY_MS, y: 365 * DAY_MS } as const;

const readers: readonly (readonly [form: RegExp, example: string, read: (words: string[]) => Fact])[] = [
  [
    /^(GET|POST|PUT|PATCH|DELETE|OPTIONS) (\/\S*)$/,
    "GET /path",
    ([method, path]) =>
      (seen) =>
        seen.method === method && seen.path === path,
  ],
  [
    /^(GET|POST|PUT|PATCH|DELETE|OPTIONS) (https?:\/\/[^\s/]+)(\/\S*)$/,
    "GET https://shop.test/path",
    ([method, origin, path]) =>
      (seen) =>
        seen.method === method && seen.origin === origin && seen.path === path,
  ],
  [
    /^host (\S+)$/,
    "host shop.test",
    ([host]) =>
      (seen) =>
        new URL(seen.origin).host === host,
  ],
  [
    /^from (https?:\/\/\S+)$/,
    "from https://news.test",
    ([page]) =>
      (seen) =>
        pageOf(seen) === page,
  ],
  [
    /^server (\S+)$/,
    "server b",
    ([server]) =>
      (seen) =>
        seen.server === server,
  ],
  [
    /^server (\S+) down$/,
    "server b down",
    ([server = ""]) =>
      (seen) =>
        seen.down.includes(server),
  ],
  [
    /^a server down$/,
    "a server down",
    () =>
      ({ down }) =>
        down.length > 0,
  ],
  [
    /^status (\d{3})$/,
    "status 303",
    ([status]) =>
      (seen) =>
        seen.status === Number(status),
  ],
  [
    /^browser (\S+)$/,
    "browser Bob",
    ([agent]) =>
      (seen) =>
        seen.agent === agent,
  ],
  [
    /^from (none|same-origin|same-site|cross-site)$/,
    "from cross-site (none, same-origin, same-site)",
    ([site = ""]) =>
      (seen) =>
        valuesOf(seen.requestHeaders, "sec-fetch-site").includes(site),
  ],
  [
    /^request cookie(?: (\S+))?$/,
    "request cookie [name]",
    ([name]) =>
      (seen) =>
        sendsCookie(seen, name),
  ],
  [
    /^no request cookie(?: (\S+))?$/,
    "no request cookie [name]",
    ([name]) =>
      (seen) =>
        !sendsCookie(seen, name),
  ],
  [
    /^request says (.+)$/,
    "request says text of its body",
    ([text = ""]) =>
      (seen) =>
        textOf(seen.requestBody)?.includes(text) === true,
  ],
  [
    /^response header (\S+)$/,
    "response header Location",
    ([name = ""]) =>
      (seen) =>
        valuesOf(seen.responseHeaders, name.toLowerCase()).length > 0,
  ],
  [
    /^no response header (\S+)$/,
    "no response header Location",
    ([name = ""]) =>
      (seen) =>
        seen.status !== undefined && valuesOf(seen.responseHeaders, name.toLowerCase()).length === 0,
  ],
  [
    /^response set-cookie(?: (\S+))?$/,
    "response set-cookie [name]",
    ([name]) =>
      (seen) =>
        setCookies(seen, name).some((value) => !isDeletion(value)),
  ],
  [
    /^response set-cookie (\S+) with (\S+)$/,
    "response set-cookie name with HttpOnly",
    ([name, attribute = ""]) =>
      (seen) =>
        setCookies(seen, name).some((value) => hasAttribute(value, attribute)),
  ],
  [
    /^response set-cookie (\S+) for (\d+)([mhdwy])$/,
    "response set-cookie name for 60m (by Max-Age or Expires)",
    ([name, count, unit]) => {
      const wantedMs = unitsMs(count, unit);
      return (seen) => setCookies(seen, name).some((value) => lifetimeMs(value, seen.atMs) === wantedMs);
    },
  ],
  [
    /^response deletes cookie(?: (\S+))?$/,
    "response deletes cookie [name]",
    ([name]) =>
      (seen) =>
        setCookies(seen, name).some(isDeletion),
  ],
  [
    /^response says (.+)$/,
    "response says text of its body",
    ([text = ""]) =>
      (seen) =>
        textOf(seen.responseBody)?.includes(text) === true,
  ],
  [
    /^response does not say (.+)$/,
    "response does not say text of its body",
    ([text = ""]) =>
      (seen) =>
        textOf(seen.responseBody)?.includes(text) === false,
  ],
  [
    /^record (\S+) = (.+)$/,
    "record key = JSON",
    ([key = "", json = ""]) => {
      const wanted = JSON.stringify(JSON.parse(json));
      return (seen) => JSON.stringify(seen.after?.[key]) === wanted;
    },
  ],
  [
    /^record (\S+) changes$/,
    "record key changes",
    ([key = ""]) =>
      (seen) =>
        JSON.stringify(seen.before?.[key]) !== JSON.stringify(seen.after?.[key]),
  ],
  [
    /^record (\S+) disappears$/,
    "record key disappears",
    ([key = ""]) =>
      (seen) =>
        disappears(seen, key),
  ],
];

const comparers: readonly (readonly [
  form: RegExp,
  example: string,
  read: (words: string[]) => Comparison,
])[] = [
  [
    /^(\d+)([mhdwy]) later$/,
    "61m later (m, h, d, w, y)",
    ([count, unit]) => ({ keyOf: () => "", keyOfBefore: () => "", leastMs: unitsMs(count, unit) }),
  ],
  [
    /^same browser$/,
    "same browser (as in the step before)",
    () => ({
      keyOf: ({ agent }) => agent,
      keyOfBefore: ({ agent }) => agent,
      leastMs: Number.NEGATIVE_INFINITY,
    }),
  ],
  [
    /^same cookie (\S+)$/,
    "same cookie name (with the value that the step before got, or sent)",
    ([name = ""]) => ({
      keyOf: (seen) => sentValue(seen, name),
      keyOfBefore: (before) => gotValue(before, name) ?? sentValue(before, name),
      leastMs: Number.NEGATIVE_INFINITY,
    }),
  ],
];

function parseStep(text: string): Step {
  const [facts, comparisons]: [Fact[], Comparison[]] = [[], []];
  for (const part of text.split(" and ").map((one) => one.trim())) {
    const fact = readWith(readers, part);
    const comparison = fact === undefined ? readWith(comparers, part) : undefined;
    if (fact !== undefined) facts.push(fact);
    else if (comparison !== undefined) comparisons.push(comparison);
    else throw unknown(part);
  }
  return { facts, comparisons };
}

function readWith<Read>(
  forms: readonly (readonly [form: RegExp, example: string, read: (words: string[]) => Read])[],
  text: string,
): Read | undefined {
  for (const [form, , read] of forms) {
    const match = form.exec(text);
    if (match !== null) return read(match.slice(1));
  }
  return undefined;
}

function unknown(text: string): TypeError {
  const known = [...readers, ...comparers].map(([, example]) => `"${example}"`).join(", ");
  return new TypeError(`"${text}" is no observation. Known: ${known}.`);
}

function textOf(body: Uint8Array | undefined): string | undefined {
  return body && new TextDecoder().decode(body);
}

function disappears(seen: Observed, key: string): boolean {
  return seen.before?.[key] !== undefined && seen.after?.[key] === undefined;
}

/** The origin of the page that asked, where the request says it. */
function pageOf({ requestHeaders }: Observed): string | undefined {
  const [origin = valuesOf(requestHeaders, "referer")[0] ?? ""] = valuesOf(requestHeaders, "origin");
  return URL.parse(origin)?.origin;
}

function unitsMs(count: string | undefined, unit: string | undefined): number {
  return Number(count) * unitMs[unit as keyof typeof unitMs];
}
