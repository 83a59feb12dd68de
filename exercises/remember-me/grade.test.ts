import { type Answer, type TestBrowser, test } from "keepsake/grader";
import { expect } from "vitest";

interface Customer {
  name: string;
  email: string;
  password: string;
}

const CUSTOMERS: Customer[] = [
  { name: "Alice", email: "alice@shop.test", password: "correct horse" },
  { name: "Bob", email: "bob@shop.test", password: "battery staple" },
  { name: "Carol", email: "carol@shop.test", password: "paper lantern" },
];
const REMEMBER = "remember";
const SESSION = "tina4_session";
const THIRTY_DAYS = 30 * 24 * 60 * 60;
/** The session is over, and the cookie that remembers is not. */
const LATER = { hours: 2 };

test("Without the box nobody is remembered", async ({ browser, clock, random }) => {
  const alice = browser("Alice");
  await signIn(alice, random.pick(CUSTOMERS), {});
  expect(alice.cookie(REMEMBER), `the cookie ${REMEMBER} after signing in without the box`).toBeUndefined();
  await clock.advance(LATER);
  await expectOut(alice, "two hours later");
});

test("With the box a cookie of 30 days comes, which scripts cannot read", async ({ browser, random }) => {
  const alice = browser("Alice");
  await signIn(alice, random.pick(CUSTOMERS));
  const cookie = cookieOf(alice);
  expect(cookie.httpOnly, "HttpOnly of the cookie").toBe(true);
  expect(["lax", "strict"], "SameSite of the cookie").toContain(cookie.sameSite);
  expect(cookie.path, "Path of the cookie").toBe("/");
  expect(cookie.maxAgeSeconds ?? 0, "Max-Age of the cookie, in seconds").toBeGreaterThan(THIRTY_DAYS - 60);
  expect(cookie.maxAgeSeconds, "Max-Age of the cookie, in seconds").toBeLessThanOrEqual(THIRTY_DAYS);
});

test("Who comes back after the session is over is signed in, and gets a new value", async ({
  browser,
  clock,
  random,
}) => {
  const alice = browser("Alice");
  const customer = random.pick(CUSTOMERS);
  await signIn(alice, customer);
  for (const visit of ["the first time", "the second time"]) {
    const before = { remember: alice.cookie(REMEMBER), session: alice.cookie(SESSION) };
    await clock.advance(LATER);
    await expectIn(alice, customer, `coming back ${visit}`);
    expect(alice.cookie(SESSION), `the session id after coming back ${visit}`).toBeDefined();
    expect(alice.cookie(SESSION), `the session id after coming back ${visit}`).not.toBe(before.session);
    expect(alice.cookie(REMEMBER), `the cookie after coming back ${visit}`).not.toBe(before.remember);
  }
});

test("It ends 30 days after the login, however often it was used", async ({ browser, clock, random }) => {
  const alice = browser("Alice");
  const customer = random.pick(CUSTOMERS);
  await signIn(alice, customer);
  for (const days of [10, 10, 9]) {
    await clock.advance({ days });
    await expectIn(alice, customer, `${days} days later`);
  }
  // Whoever keeps a copy keeps it longer than a browser would.
  const copy = { ...cookieOf(alice), expiresAtMs: undefined };
  await clock.advance({ days: 1, hours: 2 });
  alice.agent.jar.put(copy);
  await expectOut(alice, "30 days and two hours after the login");
});

test("Signing out forgets the browser, and every copy of its cookie", async ({ browser, clock, random }) => {
  const [alice, mallory] = [browser("Alice"), browser("Mallory")];
  await signIn(alice, random.pick(CUSTOMERS));
  copy(alice, mallory);
  await alice.post("/logout", { form: {} });
  expect(alice.cookie(REMEMBER), `the cookie ${REMEMBER} after signing out`).toBeUndefined();
  await expectOut(alice, "after signing out");
  await expectOut(mallory, "with a copy, after Alice signed out");
  await clock.advance(LATER);
  await expectOut(mallory, "with a copy, two hours after Alice signed out");
});

