import { type Answer, type Random, type TestBrowser, test } from "keepsake/grader";
import { expect } from "vitest";

const COOKIE = "tina4_session";
const IDLE_SECONDS = 600;
const NAMES = ["Ada", "Grace", "Edsger", "Barbara", "Ken", "Radia", "Alan", "Joan"];
const NO_NAMES = [undefined, null, "", 7, true, ["Ada"], { first: "Ada" }, "A".repeat(41), "x".repeat(5000)];

test("Taking a seat answers 201 with the name, and the session keeps it", async ({
  browser,
  records,
  random,
}) => {
  const alice = browser("Alice");
  const name = someName(random);
  const answer = await alice.post("/seat", { json: { name } });
  expect(answer.status, answer.asked).toBe(201);
  expect(answer.json(), answer.asked).toEqual({ name });
  expect((await records.of(alice)).data, "data of the session record").toMatchObject({ name });
  await expectSeat(alice, name, "right after sitting down");
});

test("A name that is no text of 1 to 40 characters is refused with 400, and no seat is taken", async ({
  browser,
  random,
}) => {
  const alice = browser("Alice");
  for (const name of random.sample(NO_NAMES, NO_NAMES.length)) {
    const answer = await alice.post("/seat", { json: { name } });
    expect(answer.status, answer.asked).toBe(400);
    const { error } = answer.json() as { error: unknown };
    expect(String(error).toLowerCase(), `error in the answer to ${answer.asked}`).toContain("name");
    await expectNoSeat(alice, `after ${answer.asked}, which was refused`);
  }
  await sit(alice, "N".repeat(40));
});

test("Without a seat, GET /seat answers 404", async ({ browser, random }) => {
  await sit(browser("Alice"), someName(random));
  await expectNoSeat(browser("Bob"), "for Bob, who never sat down");
});

test("A seat that is not used for ten minutes is free", async ({ browser, clock, random }) => {
  const alice = browser("Alice");
  await sit(alice, someName(random));
  await clock.advance({ seconds: random.integer(605, 900) });
  await expectNoSeat(alice, "more than ten minutes after the last request");
});

test("A seat is still taken a little before the ten minutes are over", async ({ browser, clock, random }) => {
  const alice = browser("Alice");
  const name = someName(random);
  await sit(alice, name);
  await clock.advance({ seconds: random.integer(520, 590) });
  await expectSeat(alice, name, "less than ten minutes after the last request");
});

test("Each look at the seat begins the ten minutes anew", async ({ browser, clock, random }) => {
  const alice = browser("Alice");
  const name = someName(random);
  await sit(alice, name, random.pick([true, false]));
  for (const look of [1, 2, 3]) {
    await clock.advance({ seconds: random.integer(500, 580) });
    await expectSeat(alice, name, `at look ${look}, each less than ten minutes after the one before`);
  }
});

test("After half an hour the seat is free, however often somebody looked", async ({
  browser,
  clock,
  random,
}) => {
  const alice = browser("Alice");
  const name = someName(random);
  await sit(alice, name);
  for (let look = 1; look <= 3; look += 1) {
    await clock.advance({ seconds: 590 });
    await expectSeat(alice, name, `after ${look * 590} seconds, with a look every 590`);
  }
  await clock.advance({ seconds: random.integer(45, 300) });
  await expectNoSeat(alice, "more than half an hour after sitting down");
});

test("Who comes back after the end may sit down again, for another half hour", async ({
  browser,
  clock,
  random,
}) => {
  const alice = browser("Alice");
  await sit(alice, someName(random));
  await clock.advance({ minutes: random.integer(11, 45) });
  const name = someName(random);
  await sit(alice, name);
  for (const look of [1, 2, 3]) {
    await clock.advance({ seconds: 580 });
    await expectSeat(alice, name, `at look ${look} of the second sitting`);
  }
});

