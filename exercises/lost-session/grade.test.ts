import { type Answer, type Random, type TestBrowser, test } from "keepsake/grader";
import { expect } from "vitest";

const NAMES = ["Ada", "Grace", "Edsger", "Barbara", "Donald", "Hedy", "Tim", "Radia", "Alan", "Margaret"];

test("Joining answers with 303 to /club", async ({ browser, random }) => {
  const answer = await join(browser("Alice"), someName(random));
  expect(answer.status, answer.asked).toBe(303);
  expect(answer.header("Location"), `Location after ${answer.asked}`).toBe("/club");
});

test("Joining without a name is refused with 400", async ({ browser, random }) => {
  const name = random.pick(["", " ", "   "]);
  const answer = await join(browser("Alice"), name);
  expect(answer.status, answer.asked).toBe(400);
});

test("Who has not joined is sent to the front page", async ({ browser }) => {
  const answer = await browser("Alice").get("/club");
  expect(answer.status, answer.asked).toBe(303);
  expect(answer.header("Location"), `Location after ${answer.asked}`).toBe("/");
});

test("After joining, the club's page greets the member by name", async ({ browser, random }) => {
  const alice = browser("Alice");
  const name = someName(random);
  await join(alice, name);
  const answer = await alice.get("/club");
  expect(answer.status, `${answer.asked} after joining: does this request carry the session-id cookie?`).toBe(
    200,
  );
  expect(answer.page.query(".member")?.text, "the name on the page").toBe(name);
});

test("A member is known on every page", async ({ browser, random }) => {
  const alice = browser("Alice");
  const name = someName(random);
  await join(alice, name);
  for (const path of random.shuffle(["/me", "/me?from=elsewhere"])) await expectMember(alice, name, path);
});

test("A member is still one after the server has restarted", async ({ browser, program, random }) => {
  const alice = browser("Alice");
  const name = someName(random);
  await join(alice, name);
  await expectMember(alice, name);
  await program.restart();
  await expectMember(alice, name);
});

test("The welcome shows on the page after joining", async ({ browser, random }) => {
  const alice = browser("Alice");
  const name = someName(random);
  await join(alice, name);
  const answer = await alice.get("/club");
  const messages = messagesOn(answer);
  expect(messages, `what elements with the class alert say on ${answer.asked}`).toHaveLength(1);
  expect(messages[0], "the welcome").toContain(name);
});

test("The welcome is gone after a reload", async ({ browser, random }) => {
  const alice = browser("Alice");
  const name = someName(random);
  await join(alice, name);
  await alice.get("/club");
  const reload = await alice.get("/club");
  expect(reload.status, reload.asked).toBe(200);
  expect(messagesOn(reload), "messages at the second visit: who took the first one?").toEqual([]);
});

test("Two browsers are two members", async ({ browser, random }) => {
  const [one = "Ada", other = "Grace"] = random.sample(NAMES, 2);
  const [alice, bob] = [browser("Alice"), browser("Bob")];
  await join(alice, one);
  await join(bob, other);
  await expectMember(alice, one);
  await expectMember(bob, other);
});

test("Who leaves is a member no more, and can join again under another name", async ({ browser, random }) => {
  const [one = "Ada", other = "Grace"] = random.sample(NAMES, 2);
  const alice = browser("Alice");
  await join(alice, one);
  await expectMember(alice, one);
  const left = await alice.post("/leave", { form: {} });
  expect(left.status, left.asked).toBe(303);
  const me = await alice.get("/me");
  expect(me.json(), `${me.asked} after leaving`).toEqual({ member: null });
  await join(alice, other);
  await expectMember(alice, other);
});

test("The name is in the session record, and in no cookie", async ({ browser, records, random }) => {
  const alice = browser("Alice");
  const name = someName(random);
  await join(alice, name);
  await expectMember(alice, name);
  const record = await records.of(alice);
  expect(Object.values(record.data), "the values in the session record").toContain(name);
  for (const cookie of alice.agent.jar.list()) {
    expect(decodeURIComponent(cookie.value), `the value of the cookie ${cookie.name}`).not.toContain(name);
  }
});

test("What a member calls themselves never becomes markup", async ({ browser, random }) => {
  const alice = browser("Alice");
  const name = `<i>${someName(random)}</i> & "friends"`;
  await join(alice, name);
  const answer = await alice.get("/club");
  expect(answer.page.query(".member")?.text, "the name on the page").toBe(name);
  expect(answer.page.query("i"), "an element made of the name").toBeUndefined();
});

test("The session-id cookie is hidden from scripts, and lax", async ({ browser, random }) => {
  const answer = await join(browser("Alice"), someName(random));
  const [setCookie = ""] = answer.headers("Set-Cookie").filter((value) => value.startsWith("tina4_session="));
  expect(setCookie, `Set-Cookie after ${answer.asked}`).toMatch(/; HttpOnly/i);
  expect(setCookie, `Set-Cookie after ${answer.asked}`).toMatch(/; SameSite=Lax/i);
});

function someName(random: Random): string {
  return `${random.pick(NAMES)} ${random.integer(100, 999)}`;
}

function join(browser: TestBrowser, name: string) {
  return browser.post("/join", { form: { name } });
}

/** Empty ones show nothing: a page may always have a place for its message. */
function messagesOn(answer: Answer): string[] {
  const alerts = answer.page.queryAll(".alert").map(({ text }) => text);
  return alerts.filter((text) => text !== "");
}

async function expectMember(browser: TestBrowser, member: string, path = "/me"): Promise<void> {
  const answer = await browser.get(path);
  expect(answer.json(), `${answer.asked} of ${browser.name}, who joined`).toEqual({
    member,
    joined_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
}
