import { judgeCookieAttributes } from "./cookie-attributes.ts";
import { judgeValues } from "./cookie-value.ts";
import { DoctorReport, type Observation } from "./doctor-report.ts";
import { examineLogin, type LoginPlan } from "./examine-login.ts";
import {
  adoptsMadeUpIds,
  cachesSessions,
  fallsOverBadCookies,
  letsOtherOriginsIn,
  takesIdsFromAddress,
  trustsAnyProxy,
} from "./probes.ts";
import { isDeletion, type ReceivedCookie } from "./received-cookie.ts";
import type { SiteAnswer, SiteClient } from "./site-client.ts";
import { noSessionNote, redirectNotes, refuseUnjudgeable } from "./what-was-answered.ts";

export interface ExaminationPlan {
  /** A page that keeps nothing in the session, where one is known. */
  readonly page: URL;
  /** A page that begins a session by GET; absent: `page` may. */
  readonly start?: URL;
  /** The session-id cookie's name, where it is known. */
  readonly cookieName?: string;
  readonly login?: LoginPlan;
}

/** A session that the site began for us. */
export interface SeenSession {
  readonly cookie: ReceivedCookie;
  readonly start: URL;
  /** The answer that set the cookie. */
  readonly answer: SiteAnswer;
  /** The session stands in the cookie itself, so ids say nothing. */
  readonly isReadable: boolean;
}

/** New sessions to compare. */
const SAMPLES = 8;

/** Drives the site as browsers would, and worse. Rejects with `SiteFailure` when it cannot be asked. */
export async function examine(client: SiteClient, plan: ExaminationPlan): Promise<DoctorReport> {
  const observations: Observation[] = [];
  const notes: string[] = [];
  const first = await client.send(plan.page);
  const start = plan.start ?? plan.page;
  const isOnePage = start.href === plan.page.href;
  const samples = [isOnePage ? first : await client.send(start)];
  while (samples.length < SAMPLES) samples.push(await client.send(start));
  const cookies = newCookies(samples, plan.cookieName);
  const seen = pickSession(cookies, samples, start);
  const isLocal = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(client.origin.hostname);
  if (!client.isHttps && !isLocal) {
    notes.push(
      "The site was asked by plain http: everybody on the way can read its cookies. Serve it by https.",
    );
  }
  notes.push(...redirectNotes(samples, start, seen !== undefined));
  if (seen === undefined) {
    if (plan.login === undefined) refuseUnjudgeable(samples, start);
    notes.push(...sharedValueNotes(samples, plan.cookieName), noSessionNote(samples, start));
    observations.push(...(await letsOtherOriginsIn(client, start, undefined)));
  } else {
    notes.push(...severalNotes(cookies, seen));
    observations.push(
      judgeFirstVisit(first, seen, plan.page, isOnePage),
      ...judgeCookieAttributes(seen.cookie, client.isHttps || !isLocal),
      ...judgeIds(samples, seen),
      ...(await cachesSessions(client, seen)),
      ...(await adoptsMadeUpIds(client, seen)),
      ...(await fallsOverBadCookies(client, seen)),
      ...(await takesIdsFromAddress(client, seen)),
      ...(await trustsAnyProxy(client, seen, isLocal)),
      ...(await letsOtherOriginsIn(client, start, seen)),
    );
  }
  if (plan.login !== undefined) {
    const found = await examineLogin(client, plan.login, start, seen?.cookie.name ?? plan.cookieName);
    observations.push(...found.observations);
    notes.push(...found.notes);
  }
  return new DoctorReport(plan.page.href, seen?.cookie.name ?? plan.cookieName, observations, notes);
}

interface NewCookie {
  readonly cookie: ReceivedCookie;
  readonly isReadable: boolean;
}

/** The cookies of the first answer that are new for each new visitor, or else the one that is wanted. */
function newCookies(samples: readonly SiteAnswer[], wanted: string | undefined): readonly NewCookie[] {
  return (samples[0]?.cookies ?? [])
    .filter((cookie) => !isDeletion(cookie) && (wanted === undefined || cookie.name === wanted))
    .map((cookie) => {
      const values = valuesOf(samples, cookie.name);
      const { isReadable } = judgeValues(values);
      const isNewEachTime = values.length === samples.length && new Set(values).size === values.length;
      return { cookie, isReadable, isNewEachTime };
    })
    .filter(({ cookie, isReadable, isNewEachTime }) => {
      return wanted !== undefined || isNewEachTime || (isReadable && isSessionName(cookie.name));
    });
}

