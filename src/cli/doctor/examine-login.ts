import type { Observation } from "./doctor-report.ts";
import { FOREIGN_ORIGIN } from "./probes.ts";
import { isDeletion } from "./received-cookie.ts";
import type { SiteAnswer, SiteClient } from "./site-client.ts";

/** How to sign in and out, by forms. */
export interface LoginPlan {
  /** Takes the form by POST; a GET of it shows the form, whose hidden fields are sent along. */
  readonly login: URL;
  readonly fields: Readonly<Record<string, string>>;
  /** A page that looks different to who is signed in. */
  readonly privatePage: URL;
  /** Signs out by POST; absent: nothing is asked of signing out. */
  readonly logout?: URL;
}

interface LoginFindings {
  readonly observations: readonly Observation[];
  readonly notes: readonly string[];
}

/** Signs in and out, with the ids from before and after (checks 6, 7, 14, 15, 39). */
export async function examineLogin(
  client: SiteClient,
  plan: LoginPlan,
  start: URL,
  cookieName: string | undefined,
): Promise<LoginFindings> {
  const observations: Observation[] = [];
  const anonymous = await client.send(plan.privatePage);
  const visitor = new Visitor(client);
  await visitor.get(start);
  const before = new Map(visitor.cookies);
  await visitor.submit(plan.login, plan.fields, client.origin.origin);
  const signedIn = await visitor.get(plan.privatePage);
  if (looksLike(anonymous, signedIn)) {
    return {
      observations,
      notes: [
        `Signing in did not work: ${plan.privatePage.pathname} looks the same afterwards. Are the fields right?`,
      ],
    };
  }
  const isIn = (answer: SiteAnswer) => !looksLike(anonymous, answer);
  const name = cookieName ?? nameOfSession(before, visitor.cookies);
  const old = name === undefined ? undefined : before.get(name);
  if (name !== undefined && old !== undefined) {
    const isSame = visitor.cookies.get(name) === old;
    observations.push(
      isSame
        ? {
            check: 7,
            outcome: "fault",
            seen: "The id is the same after signing in: who knew it before is signed in, too (session fixation).",
            remedy: "Give a new id at login: session.login() or regenerate().",
          }
        : { check: 7, outcome: "good", seen: "Signing in gave a new id." },
    );
    if (!isSame) {
      const withOld = await client.send(plan.privatePage, { cookie: print(before) });
      observations.push(
        isIn(withOld)
          ? {
              check: 6,
              outcome: "fault",
              seen: "The id from before signing in is signed in as well.",
              remedy: "Delete the old record when the id is replaced.",
            }
          : { check: 6, outcome: "good", seen: "The id from before signing in is worth nothing." },
      );
    }
  }
  if (plan.logout !== undefined) {
    const logout = await examineLogout(visitor, plan.logout, plan.privatePage, isIn, name);
    return { observations: [...observations, ...logout.observations], notes: logout.notes };
  }
  return { observations, notes: [] };
}

async function examineLogout(
  visitor: Visitor,
  logout: URL,
  privatePage: URL,
  isIn: (answer: SiteAnswer) => boolean,
  name: string | undefined,
): Promise<LoginFindings> {
  await visitor.post(logout, {}, FOREIGN_ORIGIN);
  if (!isIn(await visitor.get(privatePage))) {
    const fault: Observation = {
      check: 39,
      outcome: "fault",
      seen: "A POST that named another site as its origin (Origin, Sec-Fetch-Site) was carried out: it signed us out.",
      remedy: "Refuse what other sites make browsers send: csrf().",
    };
    return { observations: [fault], notes: [] };
  }
  const kept = new Map(visitor.cookies);
  const answer = await visitor.submit(logout, {}, visitor.client.origin.origin, privatePage);
  if (isIn(await visitor.get(privatePage))) {
    const note = `Signing out at ${logout.pathname} did not work: it answered ${answer.status}, and the visitor is still signed in. Is the path right (--logout)? Checks 14, 15 and 39 were not looked at.`;
    return { observations: [], notes: [note] };
  }
  const observations: Observation[] = [
    {
      check: 39,
      outcome: "good",
      seen: "A request that named another site as its origin did nothing.",
    },
  ];
  const replay = await visitor.client.send(privatePage, { cookie: print(kept) });
  observations.push(
    isIn(replay)
      ? {
          check: 15,
          outcome: "fault",
          seen: "The cookie from before signing out still signs in.",
          remedy: "Delete the record at logout; a session held in the cookie cannot do this.",
        }
      : { check: 15, outcome: "good", seen: "The cookie from before signing out is worth nothing." },
  );
  const deletion = answer.cookies.find((cookie) => cookie.name === name && isDeletion(cookie));
  observations.push(
    deletion === undefined
      ? {
          check: 14,
          outcome: "doubt",
          seen: "Signing out did not delete the cookie.",
          remedy: "Send the cookie again with Max-Age=0 and the same path and domain.",
        }
      : { check: 14, outcome: "good", seen: "Signing out deletes the cookie." },
  );
  return { observations, notes: [] };
}

/** A browser as far as forms go: keeps all cookies of the site. */
class Visitor {
  readonly client: SiteClient;
  readonly cookies = new Map<string, string>();

  constructor(client: SiteClient) {
    this.client = client;
  }

  get(page: URL): Promise<SiteAnswer> {
    return this.#keep(this.client.send(page, this.#withCookies()));
  }

  post(page: URL, form: Readonly<Record<string, string>>, origin: string): Promise<SiteAnswer> {
    const site = origin === this.client.origin.origin ? "same-origin" : "cross-site";
    const headers = { Origin: origin, "Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate" };
    return this.#keep(this.client.send(page, { method: "POST", form, headers, ...this.#withCookies() }));
  }

  /** Posts with the hidden fields of the form that `shownAt` shows. */
  async submit(
    page: URL,
    fields: Readonly<Record<string, string>>,
    origin: string,
    shownAt: URL = page,
  ): Promise<SiteAnswer> {
    const form = await this.get(shownAt);
    return this.post(page, { ...hiddenFields(form.body), ...fields }, origin);
  }

  async #keep(asked: Promise<SiteAnswer>): Promise<SiteAnswer> {
    const answer = await asked;
    for (const cookie of answer.cookies) {
      if (isDeletion(cookie)) this.cookies.delete(cookie.name);
      else this.cookies.set(cookie.name, cookie.value);
    }
    return answer;
  }

  #withCookies(): { cookie?: string } {
    return this.cookies.size === 0 ? {} : { cookie: print(this.cookies) };
  }
}

function print(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}

function nameOfSession(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string | undefined {
  const changed = [...after.keys()].filter((name) => after.get(name) !== before.get(name));
  return changed.find((name) => /sess|sid/i.test(name)) ?? changed[0];
}

/** Pages hold times and tokens, so only what is plain counts: the status, where it leads, and most of its length. */
function looksLike(one: SiteAnswer, other: SiteAnswer): boolean {
  if (one.status !== other.status || one.header("location") !== other.header("location")) return false;
  return one.body.replace(/[\w-]{16,}/g, "") === other.body.replace(/[\w-]{16,}/g, "");
}

function hiddenFields(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of html.matchAll(/<input\b[^>]{0,2000}>/gi)) {
    if (!/\btype\s*=\s*["']?hidden\b/i.test(tag)) continue;
    const name = attribute(tag, "name");
    if (name !== undefined) fields[name] = attribute(tag, "value") ?? "";
  }
  return fields;
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, "i").exec(tag);
  const text = found?.[1] ?? found?.[2] ?? found?.[3];
  return text
    ?.replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&amp;", "&");
}
