import { type Answer, type TestBrowser, test } from "keepsake/grader";
import { expect } from "vitest";

const CUSTOMERS = [
  { id: 1, email: "alice@shop.test", password: "correct horse" },
  { id: 2, email: "bob@shop.test", password: "battery staple" },
  { id: 3, email: "carol@shop.test", password: "paper lantern" },
];
type Customer = (typeof CUSTOMERS)[number];

const COOKIE = "tina4_session";
const DESK_NUMBER = "2468";
const NOBODY = { user_id: null, lamps: 0, address: "" };

test("The right password signs in, a wrong one does not", async ({ browser, random }) => {
  const alice = browser("Alice");
  const customer = random.pick(CUSTOMERS);
  const wrong = await signIn(alice, { ...customer, password: `guess ${random.integer(100, 999)}` });
  expect(wrong.status, wrong.asked).toBe(401);
  expect((await stateOf(alice)).user_id, "user_id after a wrong password").toBeNull();
  await signIn(alice, customer);
  expect((await stateOf(alice)).user_id, "user_id after the right password").toBe(customer.id);
});

test("The cart is still there after signing in", async ({ browser, random }) => {
  const alice = browser("Alice");
  const lamps = random.integer(2, 5);
  await putLamps(alice, lamps);
  await signIn(alice, random.pick(CUSTOMERS));
  expect((await stateOf(alice)).lamps, "lamps in the cart after signing in").toBe(lamps);
});

test("The desk opens with the right number, for who is signed in", async ({ browser, random }) => {
  const alice = browser("Alice");
  expect((await openDesk(alice)).status, "the right number, nobody signed in").toBe(401);
  await signIn(alice, random.pick(CUSTOMERS));
  const wrong = await openDesk(alice, String(random.integer(1000, 2000)));
  expect(wrong.status, wrong.asked).toBe(403);
  expect((await alice.get("/desk")).status, "GET /desk after a wrong number").toBe(403);
  expect((await openDesk(alice)).status, "the right number").toBe(303);
  expect((await alice.get("/desk")).status, "GET /desk after the right number").toBe(200);
  expect((await stateOf(alice)).user_id, "user_id after the desk was opened").not.toBeNull();
});

test("Signing out deletes the cookie, and a copy of it opens nothing", async ({ browser, random }) => {
  const [alice, mallory] = [browser("Alice"), browser("Mallory")];
  await signIn(alice, random.pick(CUSTOMERS));
  copyCookie(alice, mallory);
  await alice.post("/logout", { form: {} });
  expect(alice.cookie(COOKIE), "the session-id cookie after signing out").toBeUndefined();
  expect(await stateOf(mallory), "what a copy of the cookie opens after signing out").toEqual(NOBODY);
});

test("An id that Mallory planted before the login opens nothing after it", async ({ browser, random }) => {
  const [alice, mallory] = [browser("Alice"), browser("Mallory")];
  const customer = random.pick(CUSTOMERS);
  // Mallory begins a session and makes it Alice's.
  await putLamps(mallory, 1);
  copyCookie(mallory, alice);
  await putLamps(alice, random.integer(1, 3));
  await signIn(alice, customer);
  expect((await stateOf(alice)).user_id, "Alice's user_id after signing in").toBe(customer.id);
  expect(await stateOf(mallory), "what the planted id opens after the login").toEqual(NOBODY);
});

test("The planted id stays worthless, whatever Alice does afterwards", async ({ browser, random }) => {
  const [alice, mallory] = [browser("Alice"), browser("Mallory")];
  await putLamps(mallory, 1);
  copyCookie(mallory, alice);
  await signIn(alice, random.pick(CUSTOMERS));
  await alice.post("/address", { form: { address: `Lane ${random.integer(1, 99)}` } });
  await putLamps(alice, 1);
  await openDesk(alice);
  expect(await stateOf(mallory), "what the planted id opens").toEqual(NOBODY);
  expect((await mallory.get("/desk")).status, "GET /desk with the planted id").toBe(403);
});

test("Whoever signs in again gets a new id again", async ({ browser, random }) => {
  const [alice, mallory] = [browser("Alice"), browser("Mallory")];
  const customer = random.pick(CUSTOMERS);
  await signIn(alice, customer);
  copyCookie(alice, mallory);
  await signIn(alice, customer);
  expect((await stateOf(alice)).user_id, "user_id after the second login").toBe(customer.id);
  expect(await stateOf(mallory), "what the id from before the second login opens").toEqual(NOBODY);
});

test("An id from before the desk was opened does not open the desk", async ({ browser, random }) => {
  const [alice, mallory] = [browser("Alice"), browser("Mallory")];
  await signIn(alice, random.pick(CUSTOMERS));
  copyCookie(alice, mallory);
  await openDesk(alice);
  expect((await alice.get("/desk")).status, "GET /desk in Alice's browser").toBe(200);
  expect((await mallory.get("/desk")).status, "GET /desk with the id from before").toBe(403);
  expect(await stateOf(mallory), "what the id from before opens").toEqual(NOBODY);
});

test("Who signs in after somebody else sees nothing of them", async ({ browser, random }) => {
  const shared = browser("Alice");
  const [first, second] = random.sample(CUSTOMERS, 2) as [Customer, Customer];
  await signIn(shared, first);
  await shared.post("/address", { form: { address: `Lane ${random.integer(1, 99)}` } });
  await openDesk(shared);
  await signIn(shared, second);
  const state = await stateOf(shared);
  expect(state.user_id, "user_id after the second login").toBe(second.id);
  expect(state.address, "the delivery address after somebody else signed in").toBe("");
  expect((await shared.get("/desk")).status, "GET /desk after somebody else signed in").toBe(403);
});

function signIn(browser: TestBrowser, { email, password }: Customer): Promise<Answer> {
  return browser.post("/login", { form: { email, password } });
}

function openDesk(browser: TestBrowser, number = DESK_NUMBER): Promise<Answer> {
  return browser.post("/desk", { form: { number } });
}

async function putLamps(browser: TestBrowser, count: number): Promise<void> {
  for (let lamp = 0; lamp < count; lamp += 1) await browser.post("/cart", { form: {} });
}

async function stateOf(
  browser: TestBrowser,
): Promise<typeof NOBODY | (Omit<typeof NOBODY, "user_id"> & { user_id: number })> {
  const answer = await browser.get("/me");
  expect(answer.status, `${answer.asked} in ${browser.name}'s browser`).toBe(200);
  return answer.json() as typeof NOBODY;
}

/** The attacker's hands: into her jar, or out of it. */
function copyCookie(from: TestBrowser, to: TestBrowser): void {
  const cookie = from.agent.jar.list().find(({ name }) => name === COOKIE);
  expect(cookie, `the cookie ${COOKIE} in the jar of ${from.name}`).toBeDefined();
  if (cookie !== undefined) to.agent.jar.put(cookie);
}
