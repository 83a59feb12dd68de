import { madeUpLike, tampered } from "./cookie-value.ts";
import type { Observation } from "./doctor-report.ts";
import type { SeenSession } from "./examine.ts";
import type { SiteAnswer, SiteClient } from "./site-client.ts";

/** Reserved: no site is there (RFC 2606). */
export const FOREIGN_ORIGIN = "https://doctor.invalid";

/** Whether caches may keep what belongs to one session (check 30). */
export async function cachesSessions(client: SiteClient, seen: SeenSession): Promise<readonly Observation[]> {
  const again = await client.send(seen.start, { cookie: cookieOf(seen) });
  const isKept = (answer: SiteAnswer) => !/no-store|private/i.test(answer.header("cache-control") ?? "");
  const varies = /(?:^|,)\s*(?:cookie|\*)\s*(?:,|$)/i.test(again.header("vary") ?? "");
  const faults: string[] = [];
  if (isKept(seen.answer)) faults.push("the answer that sets the cookie has no Cache-Control: no-store");
  if (isKept(again) && !varies) faults.push("an answer to a session has neither that nor Vary: Cookie");
  return faults.length === 0
    ? [{ check: 30, outcome: "good", seen: "Caches are told to keep nothing of it." }]
    : [
        {
          check: 30,
          outcome: "fault",
          seen: `A shared cache may give one visitor's page or cookie to another: ${faults.join("; ")}.`,
          remedy:
            "Send Cache-Control: no-store with Set-Cookie, and Vary: Cookie with what reads the session.",
        },
      ];
}

/** Whether an id that the site never gave becomes a session (check 2: session fixation). */
export async function adoptsMadeUpIds(
  client: SiteClient,
  seen: SeenSession,
): Promise<readonly Observation[]> {
  if (seen.isReadable) return [];
  const value = madeUpLike(seen.cookie.value);
  const answer = await client.send(seen.start, { cookie: cookieOf(seen, value) });
  return isTaken(answer, seen, value)
    ? [
        {
          check: 2,
          outcome: "fault",
          seen: "An id that the site never gave became a session: an attacker can choose a victim's id beforehand.",
          remedy: "Give a new id when the one that comes is unknown.",
        },
      ]
    : [
        {
          check: 2,
          outcome: "good",
          seen:
            answer.status < 400
              ? "A made-up id got another one."
              : `A made-up id was answered with ${answer.status}.`,
        },
      ];
}

/** Whether damaged cookies are errors, or pass (checks 3 and 32). */
export async function fallsOverBadCookies(
  client: SiteClient,
  seen: SeenSession,
): Promise<readonly Observation[]> {
  const { value } = seen.cookie;
  const bad: readonly (readonly [string, string])[] = [
    ["cut in half", value.slice(0, value.length / 2)],
    ["empty", ""],
    ["broken percent-encoding", "%E0%A4%A"],
    ["very long", "A".repeat(3500)],
    ["another form", '{"user":1}'],
    ["a path", "../../../../etc/passwd"],
    ["of two cookies", `x; ${seen.cookie.name}=y`],
  ];
  const observations: Observation[] = [];
  const changed = tampered(value);
  const failed: string[] = [];
  for (const [what, given] of [["changed by one letter", changed] as const, ...bad]) {
    const answer = await client.send(seen.start, { cookie: cookieOf(seen, given) });
    if (answer.status >= 500) failed.push(`${what} (${answer.status})`);
    if (given === changed && !seen.isReadable && isTaken(answer, seen, given)) {
      observations.push({
        check: 32,
        outcome: "fault",
        seen: "A cookie with one letter changed is taken as a session.",
        remedy: "Compare ids and signatures whole.",
      });
    }
  }
  if (failed.length > 0 && seen.answer.status < 500) {
    observations.push({
      check: 32,
      outcome: "fault",
      seen: `A damaged cookie is an error of the server: ${failed.join(", ")}.`,
      remedy: "Treat a cookie that cannot be read as none.",
    });
  }
  if (observations.length > 0) return observations;
  return [{ check: 32, outcome: "good", seen: `${bad.length + 1} damaged cookies were taken as none.` }];
}

