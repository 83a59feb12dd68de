import { type Answer, type TestBrowser, test } from "keepsake/grader";
import { expect } from "vitest";

const PAGES = ["/", "/about/team"];
const NO_THEMES = ["", "neon", "Dark", "lights", "light,dark", "constructor", "__proto__"];

test("A visitor who has chosen nothing gets a light page and no cookie", async ({ browser, random }) => {
  const alice = browser("Alice");
  for (const path of random.shuffle(PAGES)) {
    const answer = await alice.get(path);
    expectTheme(answer, "light");
    expect(answer.headers("set-cookie"), `Set-Cookie in the answer to ${answer.asked}`).toEqual([]);
  }
});

test("Choosing a theme answers 303 to the first page, which then has it", async ({ browser, random }) => {
  const alice = browser("Alice");
  for (const theme of random.shuffle(["light", "dark", "light", "dark"])) {
    expectHome(await choose(alice, theme));
    expectTheme(await alice.get("/"), theme);
  }
});

test("The choice holds on every page", async ({ browser, random }) => {
  const alice = browser("Alice");
  await choose(alice, "dark");
  for (const path of random.shuffle(PAGES)) expectTheme(await alice.get(path), "dark");
});

test("The choice is still there after 360 days", async ({ browser, clock }) => {
  const alice = browser("Alice");
  await choose(alice, "dark");
  await clock.advance({ days: 360 });
  expectTheme(await alice.get("/"), "dark");
});

test("The choice is forgotten after a year and a day", async ({ browser, clock }) => {
  const alice = browser("Alice");
  await choose(alice, "dark");
  expectTheme(await alice.get("/"), "dark");
  await clock.advance({ days: 366 });
  expectTheme(await alice.get("/"), "light");
});

test("The choice is the visitor's own, and is still there after the server has restarted", async ({
  browser,
  program,
}) => {
  const [alice, bob] = [browser("Alice"), browser("Bob")];
  await choose(alice, "dark");
  expectTheme(await bob.get("/"), "light");
  await program.restart();
  expectTheme(await alice.get("/"), "dark");
});

test("A theme that the site does not have is refused with 400 and sets no cookie", async ({
  browser,
  random,
}) => {
  const alice = browser("Alice");
  await choose(alice, "dark");
  const refused = [
    await alice.post("/theme", { form: {} }),
    ...(await Promise.all(random.shuffle(NO_THEMES).map((theme) => choose(alice, theme)))),
  ];
  for (const answer of refused) {
    expect(answer.status, answer.asked).toBe(400);
    expect(answer.headers("set-cookie"), `Set-Cookie in the answer to ${answer.asked}`).toEqual([]);
  }
  expectTheme(await alice.get("/"), "dark");
});

test("A cookie made by hand that is no theme means light, and breaks no page", async ({
  browser,
  random,
}) => {
  const mallory = browser("Mallory");
  const mark = `mark${random.integer(1000, 9999)}`;
  const values = ["neon", `"><b class="${mark}">`, `dark%22%3E%3Cb%20class%3D%22${mark}`, 'j:{"a":1}', "j:["];
  for (const value of random.shuffle(values)) {
    const answer = await mallory.get(random.pick(PAGES), { headers: { Cookie: `theme=${value}` } });
    expectTheme(answer, "light", `with Cookie: theme=${value}`);
    expect(
      answer.page.query(`.${mark}`)?.html,
      "an element that the cookie brought into the page",
    ).toBeUndefined();
  }
});

test("Forgetting answers 303 to the first page, and the cookie is gone from the jar", async ({ browser }) => {
  const alice = browser("Alice");
  await choose(alice, "dark");
  expectTheme(await alice.get("/"), "dark");
  expectHome(await alice.post("/theme/reset", { form: {} }));
  expect(alice.cookie("theme"), "the cookie theme in the jar, afterwards").toBeUndefined();
  expectTheme(await alice.get("/"), "light");
});

test("The cookie says SameSite, and comes along when a link of another site leads here", async ({
  browser,
}) => {
  const alice = browser("Alice");
  await choose(alice, "dark");
  const kept = alice.agent.jar.list().find(({ name }) => name === "theme");
  expect(kept, "the cookie theme in the jar").toBeDefined();
  expect(kept?.sameSite, 'SameSite of the cookie ("default": it says none)').not.toBe("default");
  const home = new URL("/", "http://localhost:7148");
  const page = await alice.agent.navigate(home, {
    documentUrl: "https://elsewhere.test/",
    initiator: "link",
  });
  const cookies = page.exchanges[0]?.cookies.request.filter(({ name }) => name === "theme");
  const [decision] = cookies ?? [];
  expect(
    decision?.verdict,
    `the cookie, when a link of elsewhere.test is followed (${decision?.reason})`,
  ).toBe("sent");
});

function choose(browser: TestBrowser, theme: string): Promise<Answer> {
  return browser.post("/theme", { form: { theme } });
}

function expectHome(answer: Answer): void {
  expect(answer.status, answer.asked).toBe(303);
  const location = new URL(answer.header("location") ?? "", answer.exchange.request.url);
  expect(location.pathname, `Location in the answer to ${answer.asked}`).toBe("/");
}

function expectTheme(answer: Answer, theme: string, how = ""): void {
  expect(answer.status, `${answer.asked} ${how}`).toBe(200);
  const shown = answer.page.query("html")?.attribute("data-theme");
  expect(shown, `data-theme of the page for ${answer.asked} ${how}`).toBe(theme);
}
