import { type Answer, type TestBrowser, test } from "keepsake/grader";
import { expect } from "vitest";

interface Customer {
  id: number;
  name: string;
  email: string;
  password: string;
}

const CUSTOMERS: Customer[] = [
  { id: 1, name: "Alice", email: "alice@shop.test", password: "correct horse" },
  { id: 2, name: "Bob", email: "bob@shop.test", password: "battery staple" },
  { id: 3, name: "Carol", email: "carol@shop.test", password: "paper lantern" },
];
const COOKIE = "tina4_session";

test("The cart works without signing in", async ({ browser, random }) => {
  const visitor = browser("Visitor");
  const lamps = random.integer(1, 4);
  await putLamps(visitor, lamps);
  expect((await visitor.get("/cart")).json(), "GET /cart").toEqual({ lamps });
});

test("The right password signs in, and the account page says who it is", async ({ browser, random }) => {
  const visitor = browser("Visitor");
  for (const customer of random.sample(CUSTOMERS, 2)) {
    const answer = await signIn(visitor, customer);
    expectRedirect(answer, "/account");
    const account = await visitor.get("/account");
    expect(account.status, account.asked).toBe(200);
    expect(account.page.text, `the account page after ${customer.email} signed in`).toContain(customer.name);
  }
});

test("A wrong password is answered with 401 and signs nobody in", async ({ browser, random }) => {
  const visitor = browser("Visitor");
  const customer = random.pick(CUSTOMERS);
  const wrong = [
    customer.password.toUpperCase(),
    `${customer.password} `,
    "",
    random.pick(others(customer)).password,
  ];
  for (const password of random.shuffle(wrong)) {
    const answer = await signIn(visitor, { ...customer, password });
    expect(answer.status, `${answer.asked}: this is not ${customer.name}'s password`).toBe(401);
    expectRedirect(await visitor.get("/account"), "/login");
  }
});

test("An unknown address gets the same answer as a wrong password, to the letter", async ({
  browser,
  random,
}) => {
  const email = `nobody${random.integer(100, 999)}@shop.test`;
  const password = `guess ${random.integer(100, 999)}`;
  const unknown = await signIn(browser("Mallory"), { email, password });
  const wrong = await signIn(browser("Mallory"), { ...random.pick(CUSTOMERS), password });
  expect(
    [unknown.status, wrong.status],
    "the status for an unknown address, and for a wrong password",
  ).toEqual([401, 401]);
  const answers = [
    unknown.text.replaceAll(email, "E-MAIL"),
    wrong.text.replace(/[a-z]+@shop\.test/g, "E-MAIL"),
  ];
  expect(answers[0], "the page for an unknown address, beside the page for a wrong password").toBe(
    answers[1],
  );
});

test("What is no text is a wrong password, and no error of the server", async ({ browser, random }) => {
  const visitor = browser("Visitor");
  const { email, password } = random.pick(CUSTOMERS);
  const bodies = [
    { email, password: [password] },
    { email, password: { a: password } },
    { email: [email], password },
    { email, password: null },
    { email },
    {},
  ];
  for (const json of random.shuffle(bodies)) {
    const answer = await visitor.post("/login", { json });
    expect([400, 401], `${answer.asked} was answered with ${answer.status}`).toContain(answer.status);
  }
  expectRedirect(await visitor.get("/account"), "/login");
});

test("Signing in gives the session a new id, and the old one opens nothing", async ({ browser, random }) => {
  const [visitor, mallory] = [browser("Visitor"), browser("Mallory")];
  const customer = random.pick(CUSTOMERS);
  await putLamps(visitor, 1);
  const before = visitor.cookie(COOKIE);
  copyCookie(visitor, mallory);
  expectRedirect(await signIn(visitor, customer), "/account");
  expect(visitor.cookie(COOKIE), "the session id after signing in, beside the one before").not.toBe(before);
  expectRedirect(await mallory.get("/account"), "/login");
});

test("Whoever signs in again gets a new id again", async ({ browser, random }) => {
  const visitor = browser("Visitor");
  const customer = random.pick(CUSTOMERS);
  await signIn(visitor, customer);
  const first = visitor.cookie(COOKIE);
  expect(first, "the session-id cookie after signing in").toBeDefined();
  await signIn(visitor, customer);
  expect(visitor.cookie(COOKIE), "the session id after the second login").not.toBe(first);
});

test("What was in the cart before signing in is still there", async ({ browser, random }) => {
  const visitor = browser("Visitor");
  const lamps = random.integer(2, 5);
  await putLamps(visitor, lamps);
  expectRedirect(await signIn(visitor, random.pick(CUSTOMERS)), "/account");
  expect((await visitor.get("/cart")).json(), "GET /cart after signing in").toEqual({ lamps });
});