/** Of several, the one that is called like a session. */
function pickSession(
  cookies: readonly NewCookie[],
  samples: readonly SiteAnswer[],
  start: URL,
): SeenSession | undefined {
  const picked = cookies.find(({ cookie }) => isSessionName(cookie.name)) ?? cookies[0];
  const [answer] = samples;
  return picked === undefined || answer === undefined ? undefined : { ...picked, start, answer };
}

function valuesOf(samples: readonly SiteAnswer[], cookieName: string): string[] {
  return samples.flatMap(({ cookies }) => cookies.find(({ name }) => name === cookieName)?.value ?? []);
}

function isSessionName(name: string): boolean {
  return /sess|sid|login|auth/i.test(name) && !/csrf|xsrf/i.test(name);
}

function judgeFirstVisit(
  first: SiteAnswer,
  { cookie }: SeenSession,
  page: URL,
  isOnePage: boolean,
): Observation {
  const path = page.pathname;
  if (!first.cookies.some(({ name }) => name === cookie.name)) {
    return { check: 31, outcome: "good", seen: `GET ${path} sets no session cookie.` };
  }
  return isOnePage
    ? {
        check: 31,
        outcome: "doubt",
        seen: `The first GET ${path} sets the cookie already. If that page keeps nothing in the session, every crawler fills your store.`,
        remedy: "Begin sessions when something is kept (express-session: saveUninitialized: false).",
      }
    : {
        check: 31,
        outcome: "fault",
        seen: `GET ${path}, which should keep nothing, sets the session cookie.`,
        remedy: "Begin sessions when something is kept (express-session: saveUninitialized: false).",
      };
}

const MOST_NAMED = 3;

/** What speaks against having looked at the right one. */
function severalNotes(cookies: readonly NewCookie[], { cookie: { name } }: SeenSession): string[] {
  if (cookies.length < 2 || isSessionName(name)) return [];
  const names = cookies.map(({ cookie }) => cookie.name);
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : "";
  return [
    `Several cookies are new for each visitor: ${names.slice(0, MOST_NAMED).join(", ")}${more}. ` +
      `This looked at ${name}; for another one: --cookie NAME.`,
  ];
}

/** A cookie that is called like a session and the same for all: of no use as one, or the worst that can be. */
function sharedValueNotes(samples: readonly SiteAnswer[], wanted: string | undefined): string[] {
  if (wanted !== undefined) return [];
  return (samples[0]?.cookies ?? [])
    .filter((cookie) => !isDeletion(cookie) && isSessionName(cookie.name))
    .filter(({ name }) => {
      const values = valuesOf(samples, name);
      return values.length === samples.length && new Set(values).size === 1;
    })
    .map(
      ({ name }) =>
        `Every visitor gets the same ${name}. If that is the session's cookie, they all share one session: --cookie ${name} judges it.`,
    );
}

/** What the ids of several new sessions tell (check 1), or that they are none (check 36). */
function judgeIds(samples: readonly SiteAnswer[], { cookie }: SeenSession): readonly Observation[] {
  const values = valuesOf(samples, cookie.name);
  const { bits, isReadable } = judgeValues(values);
  if (isReadable) {
    return [
      {
        check: 36,
        outcome: "fault",
        seen: "The session itself stands in the cookie, and whoever has the cookie can read it. It cannot be revoked either.",
        remedy: "Keep sessions in a store, or seal the cookie.",
      },
    ];
  }
  if (bits === undefined) return [];
  if (new Set(values).size < values.length) {
    return [
      {
        check: 1,
        outcome: "fault",
        seen: "Two new visitors got the same id.",
        remedy: "Make ids of random bytes.",
      },
    ];
  }
  return bits < 128
    ? [
        {
          check: 1,
          outcome: "fault",
          seen: `An id has ${bits} random bits at most, judged by ${values.length} of them.`,
          remedy: "Make ids of 16 random bytes or more, from the system's random source.",
        },
      ]
    : [
        {
          check: 1,
          outcome: "good",
          seen: `${bits} bits differ between ${values.length} ids. Where they come from cannot be seen.`,
        },
      ];
}
