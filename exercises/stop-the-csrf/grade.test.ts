import { type Random, type TestBrowser, test } from "keepsake/grader";
import { expect } from "vitest";

const SHOP = "https://shop.test/";
const SIBLING = "https://pages.shop.test/";
/** Other sites, and hosts whose names look like the shop's. */
const STRANGERS = ["https://evil.test/", "https://shop.test.evil.test/", "https://notshop.test/"];
const AT_FIRST = 100;

interface State {
  name: string | null;
  points: number;
}

test("The shop's own form sends points", async ({ browser, random }) => {
  const alice = await signedIn(browser("Alice"), random);
  const amount = random.integer(1, 60);
  expect(await useForm(alice, "/", "/points", { to: "bob", amount }), "POST /points").toBe(303);
  expect((await stateOf(alice)).points, "Alice's points").toBe(AT_FIRST - amount);
});

test("Signing in and out works from the shop's own page", async ({ browser, random }) => {
  const alice = browser("Alice");
  const name = someName(random);
  expect(await useForm(alice, "/", "/login", { name }), "POST /login").toBe(303);
  expect((await stateOf(alice)).name, "who is signed in").toBe(name);
  expect(await useForm(alice, "/", "/logout", {}), "POST /logout").toBe(303);
  expect((await stateOf(alice)).name, "who is signed in after signing out").toBeNull();
});

test("Who follows a link from another site arrives signed in", async ({ browser, random }) => {
  const name = someName(random);
  const alice = await signedIn(browser("Alice"), random, name);
  const page = await alice.agent.navigate(SHOP, { documentUrl: "https://news.test/", initiator: "link" });
  expect(page.status, "GET / by a link on https://news.test/").toBe(200);
  expect(page.text, "the page that the link leads to").toContain(name);
});

test("A form on another site sends no points", async ({ browser, random }) => {
  const alice = await signedIn(browser("Alice"), random);
  for (const page of STRANGERS) {
    await forge(alice, page, "/points", { to: "mallory", amount: random.integer(1, 60) });
    expect((await stateOf(alice)).points, `Alice's points after a form on ${page}`).toBe(AT_FIRST);
  }
});

test("A form on another host of the same site is refused with 403", async ({ browser, random }) => {
  const alice = await signedIn(browser("Alice"), random);
  const status = await forge(alice, SIBLING, "/points", { to: "mallory", amount: random.integer(1, 60) });
  expect((await stateOf(alice)).points, `Alice's points after a form on ${SIBLING}`).toBe(AT_FIRST);
  expect(status, `the answer to a form on ${SIBLING}`).toBe(403);
});

test("A script on another origin sends no points", async ({ browser, random }) => {
  const alice = await signedIn(browser("Alice"), random);
  for (const documentUrl of [SIBLING, random.pick(STRANGERS)]) {
    const { agent } = alice;
    const init = {
      method: "POST",
      headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        // A page cannot write these: the browser leaves them out.
        Origin: "https://shop.test",
        "Sec-Fetch-Site": "same-origin",
        Referer: SHOP,
      },
      body: `to=mallory&amount=${random.integer(1, 60)}`,
      credentials: "include",
      mode: random.pick(["cors", "no-cors"] as const),
    } as const;
    // Whether the script may read the answer does not matter.
    await agent.fetch(`${SHOP}points`, init, { documentUrl }).catch(() => undefined);
    expect((await stateOf(alice)).points, `Alice's points after a script on ${documentUrl}`).toBe(AT_FIRST);
  }
});

test("The newsletter's link changes nothing by itself", async ({ browser, random }) => {
  const alice = await signedIn(browser("Alice"), random);
  const path = `/gift?to=${someName(random)}&amount=${random.integer(1, 60)}`;
  await alice.get(path);
  await alice.agent.navigate(new URL(path, SHOP), { documentUrl: "https://news.test/", initiator: "link" });
  expect((await stateOf(alice)).points, `Alice's points after GET ${path}`).toBe(AT_FIRST);
});

