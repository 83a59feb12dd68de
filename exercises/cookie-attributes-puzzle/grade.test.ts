import { type Random, type TestBrowser, test } from "keepsake/grader";
import { expect } from "vitest";

const SHOP = "https://shop.test";
const ALL = ["session", "theme", "basket", "wizard", "widget", "confirmation", "welcome"];

test("No cookie goes over plain http, and all seven over https", async ({ browser, random }) => {
  const visit = await enter(browser("Alice"), random);
  const path = "/checkout/seen";
  expect(await visit.by(`${SHOP}${path}`), `what comes to ${SHOP}${path}`).toEqual(ALL.toSorted());
  expect(await visit.by(`http://shop.test${path}`), `what comes to http://shop.test${path}`).toEqual([]);
});

test("A script of the page reads the theme, and nothing else", async ({ browser, random }) => {
  const visit = await enter(browser("Alice"), random);
  for (const path of random.shuffle(["/", "/checkout/address"])) {
    const { header } = visit.jar.select(new URL(path, SHOP), { via: "script" });
    expect(visit.kindsIn(header), `document.cookie on a page at ${path}`).toEqual(["theme"]);
  }
});

test("The session goes to the shop's own host, and to none below it", async ({ browser, random }) => {
  const visit = await enter(browser("Alice"), random);
  expect(await visit.by(`${SHOP}/seen`), "what comes to shop.test").toContain("session");
  expect(await visit.by("https://pay.shop.test/seen"), "what comes to pay.shop.test").not.toContain(
    "session",
  );
});

test("A neighbour cannot set the session for the shop", async ({ browser, random }) => {
  const visit = await enter(browser("Alice"), random);
  const name = visit.nameOf("session");
  const planted = random.pick(["Path=/; Secure", "Path=/account; Secure", "Path=/; Secure; HttpOnly"]);
  const line = `${name}=planted; Domain=shop.test; ${planted}`;
  const decision = visit.jar.offer(line, new URL("https://blog.shop.test/"), {
    via: "http",
    topLevelNavigation: true,
  });
  expect(decision.verdict, `what the browser does when blog.shop.test answers Set-Cookie: ${line}`).toBe(
    "refused",
  );
});

test("A link of another site brings the session along, and its form does not", async ({
  browser,
  random,
}) => {
  const visit = await enter(browser("Alice"), random);
  expect(
    await visit.from("https://partner.test/", "GET"),
    "what comes with a link of partner.test",
  ).toContain("session");
  expect(await visit.from("https://partner.test/", "POST"), "what comes with its form").not.toContain(
    "session",
  );
});

test("The theme lives for a year, and no longer", async ({ browser, clock, random }) => {
  const visit = await enter(browser("Alice"), random);
  await clock.advance({ days: 364 });
  expect(await visit.by(`${SHOP}/seen`), "what comes after 364 days").toContain("theme");
  await clock.advance({ days: 2 });
  expect(await visit.by(`${SHOP}/seen`), "what comes after 366 days").not.toContain("theme");
});

test("The basket goes to the shop and to the host where one pays", async ({ browser, random }) => {
  const visit = await enter(browser("Alice"), random);
  for (const host of random.shuffle(["shop.test", "pay.shop.test"])) {
    expect(await visit.by(`https://${host}/seen`), `what comes to ${host}`).toContain("basket");
  }
});

test("The wizard goes to the checkout and everything below it, and nowhere else", async ({
  browser,
  random,
}) => {
  const visit = await enter(browser("Alice"), random);
  const step = random.integer(1, 9);
  for (const path of random.shuffle(["/checkout", "/checkout/address", `/checkout/step/${step}`])) {
    expect(await visit.by(SHOP + path), `what comes to ${path}`).toContain("wizard");
  }
  for (const path of random.shuffle(["/seen", "/checkouts", "/check", `/a/checkout/${step}`])) {
    expect(await visit.by(SHOP + path), `what comes to ${path}`).not.toContain("wizard");
  }
});

