import { type Answer, type Random, type TestBrowser, test } from "keepsake/grader";
import { expect } from "vitest";

const FLASK = "http://localhost:5000";
/** Half an hour: PERMANENT_SESSION_LIFETIME of both. */
const LIFETIME_MINUTES = 30;

test("Somebody who is not signed in has no cart", async ({ browser }) => {
  await expectStranger(browser("Visitor"), "with no cookie at all");
});

test("Whoever has signed in at Flask is signed in at the cart", async ({ browser, random }) => {
  const [one, other] = [someName(random), someName(random)];
  const [alice, bob] = [browser("Alice"), browser("Bob")];
  await signIn(alice, one);
  await signIn(bob, other);
  await expectCart(alice, one, []);
  await expectCart(bob, other, []);
});

test("A cookie that the older key signed still counts", async ({ browser, random }) => {
  const user = someName(random);
  const alice = browser("Alice");
  await signIn(alice, user, "&before=yes");
  await expectCart(alice, user, []);
});

test("Things go into the cart in their order, and Flask reads them", async ({ browser, random }) => {
  const user = someName(random);
  const alice = browser("Alice");
  await signIn(alice, user);
  const things = someThings(random, 3);
  for (const [index, thing] of things.entries()) {
    const answer = await add(alice, thing);
    expect(answer.json(), answer.asked).toMatchObject({ user, cart: things.slice(0, index + 1) });
  }
  await expectCart(alice, user, things);
  await expectAccount(alice, { user, cart: things });
});

test("What the cart writes, Flask can read even when it is long", async ({ browser, random }) => {
  const user = someName(random);
  const alice = browser("Alice");
  await signIn(alice, user);
  const thing = `${random.pick(["lamp", "chair"])} `.repeat(200).trim();
  expect((await add(alice, thing)).status, "POST /cart/add with a long name").toBe(200);
  await expectAccount(alice, { user, cart: [thing] });
});

test("What Flask keeps in the session is still there after the cart has written", async ({
  browser,
  random,
}) => {
  const user = someName(random);
  const alice = browser("Alice");
  await signIn(alice, user);
  const visits = random.integer(2, 4);
  for (let visit = 0; visit < visits; visit += 1) await alice.post(`${FLASK}/account/visit`);
  const [thing = ""] = someThings(random, 1);
  await add(alice, thing);
  await expectAccount(alice, { user, cart: [thing], visits });
});

test("A message that Flask left shows once", async ({ browser, random }) => {
  const user = someName(random);
  const alice = browser("Alice");
  await signIn(alice, user);
  const first = await alice.get("/cart");
  expect(first.json(), `${first.asked}, after flash("Welcome, …") at Flask`).toEqual({
    user,
    cart: [],
    message: `Welcome, ${user}`,
  });
  const second = await alice.get("/cart");
  expect(second.json(), `${second.asked}, a second time`).toEqual({ user, cart: [], message: null });
  await expectAccount(alice, { user, messages: 0 });
});

test("Signing out at Flask signs out at the cart", async ({ browser, random }) => {
  const alice = browser("Alice");
  await signIn(alice, someName(random));
  await alice.get("/cart");
  await alice.post(`${FLASK}/account/logout`);
  await expectStranger(alice, "who has signed out at Flask");
});

test("Signing out at the cart signs out at Flask", async ({ browser, random }) => {
  const alice = browser("Alice");
  await signIn(alice, someName(random));
  const answer = await alice.post("/logout");
  expect(answer.status, answer.asked).toBe(200);
  expect(answer.json(), answer.asked).toEqual({ user: null });
  await expectStranger(alice, "who has signed out at the cart");
  await expectAccount(alice, { user: null });
});

test("A session that Flask did not sign is not believed", async ({ browser, random }) => {
  const alice = browser("Alice");
  await signIn(alice, someName(random));
  const good = alice.cookie("shop_session") ?? "";
  const [content = "", ...rest] = good.split(".");
  const changed = content.slice(0, -1) + (content.endsWith("A") ? "B" : "A");
  const forged = [
    [changed, ...rest].join("."),
    good.slice(0, -2),
    `eyJ1c2VyIjoiYm9zcyJ9.${rest.join(".")}`,
    "eyJ1c2VyIjoiYm9zcyJ9",
    "",
    ".",
    "x".repeat(random.integer(1, 50)),
  ];
  for (const [index, text] of forged.entries()) {
    const mallory = browser(`Mallory${index}`);
    const answer = await mallory.get("/cart", { headers: { Cookie: `shop_session=${text}` } });
    expect(
      answer.status,
      `GET /cart with a cookie that Flask did not sign (${text.slice(0, 40)}…). It is neither believed nor an error`,
    ).toBe(401);
  }
});

test("A cookie that Flask still believes is believed by the cart", async ({ browser, clock, random }) => {
  const user = someName(random);
  const alice = browser("Alice");
  await signIn(alice, user);
  await clock.advance({ minutes: LIFETIME_MINUTES - 1 });
  await expectAccount(alice, { user });
  await expectCart(alice, user, []);
});

test("A cookie that Flask would not believe any more is not believed by the cart either", async ({
  browser,
  clock,
  random,
}) => {
  const alice = browser("Alice");
  await signIn(alice, someName(random));
  await clock.advance({ minutes: LIFETIME_MINUTES + 1 });
  await expectAccount(alice, { user: null });
  await expectStranger(alice, `with a cookie that is ${LIFETIME_MINUTES + 1} minutes old`);
});

async function signIn(visitor: TestBrowser, user: string, more = ""): Promise<void> {
  const answer = await visitor.post(`${FLASK}/account/login?user=${encodeURIComponent(user)}${more}`);
  expect(answer.status, answer.asked).toBe(200);
}

function add(visitor: TestBrowser, thing: string): Promise<Answer> {
  return visitor.post("/cart/add", { json: { thing } });
}

async function expectCart(visitor: TestBrowser, user: string, cart: readonly string[]): Promise<void> {
  const answer = await visitor.get("/cart");
  expect(answer.status, `${answer.asked} of ${user}, who is signed in at Flask`).toBe(200);
  expect(answer.json(), `${answer.asked} of ${user}`).toMatchObject({ user, cart });
}

async function expectStranger(visitor: TestBrowser, who: string): Promise<void> {
  const answer = await visitor.get("/cart");
  expect(answer.status, `GET /cart of somebody ${who}`).toBe(401);
  const added = await add(visitor, "lamp");
  expect(added.status, `POST /cart/add of somebody ${who}`).toBe(401);
}

/** What Flask says after the cart was there. */
async function expectAccount(
  visitor: TestBrowser,
  expected: Readonly<Record<string, unknown>>,
): Promise<void> {
  const answer = await visitor.get(`${FLASK}/account`);
  expect(answer.json(), "GET /account at Flask: it reads the session from its own cookie").toMatchObject(
    expected,
  );
}

function someName(random: Random): string {
  return `${random.pick(["ada", "grace", "Zoë", "alan"])}-${random.integer(1, 9999)}`;
}

function someThings(random: Random, count: number): string[] {
  return random.sample(["lamp", "chair", "Teppich für draußen", "100 % wool", '13" shelf', "a.b"], count);
}