/** Whether an id in the address does what one in the cookie does (check 4). */
export async function takesIdsFromAddress(
  client: SiteClient,
  seen: SeenSession,
): Promise<readonly Observation[]> {
  if (seen.isReadable) return [];
  const { name, value } = seen.cookie;
  const inQuery = new URL(seen.start);
  inQuery.searchParams.set(name, decodedValue(value));
  const inPath = new URL(seen.start);
  inPath.pathname += `;${name}=${value}`;
  for (const address of [inQuery, inPath]) {
    const answer = await client.send(address);
    if (answer.status < 400 && isTaken(answer, seen, value)) {
      return [
        {
          check: 4,
          outcome: "fault",
          seen: "An id in the address is taken. Addresses end up in logs, histories and Referer headers.",
          remedy: "Take the id from the cookie only.",
        },
      ];
    }
  }
  return [{ check: 4, outcome: "good", seen: "An id in the address was not taken." }];
}

/** Whether anybody can say that a request was https (check 29). */
export async function trustsAnyProxy(
  client: SiteClient,
  seen: SeenSession,
  isLocal: boolean,
): Promise<readonly Observation[]> {
  if (client.isHttps || seen.cookie.attributes.has("secure")) return [];
  const answer = await client.send(seen.start, { headers: { "X-Forwarded-Proto": "https" } });
  const claimed = answer.cookies.find(({ name }) => name === seen.cookie.name);
  if (claimed?.attributes.has("secure") !== true) {
    return [{ check: 29, outcome: "good", seen: "X-Forwarded-Proto from us was not believed." }];
  }
  return [
    {
      check: 29,
      outcome: isLocal ? "doubt" : "fault",
      seen: isLocal
        ? "X-Forwarded-Proto from this machine was believed. That is right if your proxy runs on it."
        : "X-Forwarded-Proto from us was believed, though we are no proxy of yours.",
      remedy: "Name your proxies (Express: trust proxy); do not trust everybody.",
    },
  ];
}

/** Whether pages of any site may read answers with the visitor's cookies (check 40). */
export async function letsOtherOriginsIn(
  client: SiteClient,
  page: URL,
  seen: SeenSession | undefined,
): Promise<readonly Observation[]> {
  const answer = await client.send(page, {
    headers: { Origin: FOREIGN_ORIGIN },
    ...(seen === undefined ? {} : { cookie: cookieOf(seen) }),
  });
  const allowed = answer.header("access-control-allow-origin");
  const withCookies = answer.header("access-control-allow-credentials") === "true";
  if (withCookies && (allowed === FOREIGN_ORIGIN || allowed === "*" || allowed === "null")) {
    return [
      {
        check: 40,
        outcome: "fault",
        seen:
          allowed === "*"
            ? "Every origin is let in, with cookies. Browsers refuse that, so it is a mistake at least."
            : "Pages of any site may read what your visitors see: every Origin is let in, with cookies.",
        remedy: "Name the origins that may.",
      },
    ];
  }
  return [{ check: 40, outcome: "good", seen: "A foreign Origin was not let in with cookies." }];
}

export function cookieOf({ cookie }: SeenSession, value = cookie.value): string {
  return `${cookie.name}=${value}`;
}

/**
 * Whether the site goes on with the value as the session's: a visitor without a session gets a cookie on this
 * page, so no cookie, or the same one again, says that this visitor has one.
 */
function isTaken(answer: SiteAnswer, { cookie }: SeenSession, sent: string): boolean {
  if (answer.status >= 400) return false;
  const given = answer.cookies.find(({ name }) => name === cookie.name);
  return given === undefined || decodedValue(given.value) === decodedValue(sent);
}

function decodedValue(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