test("The wizard is gone when the browser has been closed, and the theme is not", async ({
  browser,
  random,
}) => {
  const alice = browser("Alice");
  const visit = await enter(alice, random);
  expect(await visit.by(`${SHOP}/checkout`), "what comes before").toContain("wizard");
  alice.agent.quit();
  const after = await visit.by(`${SHOP}/checkout`);
  expect(after, "what comes when the browser is opened again").not.toContain("wizard");
  expect(after, "what comes when the browser is opened again").toContain("theme");
});

test("The widget goes along when another site shows the shop in a frame, and the session does not", async ({
  browser,
  random,
}) => {
  const visit = await enter(browser("Alice"), random);
  const came = await visit.framedBy("https://partner.test/");
  expect(came, "what comes with a frame on partner.test").toContain("widget");
  expect(came, "what comes with a frame on partner.test").not.toContain("session");
});

test("The confirmation comes from the shop's own pages, and from another site not even by a link", async ({
  browser,
  random,
}) => {
  const visit = await enter(browser("Alice"), random);
  const method = random.pick(["GET", "POST"]);
  expect(
    await visit.from(`${SHOP}/cart`, method),
    `what comes with a ${method} of the shop's page`,
  ).toContain("confirmation");
  expect(
    await visit.from("https://partner.test/", "GET"),
    "what comes with a link of partner.test",
  ).not.toContain("confirmation");
});

test("The welcome lives for an hour, and no longer", async ({ browser, clock, random }) => {
  const visit = await enter(browser("Alice"), random);
  await clock.advance({ minutes: random.integer(40, 58) });
  expect(await visit.by(`${SHOP}/seen`), "what comes within the hour").toContain("welcome");
  await clock.advance({ minutes: 30 });
  expect(await visit.by(`${SHOP}/seen`), "what comes after the hour").not.toContain("welcome");
});

/** A browser that has been given all seven cookies; the answers are the kinds of those that came, sorted. */
class Visit {
  readonly #browser: TestBrowser;
  readonly #mark: string;

  constructor(browser: TestBrowser, mark: string) {
    this.#browser = browser;
    this.#mark = mark;
  }

  get jar() {
    return this.#browser.agent.jar;
  }

  /** What comes when the visitor asks for the address. */
  async by(address: string): Promise<string[]> {
    const answer = await this.#browser.get(address);
    return this.#came(answer.text);
  }

  /** What comes when a page asks: by its link, or by its form. */
  async from(documentUrl: string, method: string): Promise<string[]> {
    const initiator = method === "GET" ? "link" : "form";
    const page = await this.#browser.agent.navigate(`${SHOP}/seen`, { method, initiator, documentUrl });
    return this.#sentIn(page.exchanges);
  }

  async framedBy(page: string): Promise<string[]> {
    const frame = await this.#browser.agent.tab.loadFrame(`${SHOP}/seen`, { ancestors: [page] });
    return this.#sentIn(frame.exchanges);
  }

  nameOf(kind: string): string {
    const cookie = this.jar.list().find(({ value }) => value === `${kind}.${this.#mark}`);
    expect(cookie, `the cookie ${kind} in the jar: was it refused?`).toBeDefined();
    return cookie?.name ?? "";
  }

  /** The kinds of the cookies in a Cookie header. */
  kindsIn(header: string | undefined): string[] {
    const pairs = (header ?? "").split("; ").filter((pair) => pair !== "");
    return this.#kinds(pairs.map((pair) => pair.slice(pair.indexOf("=") + 1)));
  }

  #came(text: string): string[] {
    return this.#kinds((JSON.parse(text) as { came: string[] }).came);
  }

  #sentIn(exchanges: readonly { cookies: { request: readonly { verdict: string; value: string }[] } }[]) {
    const sent = exchanges[0]?.cookies.request.filter(({ verdict }) => verdict === "sent") ?? [];
    return this.#kinds(sent.map(({ value }) => value));
  }

  #kinds(values: string[]): string[] {
    const ours = values.filter((value) => value.endsWith(`.${this.#mark}`));
    return ours.map((value) => value.slice(0, value.indexOf("."))).sort();
  }
}

async function enter(browser: TestBrowser, random: Random): Promise<Visit> {
  const mark = String(random.integer(1000, 9999));
  const answer = await browser.get(`${SHOP}/enter?visit=${mark}`);
  expect(answer.status, answer.asked).toBe(200);
  return new Visit(browser, mark);
}
