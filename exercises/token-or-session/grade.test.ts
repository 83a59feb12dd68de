import { type Random, type TestBrowser, test } from "keepsake/grader";
import { expect } from "vitest";

const MEMBERS = [
  { user: "alice", password: "tea at five" },
  { user: "bob", password: "bread and butter" },
  { user: "carol", password: "one more song" },
] as const;

test("Whoever signs in with the right password is known afterwards", async ({ browser, random }) => {
  const [one, other] = twoOf(random);
  const [first, second] = [browser("First"), browser("Second")];
  await signIn(first, one);
  await signIn(second, other);
  await expectUser(first, one.user);
  await expectUser(second, other.user);
});

test("A wrong password and an unknown user are answered with 401, and nobody is signed in", async ({
  browser,
  random,
}) => {
  const [one, other] = twoOf(random);
  const wrong = [
    { user: one.user, password: other.password },
    { user: one.user },
    { user: `nobody${random.integer(1, 99)}`, password: one.password },
    {},
  ];
  for (const [index, json] of wrong.entries()) {
    const visitor = browser(`Visitor${index}`);
    const answer = await visitor.post("/login", { json });
    expect(answer.status, answer.asked).toBe(401);
    await expectNobody(visitor, "who gave a wrong name or password");
  }
});

test("The login's cookie is HttpOnly and SameSite=Lax", async ({ browser, random }) => {
  const answer = await signIn(browser("Alice"), random.pick(MEMBERS));
  const lines = answer.headers("Set-Cookie");
  expect(lines.length, "Set-Cookie lines of POST /login").toBeGreaterThan(0);
  for (const line of lines) {
    expect(line, "Set-Cookie of POST /login").toMatch(/; *HttpOnly/i);
    expect(line, "Set-Cookie of POST /login").toMatch(/; *SameSite=Lax/i);
  }
});

test("Signing out makes the browser forget the login", async ({ browser, random }) => {
  const alice = browser("Alice");
  await signIn(alice, random.pick(MEMBERS));
  await signOut(alice);
  await expectNobody(alice, "who has signed out");
  // Once more does no harm, and neither does somebody who never signed in.
  await signOut(alice);
  await signOut(browser("Visitor"));
});

test("A copy of the cookie is worth nothing after the logout", async ({ browser, random }) => {
  const alice = browser("Alice");
  await signIn(alice, random.pick(MEMBERS));
  const copy = cookiesOf(alice);
  const mallory = browser("Mallory");
  expect(
    (await mallory.get("/me", copy)).status,
    "GET /me with a copy of the cookie, before the logout",
  ).toBe(200);
  await signOut(alice);
  await expectWorthless(mallory, copy, "after its owner has signed out");
});

test("The copy stays worthless after a restart of the server", async ({ program, browser, random }) => {
  const alice = browser("Alice");
  await signIn(alice, random.pick(MEMBERS));
  const copy = cookiesOf(alice);
  await signOut(alice);
  await program.restart();
  await expectWorthless(
    browser("Mallory"),
    copy,
    "after its owner has signed out and the server was restarted. Where do you note what has ended?",
  );
});

test("Signing in again does not wake up the old copy", async ({ browser, random }) => {
  const alice = browser("Alice");
  const member = random.pick(MEMBERS);
  await signIn(alice, member);
  const copy = cookiesOf(alice);
  await signOut(alice);
  await signIn(alice, member);
  await expectUser(alice, member.user);
  await expectWorthless(browser("Mallory"), copy, "after its owner has signed out and in again");
});

test("Signing out in one browser leaves the user's other browser signed in", async ({ browser, random }) => {
  const [one, other] = twoOf(random);
  const [laptop, phone, elsewhere] = [browser("Laptop"), browser("Phone"), browser("Elsewhere")];
  await signIn(laptop, one);
  await signIn(phone, one);
  await signIn(elsewhere, other);
  await expectUser(laptop, one.user);
  await signOut(laptop);
  await expectUser(phone, one.user);
  await expectUser(elsewhere, other.user);
});

test("A login survives a restart of the server", async ({ program, browser, random }) => {
  const alice = browser("Alice");
  const member = random.pick(MEMBERS);
  await signIn(alice, member);
  await program.restart();
  await expectUser(alice, member.user);
});

type Member = (typeof MEMBERS)[number];

function twoOf(random: Random): [Member, Member] {
  const [one = MEMBERS[0], other = MEMBERS[1]] = random.sample(MEMBERS, 2);
  return [one, other];
}

async function signIn(visitor: TestBrowser, { user, password }: Member) {
  const answer = await visitor.post("/login", { json: { user, password } });
  expect(answer.status, answer.asked).toBe(200);
  expect(answer.json(), answer.asked).toEqual({ user });
  return answer;
}

async function signOut(visitor: TestBrowser): Promise<void> {
  const answer = await visitor.post("/logout");
  expect(answer.status, answer.asked).toBe(200);
  expect(answer.json(), answer.asked).toEqual({ user: null });
}

async function expectUser(visitor: TestBrowser, user: string): Promise<void> {
  const answer = await visitor.get("/me");
  expect(answer.status, `GET /me of ${visitor.name}, who is signed in as ${user}`).toBe(200);
  expect(answer.json(), `GET /me of ${visitor.name}`).toEqual({ user });
}

async function expectNobody(visitor: TestBrowser, who: string): Promise<void> {
  const answer = await visitor.get("/me");
  expect(answer.status, `GET /me of somebody ${who}`).toBe(401);
}

/** All that the browser would send, as a header for another one. */
function cookiesOf(visitor: TestBrowser): { headers: Record<string, string> } {
  const pairs = visitor.agent.jar.list().map(({ name, value }) => `${name}=${value}`);
  expect(pairs.length, `cookies of ${visitor.name} after signing in`).toBeGreaterThan(0);
  return { headers: { Cookie: pairs.join("; ") } };
}

async function expectWorthless(
  mallory: TestBrowser,
  copy: { headers: Record<string, string> },
  when: string,
): Promise<void> {
  const answer = await mallory.get("/me", copy);
  expect(
    answer.status,
    `GET /me with a copy of the cookie, ${when}. Deleting a cookie in one browser does not reach the copies`,
  ).toBe(401);
}
