import { type Answer, type Random, type TestBrowser, test } from "keepsake/grader";
import { expect } from "vitest";

/** Several processes start, and are killed, before and in a test: on a machine with other work that takes its time. */
const PATIENTLY = { timeout: 20_000 };

const NAMES = ["Ada", "Grace", "Edsger", "Barbara", "Donald", "Frances", "Alan", "Radia"];

test("Both servers answer, and say which one it was", PATIENTLY, async ({ browser }) => {
  const servers = new Set<unknown>();
  for (let turn = 0; turn < 4; turn += 1) servers.add(read(await browser().get("/me")).server);
  expect([...servers].sort(), "The servers that answered four requests in a row").toEqual(["a", "b"]);
});

test("Whoever has not signed in is nobody", PATIENTLY, async ({ browser }) => {
  for (const asked of [await browser().get("/me"), await browser().get("/me")])
    expect(read(asked).name, asked.asked).toBeNull();
});

test("Who signs in on one server is known on the other", PATIENTLY, async ({ browser, random }) => {
  const name = await signIn(browser("Alice"), random);
  await expectKnown(browser("Alice"), name);
});

test("Two visitors are kept apart, on both servers", PATIENTLY, async ({ browser, random }) => {
  const [first, second] = random.sample(NAMES, 2);
  await signIn(browser("Alice"), random, first);
  await signIn(browser("Bob"), random, second);
  await expectKnown(browser("Alice"), String(first));
  await expectKnown(browser("Bob"), String(second));
});

test(
  "A visitor stays signed in when the server that signed them in is killed",
  PATIENTLY,
  async ({ browser, random, program }) => {
    const alice = browser("Alice");
    const name = random.pick(NAMES);
    const { server } = read(await alice.post("/login", { json: { name } }));
    await program(server === "a" ? "a" : "b").stop();
    await expectKnown(alice, name);
  },
);

test(
  "A server that comes back knows those who signed in while it was away",
  PATIENTLY,
  async ({ browser, random, program }) => {
    const alice = browser("Alice");
    const away = random.pick(["a", "b"]);
    await program(away).stop();
    const name = await signIn(alice, random);
    await program(away).start();
    await expectKnown(alice, name);
  },
);

test("Signing out on one server signs out on the other", PATIENTLY, async ({ browser, random }) => {
  const alice = browser("Alice");
  const name = await signIn(alice, random);
  await expectKnown(alice, name);
  const session = alice.agent.jar.list();
  expect((await alice.post("/logout")).status, "POST /logout").toBe(200);
  // Also for somebody who kept a copy of the cookie.
  for (const cookie of session) alice.agent.jar.put(cookie);
  for (let turn = 0; turn < 4; turn += 1) {
    const answer = await alice.get("/me");
    const { server, name: still } = read(answer);
    expect(
      still,
      `${answer.asked} after POST /logout, answered by ${server}: the old session must be dead`,
    ).toBeNull();
  }
});

test("Visits at both servers at once are all counted", PATIENTLY, async ({ browser, random }) => {
  const alice = browser("Alice");
  await signIn(alice, random);
  const count = random.integer(8, 14);
  await Promise.all(Array.from({ length: count }, () => alice.post("/visits")));
  const last = await alice.post("/visits");
  expect(read(last).visits, `POST /visits after ${count} at once`).toBe(count + 1);
});

test(
  "Sessions lie in the shared store alone: when it was emptied, nobody is known",
  PATIENTLY,
  async ({ browser, random, program }) => {
    const alice = browser("Alice");
    const name = await signIn(alice, random);
    await expectKnown(alice, name);
    // This Redis keeps nothing on a disk.
    await program("redis").restart();
    for (let turn = 0; turn < 4; turn += 1) {
      const answer = await onceStoreIsBack(() => alice.get("/me"));
      const { server, name: still } = read(answer);
      expect(
        still,
        `${answer.asked} after Redis was started empty, answered by ${server}: it still knows the visitor from somewhere else`,
      ).toBeNull();
    }
  },
);

/** A server that has lost its store answers 503 until it has found it again. */
async function onceStoreIsBack(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503) return answer;
  }
}

interface Said {
  readonly server: unknown;
  readonly name?: unknown;
  readonly visits?: unknown;
}

function read(answer: Answer): Said {
  expect(answer.status, `${answer.asked} answered: ${answer.text.slice(0, 200)}`).toBe(200);
  return answer.json() as Said;
}

async function signIn(browser: TestBrowser, random: Random, name = random.pick(NAMES)): Promise<string> {
  const answer = await browser.post("/login", { json: { name } });
  expect(read(answer).name, answer.asked).toBe(name);
  return name;
}

/** Four requests, so that each server that lives is asked twice. */
async function expectKnown(browser: TestBrowser, name: string): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) {
    const answer = await browser.get("/me");
    const said = read(answer);
    expect(
      said.name,
      `${answer.asked} by ${browser.name}, who is signed in as ${name}, answered by ${said.server}`,
    ).toBe(name);
  }
}