test("The form behind the newsletter's link sends the points", async ({ browser, random }) => {
  const alice = await signedIn(browser("Alice"), random);
  const amount = random.integer(1, 60);
  const path = `/gift?to=${someName(random)}&amount=${amount}`;
  expect(await useForm(alice, path, "/points", {}), `the form of GET ${path}`).toBe(303);
  expect((await stateOf(alice)).points, "Alice's points after the form was sent").toBe(AT_FIRST - amount);
});

test("Another site can sign nobody in", async ({ browser }) => {
  for (const page of [...STRANGERS, SIBLING]) {
    const alice = browser(`Alice at ${page}`);
    await forge(alice, page, "/login", { name: "mallory" });
    expect((await stateOf(alice)).name, `who is signed in after a form on ${page}`).toBeNull();
  }
});

test("Another origin can sign nobody out", async ({ browser, random }) => {
  const name = someName(random);
  const alice = await signedIn(browser("Alice"), random, name);
  for (const page of [...STRANGERS, SIBLING]) {
    await forge(alice, page, "/logout", {});
    expect((await stateOf(alice)).name, `who is signed in after a form on ${page}`).toBe(name);
  }
});

test("The session's cookie says SameSite in so many words", async ({ browser, random }) => {
  const alice = await signedIn(browser("Alice"), random);
  const cookie = alice.agent.jar.list().find(({ name }) => name.endsWith("tina4_session"));
  expect(cookie, "the session's cookie in Alice's jar").toBeDefined();
  expect(["lax", "strict"], "SameSite of the session's cookie").toContain(cookie?.sameSite);
});

async function signedIn(browser: TestBrowser, random: Random, name = someName(random)): Promise<TestBrowser> {
  await useForm(browser, "/", "/login", { name });
  expect(await stateOf(browser), "GET /me after signing in").toEqual({ name, points: AT_FIRST });
  return browser;
}

/** Loads a page of the shop, fills in its form and sends it as that page does, hidden fields too. */
async function useForm(
  browser: TestBrowser,
  path: string,
  action: string,
  fields: Readonly<Record<string, string | number>>,
): Promise<number> {
  const answer = await browser.get(path);
  const selector = `form[action="${action}"], form[action="https://shop.test${action}"]`;
  const form = answer.page
    .queryAll(selector)
    .find((found) => found.attribute("method")?.toLowerCase() === "post");
  expect(form, `a form on ${answer.asked} that posts to ${action}`).toBeDefined();
  const values = new Map<string, string>();
  for (const input of form?.queryAll("input[name]") ?? []) {
    values.set(input.attribute("name") ?? "", input.attribute("value") ?? "");
  }
  for (const [name, value] of Object.entries(fields)) values.set(name, String(value));
  return submit(browser, answer.exchange.request.url, action, Object.fromEntries(values));
}

/** A form of a page that is not the shop's. */
function forge(
  browser: TestBrowser,
  page: string,
  action: string,
  fields: Readonly<Record<string, string | number>>,
): Promise<number> {
  const values = Object.entries(fields).map(([name, value]) => [name, String(value)]);
  return submit(browser, page, action, Object.fromEntries(values));
}

/** The status of the answer to the form itself, not of where it redirects to. */
async function submit(
  browser: TestBrowser,
  documentUrl: string,
  action: string,
  values: Readonly<Record<string, string>>,
): Promise<number> {
  const { exchanges } = await browser.agent.navigate(new URL(action, SHOP), {
    method: "POST",
    headers: [["Content-Type", "application/x-www-form-urlencoded"]],
    body: new URLSearchParams(values).toString(),
    documentUrl,
    initiator: "form",
  });
  return exchanges[0]?.response?.status ?? 0;
}

async function stateOf(browser: TestBrowser): Promise<State> {
  const answer = await browser.get("/me");
  expect(answer.status, answer.asked).toBe(200);
  return answer.json() as State;
}

function someName(random: Random): string {
  return `${random.pick(["anna", "bella", "clara", "dora"])}${random.pick(["rose", "lind", "mere", "wyn"])}`;
}
