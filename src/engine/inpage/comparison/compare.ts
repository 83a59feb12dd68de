import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import type { ComparedResponse, ComparedServer } from "./compared.ts";
import { listedFor, type Place } from "./differences.ts";
import { type Ask, Cookies, type Scenario, toRequest } from "./scenario.ts";

/**
 * Asks both sides the same, one request after another. Says what differs although it should not, and which
 * listed differences were not seen; empty when all is well.
 */
export async function compareScenario(
  scenario: Scenario,
  real: ComparedServer,
  engine: ComparedServer,
  place: Place,
): Promise<readonly string[]> {
  const realCookies = new Cookies();
  const engineCookies = new Cookies();
  const faults: string[] = [];
  for (const [index, one] of scenario.requests.entries()) {
    const expected = await real.exchange(toRequest(one, realCookies));
    const actual = await engine.exchange(toRequest(one, engineCookies));
    realCookies.keep(expected);
    engineCookies.keep(actual);
    const name = `${scenario.program} ${index + 1}: ${one.method} ${shortened(one)}`;
    const differences = differencesOf(expected, actual);
    const listed = listedFor(scenario.program, one, place);
    for (const { what, text } of differences) {
      if (!listed.some((entry) => entry.what.includes(what))) faults.push(`${name}\n  ${text}`);
    }
    for (const entry of listed) {
      const isSeen = differences.some(({ what }) => entry.what.includes(what));
      if (!isSeen) faults.push(`${name}\n  is listed as different (${entry.reason}) and is not`);
    }
  }
  return faults;
}

function shortened({ target }: Ask): string {
  return target.length > 60 ? `${target.slice(0, 57)}...` : target;
}

interface Difference {
  /** "status", "body", or a header's name in lower case. */
  readonly what: string;
  readonly text: string;
}

function differencesOf(expected: ComparedResponse, actual: ComparedResponse): Difference[] {
  const found: Difference[] = [];
  const statusOf = ({ status, statusText, complete }: ComparedResponse) =>
    `${status} ${statusText}${complete ? "" : " (cut)"}`;
  if (statusOf(expected) !== statusOf(actual)) {
    found.push({ what: "status", text: `status: Node ${statusOf(expected)}, engine ${statusOf(actual)}` });
  }
  const [wanted, got] = [headerLines(expected), headerLines(actual)];
  if (wanted.join("\n") !== got.join("\n")) {
    const names = new Set([...wanted, ...got].map((line) => line.slice(0, line.indexOf(":")).toLowerCase()));
    const differing = [...names].filter((name) => linesOf(wanted, name) !== linesOf(got, name));
    for (const name of differing) {
      found.push({
        what: name,
        text: `header: Node [${linesOf(wanted, name)}], engine [${linesOf(got, name)}]`,
      });
    }
    if (differing.length === 0) {
      found.push({
        what: "order",
        text: `header order: Node ${wanted.join(" | ")}, engine ${got.join(" | ")}`,
      });
    }
  }
  const [wantedBody, gotBody] = [decoded(expected), decoded(actual)];
  if (!sameBytes(wantedBody, gotBody)) {
    found.push({ what: "body", text: `body: Node ${shown(wantedBody)}\n  engine ${shown(gotBody)}` });
  }
  return found;
}

/** What tells the moment of the answer, or how long it is until a limit ends: only the form is compared. */
const MOMENTS: Readonly<Record<string, RegExp>> = {
  date: /^\w{3}, \d\d \w{3} 20\d\d \d\d:\d\d:\d\d GMT$/,
  "x-ratelimit-reset": /\b\d{10}$/,
  "ratelimit-reset": /\b86[34]\d\d$/,
  ratelimit: /\b86[34]\d\d$/,
  "retry-after": /^86[34]\d\d$/,
};

function headerLines({ headers }: ComparedResponse): string[] {
  return headers.map(([name, value]) => {
    const moment = MOMENTS[name.toLowerCase()];
    return `${name}: ${moment === undefined ? value : value.replace(moment, "(a moment)")}`;
  });
}

function linesOf(lines: readonly string[], name: string): string {
  return lines.filter((line) => line.slice(0, line.indexOf(":")).toLowerCase() === name).join(" | ");
}

/** What is compressed may be compressed in many ways: compared is what it carries. */
function decoded({ headers, body, complete }: ComparedResponse): Uint8Array {
  const encoding = headers.find(([name]) => name.toLowerCase() === "content-encoding")?.[1];
  if (body.length === 0 || !complete) return body;
  if (encoding === "br") return brotliDecompressSync(body);
  if (encoding === "gzip") return gunzipSync(body);
  return encoding === "deflate" ? inflateSync(body) : body;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

const SHOWN = 3000;

function shown(body: Uint8Array): string {
  const text = new TextDecoder().decode(body.subarray(0, SHOWN));
  return `(${body.length} bytes) ${text}`;
}