test("What is no cookie of ours signs nobody in, and is no error of the server", async ({
  browser,
  random,
}) => {
  const alice = browser("Alice");
  await signIn(alice, random.pick(CUSTOMERS));
  const cookie = cookieOf(alice);
  const { value } = cookie;
  const half = Math.floor(value.length / 2);
  const values = [
    "x",
    ".",
    `${value.slice(0, half)}`,
    `${value}x`,
    withOther(value, value.length - 2),
    withOther(value, 0),
    "__proto__.constructor",
    random.integer(1e6, 1e9).toString(36).repeat(8),
  ];
  for (const made of random.shuffle(values)) {
    const mallory = browser(`Mallory with ${made}`);
    mallory.agent.jar.put({ ...cookie, value: made });
    await expectOut(mallory, `with the cookie ${REMEMBER}=${made}`);
  }
});

test("A value that was replaced gives itself away: no copy works any more", async ({
  browser,
  clock,
  random,
}) => {
  const [alice, mallory] = [browser("Alice"), browser("Mallory")];
  const customer = random.pick(CUSTOMERS);
  await signIn(alice, customer);
  copy(alice, mallory);
  await clock.advance(LATER);
  const [first, second] = random.shuffle([alice, mallory]) as [TestBrowser, TestBrowser];
  await expectIn(first, customer, "the first of the two");
  await clock.advance({ minutes: 1 });
  await expectOut(second, "the second of the two, a minute later, with the value before");
  await clock.advance(LATER);
  await expectOut(first, "the first of the two, two hours later, with the newest value");
});

test("A value that was replaced twice gives itself away as well", async ({ browser, clock, random }) => {
  const [alice, mallory] = [browser("Alice"), browser("Mallory")];
  const customer = random.pick(CUSTOMERS);
  await signIn(alice, customer);
  copy(alice, mallory);
  for (const visit of ["the first time", "the second time"]) {
    await clock.advance(LATER);
    await expectIn(alice, customer, `coming back ${visit}`);
  }
  await clock.advance(LATER);
  await expectOut(mallory, "with a value that has been replaced twice");
  await expectOut(alice, "with the newest value, after the oldest one came");
});

test("A value that never was gives this cookie away: no copy works any more", async ({
  browser,
  clock,
  random,
}) => {
  const [alice, mallory] = [browser("Alice"), browser("Mallory")];
  const customer = random.pick(CUSTOMERS);
  await signIn(alice, customer);
  await clock.advance(LATER);
  await expectIn(alice, customer, "coming back");
  const cookie = cookieOf(alice);
  // Wherever the part is that says which line is meant: one of the two leaves it as it is.
  for (const at of random.shuffle([0, cookie.value.length - 2])) {
    mallory.agent.jar.put({ ...cookie, value: withOther(cookie.value, at) });
    await expectOut(
      mallory,
      `with another character ${at === 0 ? "at the front" : "near the end"} of the value`,
    );
  }
  await clock.advance(LATER);
  await expectOut(alice, "two hours later, with the newest value");
});

test("Another browser of the same user stays remembered", async ({ browser, clock, random }) => {
  const [alice, phone, mallory] = [browser("Alice"), browser("Phone"), browser("Mallory")];
  const customer = random.pick(CUSTOMERS);
  await signIn(alice, customer);
  await signIn(phone, customer);
  copy(alice, mallory);
  await clock.advance(LATER);
  await expectIn(alice, customer, "coming back");
  await clock.advance({ minutes: 1 });
  await expectOut(mallory, "with the value before, a minute later");
  await expectIn(phone, customer, "on the phone, whose cookie nobody copied");
});

test("Six requests at once are all let in, and raise no alarm", async ({ browser, clock, random }) => {
  const alice = browser("Alice");
  const customer = random.pick(CUSTOMERS);
  await signIn(alice, customer);
  await clock.advance(LATER);
  const answers = await Promise.all(Array.from({ length: 6 }, () => alice.get("/account")));
  for (const answer of answers) expect(answer.status, `${answer.asked}, one of six at once`).toBe(200);
  await clock.advance(LATER);
  await expectIn(alice, customer, "two hours after the six");
});