test("A copy of the cookie finds no seat after its time", async ({ browser, clock, random }) => {
  const alice = browser("Alice");
  const mallory = browser("Mallory");
  const name = someName(random);
  await sit(alice, name);
  const looked = await alice.get("/seat");
  const [, Cookie = ""] =
    looked.exchange.request.headers.find(([field]) => field.toLowerCase() === "cookie") ?? [];
  const early = await mallory.get("/seat", { headers: { Cookie } });
  expect(early.status, `${early.asked} with the copied cookie, while it is good`).toBe(200);
  await clock.advance({ minutes: random.integer(11, 29) });
  const late = await mallory.get("/seat", { headers: { Cookie } });
  expect(late.status, `${late.asked} with the copied cookie, after its time`).toBe(404);
});

test("Without remember, the cookie goes with the browser's window", async ({ browser, random }) => {
  const alice = browser("Alice");
  const json = random.pick([{ name: someName(random) }, { name: someName(random), remember: false }]);
  const answer = await alice.post("/seat", { json });
  expect(answer.status, answer.asked).toBe(201);
  const cookie = setCookie(answer);
  expect(cookie, `Set-Cookie in the answer to ${answer.asked}`).not.toMatch(/;\s*(max-age|expires)=/i);
});

test("With remember, the cookie outlives the window by its ten minutes", async ({ browser, random }) => {
  const answer = await browser("Alice").post("/seat", { json: { name: someName(random), remember: true } });
  expect(answer.status, answer.asked).toBe(201);
  const seconds = Number(/;\s*max-age=(\d+)/i.exec(setCookie(answer))?.[1]);
  expect(seconds, `Max-Age in the answer to ${answer.asked}, in seconds`).toBe(IDLE_SECONDS);
});

test("Leaving answers 204, frees the seat and deletes the cookie", async ({ browser, random }) => {
  const alice = browser("Alice");
  await sit(alice, someName(random), random.pick([true, false]));
  expect(alice.cookie(COOKIE), `the cookie ${COOKIE} in the jar of somebody with a seat`).toBeDefined();
  const answer = await alice.post("/seat/leave");
  expect(answer.status, answer.asked).toBe(204);
  expect(alice.cookie(COOKIE), `the cookie ${COOKIE} in the jar after ${answer.asked}`).toBeUndefined();
  await expectNoSeat(alice, "after leaving");
});

test("A restart of the program ends no seat", async ({ browser, program, random }) => {
  const alice = browser("Alice");
  const name = someName(random);
  await sit(alice, name);
  await program.restart();
  await expectSeat(alice, name, "after a restart");
});

/** Sits down, for tests that are about something else. */
async function sit(browser: TestBrowser, name: string, remember?: boolean): Promise<void> {
  const answer = await browser.post("/seat", { json: { name, ...(remember ? { remember } : {}) } });
  expect(answer.status, answer.asked).toBe(201);
}

async function expectSeat(browser: TestBrowser, name: string, when: string): Promise<void> {
  const answer = await browser.get("/seat");
  expect(answer.status, `${answer.asked} ${when}`).toBe(200);
  expect(answer.json(), `${answer.asked} ${when}`).toEqual({ name });
}

async function expectNoSeat(browser: TestBrowser, when: string): Promise<void> {
  const answer = await browser.get("/seat");
  expect(answer.status, `${answer.asked} ${when}`).toBe(404);
  const { error } = answer.json() as { error: unknown };
  expect(error, `error in the answer to ${answer.asked}`).toBeTypeOf("string");
}

function setCookie(answer: Answer): string {
  const cookie = answer.headers("set-cookie").find((value) => value.startsWith(`${COOKIE}=`));
  expect(cookie, `a Set-Cookie of ${COOKIE} in the answer to ${answer.asked}`).toBeDefined();
  return cookie ?? "";
}

function someName(random: Random): string {
  return `${random.pick(NAMES)} ${random.integer(1, 999)}`;
}