test("The session holds the user's id under user_id, and nothing that came from a password", async ({
  browser,
  records,
  random,
}) => {
  const visitor = browser("Visitor");
  const customer = random.pick(CUSTOMERS);
  expectRedirect(await signIn(visitor, customer), "/account");
  const { data } = await records.of(visitor);
  expect(data["user_id"], "user_id in the session record").toBe(customer.id);
  const text = JSON.stringify(data);
  for (const secret of [customer.password, "$scrypt$", "$argon2"]) {
    expect(text.includes(secret), `whether the session record holds ${secret}`).toBe(false);
  }
});

test("Nobody sees the account page without signing in", async ({ browser }) => {
  const visitor = browser("Visitor");
  expectRedirect(await visitor.get("/account"), "/login");
  await putLamps(visitor, 1);
  expectRedirect(await visitor.get("/account"), "/login");
});

test("Signing out leads to /login, and the account is closed", async ({ browser, random }) => {
  const visitor = browser("Visitor");
  expectRedirect(await signIn(visitor, random.pick(CUSTOMERS)), "/account");
  expectRedirect(await visitor.post("/logout", { form: {} }), "/login");
  expectRedirect(await visitor.get("/account"), "/login");
});

test("Signing out deletes the cookie, and a copy of it opens nothing", async ({ browser, random }) => {
  const [visitor, mallory] = [browser("Visitor"), browser("Mallory")];
  expectRedirect(await signIn(visitor, random.pick(CUSTOMERS)), "/account");
  copyCookie(visitor, mallory);
  const open = await mallory.get("/account");
  expect(open.status, `${open.asked} with a copy of the cookie, before signing out`).toBe(200);
  await visitor.post("/logout", { form: {} });
  expect(visitor.cookie(COOKIE), "the session-id cookie after signing out").toBeUndefined();
  expectRedirect(await mallory.get("/account"), "/login");
});

test("Only a POST signs out", async ({ browser, random }) => {
  const visitor = browser("Visitor");
  expectRedirect(await signIn(visitor, random.pick(CUSTOMERS)), "/account");
  await visitor.get("/logout");
  const account = await visitor.get("/account");
  expect(account.status, `${account.asked} after a GET /logout, such as an image on any page can send`).toBe(
    200,
  );
});

test("Two browsers are signed in as two people", async ({ browser, random }) => {
  const [one, two] = [browser("One"), browser("Two")];
  const [hers, his] = random.sample(CUSTOMERS, 2) as [Customer, Customer];
  await signIn(one, hers);
  await signIn(two, his);
  expect((await one.get("/account")).page.text, `the account page of ${hers.name}`).toContain(hers.name);
  expect((await two.get("/account")).page.text, `the account page of ${his.name}`).toContain(his.name);
  await two.post("/logout", { form: {} });
  const still = await one.get("/account");
  expect(still.status, `${hers.name}'s account page after ${his.name} signed out`).toBe(200);
});

test("Who is signed in stays so when the server restarts", async ({ browser, program, random }) => {
  const visitor = browser("Visitor");
  const customer = random.pick(CUSTOMERS);
  await signIn(visitor, customer);
  await program.restart();
  expect((await visitor.get("/account")).page.text, "the account page after a restart").toContain(
    customer.name,
  );
});

function signIn(
  browser: TestBrowser,
  { email, password }: Pick<Customer, "email" | "password">,
): Promise<Answer> {
  return browser.post("/login", { form: { email, password } });
}

async function putLamps(browser: TestBrowser, count: number): Promise<void> {
  for (let lamp = 0; lamp < count; lamp += 1) await browser.post("/cart", { form: {} });
}

function copyCookie(from: TestBrowser, to: TestBrowser): void {
  const cookie = from.agent.jar.list().find(({ name }) => name === COOKIE);
  expect(cookie, `the cookie ${COOKIE} in the jar of ${from.name}`).toBeDefined();
  if (cookie !== undefined) to.agent.jar.put(cookie);
}

function others({ id }: Customer): Customer[] {
  return CUSTOMERS.filter((customer) => customer.id !== id);
}

function expectRedirect(answer: Answer, path: string): void {
  expect(answer.status, `${answer.asked}, which should lead to ${path}`).toBe(303);
  const location = new URL(answer.header("location") ?? "", answer.exchange.request.url);
  expect(location.pathname, `Location in the answer to ${answer.asked}`).toBe(path);
}