test("The value before is good for 30 seconds, and makes no third one", async ({
  browser,
  clock,
  random,
}) => {
  const [alice, late] = [browser("Alice"), browser("Late")];
  const customer = random.pick(CUSTOMERS);
  await signIn(alice, customer);
  copy(alice, late);
  await clock.advance(LATER);
  await expectIn(alice, customer, "coming back");
  const before = late.cookie(REMEMBER);
  await clock.advance({ seconds: random.integer(15, 25) });
  await expectIn(late, customer, "with the value before, within 30 seconds");
  const goodOnes = [before, alice.cookie(REMEMBER)];
  expect(goodOnes, "the value before, and the newest: no third one comes of it").toContain(
    late.cookie(REMEMBER),
  );
  await clock.advance(LATER);
  await expectIn(alice, customer, "two hours later, with the newest value");
});

test("Signing out everywhere forgets every browser of this user, and no other user's", async ({
  browser,
  clock,
  random,
}) => {
  const [alice, phone, bob] = [browser("Alice"), browser("Phone"), browser("Bob")];
  const [hers, his] = random.sample(CUSTOMERS, 2) as [Customer, Customer];
  await signIn(alice, hers);
  await signIn(phone, hers);
  await signIn(bob, his);
  await alice.post("/logout/everywhere", { form: {} });
  await expectOut(alice, "after signing out everywhere");
  await expectOut(phone, "on the phone, after signing out everywhere");
  await clock.advance(LATER);
  await expectOut(phone, "on the phone, two hours later");
  await expectIn(bob, his, "another user, two hours later");
});

test("Who reads the table cannot make a cookie from it", async ({ browser, clock, random }) => {
  const alice = browser("Alice");
  const customer = random.pick(CUSTOMERS);
  await signIn(alice, customer);
  await expectHidden(alice, "after the login");
  await clock.advance(LATER);
  await expectIn(alice, customer, "coming back");
  await expectHidden(alice, "after the cookie was renewed");
});

test("Who is remembered stays so when the server restarts", async ({ browser, clock, program, random }) => {
  const alice = browser("Alice");
  const customer = random.pick(CUSTOMERS);
  await signIn(alice, customer);
  await program.restart();
  await clock.advance(LATER);
  await expectIn(alice, customer, "after a restart");
});

async function signIn(
  browser: TestBrowser,
  { email, password }: Customer,
  extra: Readonly<Record<string, string>> = { remember: "on" },
): Promise<void> {
  const answer = await browser.post("/login", { form: { email, password, ...extra } });
  expect(answer.status, answer.asked).toBe(303);
}

function cookieOf(browser: TestBrowser) {
  const cookie = browser.agent.jar.list().find(({ name }) => name === REMEMBER);
  if (cookie === undefined)
    throw new Error(`${browser.name} has no cookie ${REMEMBER}, and should be remembered.`);
  return cookie;
}

/** The value with another character at that place. */
function withOther(value: string, at: number): string {
  return `${value.slice(0, at)}${value[at] === "x" ? "y" : "x"}${value.slice(at + 1)}`;
}

function copy(from: TestBrowser, to: TestBrowser): void {
  to.agent.jar.put(cookieOf(from));
}

async function expectIn(browser: TestBrowser, { name }: Customer, when: string): Promise<void> {
  const answer = await browser.get("/account");
  expect(answer.status, `${answer.asked} in ${browser.name}'s browser, ${when}: signed in`).toBe(200);
  expect(answer.page.text, `the account page, ${when}`).toContain(name);
}

async function expectOut(browser: TestBrowser, when: string): Promise<void> {
  const answer: Answer = await browser.get("/account");
  expect(answer.status, `${answer.asked} in ${browser.name}'s browser, ${when}: to /login`).toBe(303);
}

/** Of the parts of the cookie, at least one long one must not stand in the table. */
async function expectHidden(browser: TestBrowser, when: string): Promise<void> {
  const value = decodeURIComponent(cookieOf(browser).value);
  const table = (await browser.get("/leak")).text;
  const hidden = value.split(/[^A-Za-z0-9_-]/).filter((part) => part.length >= 16 && !table.includes(part));
  expect(hidden.length, `how many parts of the cookie's value are not in the table, ${when}`).toBeGreaterThan(
    0,
  );
}
