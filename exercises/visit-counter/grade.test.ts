import { type TestBrowser, test } from "keepsake/grader";
import { expect } from "vitest";

const AT_ONCE = 10;

test("The first visit is number 1, and the session keeps it under visit_count", async ({
  browser,
  records,
}) => {
  const alice = browser("Alice");
  const answer = await alice.get("/visit-counter");
  expect(answer.status, answer.asked).toBe(200);
  expect(answer.json(), answer.asked).toEqual({
    visit_count: 1,
    message: "You have visited this page 1 time",
    quote: expect.stringMatching(/\w/),
  });
  expect((await records.of(alice)).data, "data of the session record").toMatchObject({ visit_count: 1 });
});

test("Each visit counts one more, and the message says how many", async ({ browser, random }) => {
  const alice = browser("Alice");
  const visits = random.integer(3, 5);
  for (let visit = 1; visit <= visits; visit += 1) {
    const answer = await alice.get("/visit-counter");
    const message = `You have visited this page ${visit} ${visit === 1 ? "time" : "times"}`;
    expect(answer.json(), `visit ${visit}: ${answer.asked}`).toMatchObject({ visit_count: visit, message });
  }
});

test("Two visitors have two counts", async ({ browser, random }) => {
  const alice = browser("Alice");
  const bob = browser("Bob");
  const visits = random.integer(2, 4);
  await visit(alice, visits);
  await visit(bob, 1);
  expect(await look(bob), "the count of Bob, who came once").toBe(1);
  expect(await look(alice), `the count of Alice, who came ${visits} times`).toBe(visits);
});

test("Looking counts nothing, and gives no cookie to somebody who was never here", async ({
  browser,
  random,
}) => {
  const bob = browser("Bob");
  const answer = await bob.get("/visit-counter/look");
  expect(answer.status, answer.asked).toBe(200);
  expect(answer.json(), answer.asked).toEqual({ visit_count: 0 });
  expect(answer.headers("set-cookie"), `Set-Cookie in the answer to ${answer.asked}`).toEqual([]);
  const alice = browser("Alice");
  const visits = random.integer(1, 3);
  await visit(alice, visits);
  for (const time of [1, 2]) expect(await look(alice), `the count at look ${time}`).toBe(visits);
});

test("After a reset the next visit is number 1, and nothing else in the session is lost", async ({
  browser,
  records,
  random,
}) => {
  const alice = browser("Alice");
  await visit(alice, random.integer(2, 4));
  const theme = `theme ${random.integer(1, 999)}`;
  await records.put(alice, "theme", theme);
  const answer = await alice.post("/visit-counter/reset");
  expect(answer.status, answer.asked).toBe(204);
  expect(await look(alice), "the count after the reset").toBe(0);
  await visit(alice, 1);
  expect(await look(alice), "the count one visit after the reset").toBe(1);
  expect((await records.of(alice)).data, "what another part of the program kept").toMatchObject({ theme });
});

test("The count is still there after a restart of the program", async ({ browser, program, random }) => {
  const alice = browser("Alice");
  const visits = random.integer(1, 3);
  await visit(alice, visits);
  await program.restart();
  await visit(alice, 1);
  expect(await look(alice), `the count after ${visits} visits, a restart and one more visit`).toBe(
    visits + 1,
  );
});

test("Ten visits at the same moment are ten visits", async ({ browser }) => {
  const alice = browser("Alice");
  await visit(alice, 1);
  await Promise.all(Array.from({ length: AT_ONCE }, () => visit(alice, 1)));
  expect(await look(alice), `the count after one visit and ${AT_ONCE} at the same moment`).toBe(1 + AT_ONCE);
});

async function visit(browser: TestBrowser, times: number): Promise<void> {
  for (let time = 1; time <= times; time += 1) {
    const answer = await browser.get("/visit-counter");
    expect(answer.status, answer.asked).toBe(200);
  }
}

async function look(browser: TestBrowser): Promise<unknown> {
  const answer = await browser.get("/visit-counter/look");
  expect(answer.status, answer.asked).toBe(200);
  return (answer.json() as { visit_count: unknown }).visit_count;
}
