import { type Answer, type Random, type TestBrowser, test } from "keepsake/grader";
import { expect } from "vitest";

const ORIGIN = "http://localhost:7148/";
const SESSION = "tina4_session";

test("A review is shown with its author, and so is a search that finds it", async ({ browser, random }) => {
  const alice = browser("Alice");
  const [word, author] = [someWord(random), `Reader ${someWord(random)}`];
  await review(alice, { text: `A ${word} of a lamp`, author });
  for (const page of [await home(alice), await search(alice, word)]) {
    expect(page.page.text, `the text of ${page.asked}`).toContain(`A ${word} of a lamp`);
    expect(page.page.text, `the text of ${page.asked}`).toContain(author);
  }
  const none = await search(alice, `${word}x`);
  expect(none.page.text, `the text of ${none.asked}`).not.toContain(`A ${word} of a lamp`);
});

test("A reviewer's website is linked", async ({ browser, random }) => {
  const alice = browser("Alice");
  for (const scheme of ["https", "http"]) {
    const website = `${scheme}://${someWord(random)}.test/lamps?page=2`;
    await review(alice, { text: "Good.", website });
    expect(linksOf(await home(alice)), "the links on the page").toContain(website);
  }
});

test("The theme is kept in a cookie that the page's own script can read", async ({ browser, random }) => {
  const alice = browser("Alice");
  const theme = random.pick(["dark", "light"]);
  await alice.post("/theme", { form: { theme } });
  expect(readByScript(alice), "what document.cookie reads").toContain(`theme=${theme}`);
});

test("A script in a review stays text, and is shown as it was typed", async ({ browser, random }) => {
  const mallory = browser("Mallory");
  for (const { mark, markup } of random.sample(attacks(random), 3)) {
    await review(mallory, { text: markup });
    expectTextOnly(await home(browser("Alice")), mark, markup);
  }
});

test("A script in the author's name stays text, with a website and without", async ({ browser, random }) => {
  const mallory = browser("Mallory");
  for (const website of ["", "https://lamps.test/"]) {
    const { mark, markup } = random.pick(attacks(random));
    await review(mallory, { text: "Good.", author: markup, website });
    expectTextOnly(await home(browser("Alice")), mark, markup);
  }
});

test("A script in the search stays text, in the field and beside it", async ({ browser, random }) => {
  const alice = browser("Alice");
  for (const { mark, markup } of attacks(random)) {
    const answer = await search(alice, markup);
    expectTextOnly(answer, mark, markup);
    const field = answer.page.query("input[name=q]");
    expect(field?.attribute("value"), `the value of the search field after searching ${markup}`).toBe(markup);
  }
});

test("A script in the name of who is signed in stays text", async ({ browser, random }) => {
  const alice = browser("Alice");
  const { mark, markup } = random.pick(attacks(random));
  await alice.post("/login", { form: { name: markup } });
  expectTextOnly(await home(alice), mark, markup);
});

test("Signs and quotes that are no markup are shown as they were typed", async ({ browser, random }) => {
  const alice = browser("Alice");
  const text = `I <3 this ${someWord(random)} & its "glow" at 5' -- &amp; <b>more`;
  await review(alice, { text });
  const answer = await home(alice);
  expect(answer.page.text, `the text of ${answer.asked}`).toContain(text);
  expect(answer.page.query("b")?.html, "an element made of a review's text").toBeUndefined();
});

test("A website that is a script is not linked", async ({ browser, random }) => {
  const mallory = browser("Mallory");
  const mark = someWord(random);
  const websites = [
    `javascript:${mark}()`,
    `JavaScript:${mark}()`,
    ` javascript:${mark}()`,
    `java\tscript:${mark}()`,
    `data:text/html,<script>${mark}()</script>`,
    `vbscript:${mark}()`,
    // Browsers leave out such signs before the scheme.
    `\u0001javascript:${mark}()`,
  ];
  for (const website of websites) await review(mallory, { text: "Good.", author: "Eve", website });
  const links = linksOf(await home(browser("Alice"))).filter((href) => href.includes(mark));
  expect(links, "links that would run a script when they are followed").toEqual([]);
});

test("A website that does not begin with http:// or https:// is not linked", async ({ browser, random }) => {
  const mallory = browser("Mallory");
  const mark = someWord(random);
  const websites = [`ftp://${mark}.test/`, `//${mark}.test/`, `${mark}.test`, `mailto:${mark}@lamps.test`];
  for (const website of random.shuffle(websites)) await review(mallory, { text: "Good.", website });
  const links = linksOf(await home(browser("Alice"))).filter((href) => href.includes(mark));
  expect(links, `links on the page, after the websites ${websites.join(", ")}`).toEqual([]);
});

test("A quote in a website does not end the link's address", async ({ browser, random }) => {
  const mark = someWord(random);
  for (const quote of ['"', "'"]) {
    const website = `https://lamps.test/${quote} onmouseover=${quote}${mark}()`;
    await review(browser("Mallory"), { text: "Good.", author: "Eve", website });
  }
  const answer = await home(browser("Alice"));
  expect(answer.page.query("[onmouseover]")?.html, "an element with a handler of Mallory's").toBeUndefined();
});

test("No script can read the session's cookie, and it goes on working", async ({ browser, random }) => {
  const alice = browser("Alice");
  const name = `Alice ${someWord(random)}`;
  await alice.post("/login", { form: { name } });
  expect(alice.cookie(SESSION), `the cookie ${SESSION} in Alice's jar`).toBeDefined();
  expect(readByScript(alice), "what document.cookie reads").not.toContain(SESSION);
  expect((await home(alice)).page.text, "the page after signing in").toContain(name);
});

test("A policy lets only the shop's own scripts run, and the theme's script runs under it", async ({
  browser,
}) => {
  const alice = browser("Alice");
  const first = await home(alice);
  const sources = scriptSources(first);
  for (const loose of ["*", "https:", "http:", "data:", "blob:"]) {
    expect(sources, "the sources of scripts in Content-Security-Policy").not.toContain(loose);
  }
  const nonce = sources.find((source) => source.startsWith("'nonce-"));
  if (nonce === undefined)
    expect(sources, "the sources of scripts in Content-Security-Policy").not.toContain("'unsafe-inline'");
  else expect(scriptSources(await home(alice)), "the nonce of the next page").not.toContain(nonce);

  let code = "";
  for (const script of first.page.queryAll("script")) {
    const allowed = nonce !== undefined && `'nonce-${script.attribute("nonce")}'` === nonce;
    const src = script.attribute("src");
    if (src === undefined) {
      expect(allowed, `whether the policy lets this run, which stands in the page: ${script.html}`).toBe(
        true,
      );
      code += script.html;
      continue;
    }
    expect(allowed || sources.includes("'self'"), `whether the policy lets ${src} run`).toBe(true);
    const file = await alice.get(new URL(src, ORIGIN).pathname);
    expect(file.status, file.asked).toBe(200);
    expect(file.header("content-type"), `Content-Type of ${src}`).toMatch(/javascript/);
    code += file.text;
  }
  for (const part of [/document\.cookie|cookieStore/, /dataset|data-theme/]) {
    expect(code, "the scripts of the page: one of them reads the cookie and sets the theme").toMatch(part);
  }
});

interface Attack {
  /** The class of the element that must not be there. */
  mark: string;
  markup: string;
}

function attacks(random: Random): Attack[] {
  const shapes = [
    (mark: string) => `<script class="${mark}">document.title = document.cookie</script>`,
    (mark: string) => `<img class="${mark}" src="/none.png" onerror="alert(1)">`,
    (mark: string) => `"><b class="${mark}">x</b>`,
    (mark: string) => `'><i class='${mark}'>x</i>`,
    (mark: string) => `</li></ul><svg class="${mark}" onload="alert(1)"></svg>`,
  ];
  return shapes.map((shape) => {
    const mark = someWord(random);
    return { mark, markup: shape(mark) };
  });
}

function someWord(random: Random): string {
  return `m${random.integer(100_000, 999_999)}`;
}

function review(
  browser: TestBrowser,
  { text, author = "A reader", website = "" }: { text: string; author?: string; website?: string },
): Promise<Answer> {
  return browser.post("/reviews", { form: { author, text, website } });
}

function home(browser: TestBrowser): Promise<Answer> {
  return browser.get("/");
}

function search(browser: TestBrowser, query: string): Promise<Answer> {
  return browser.get(`/?q=${encodeURIComponent(query)}`);
}

function expectTextOnly(answer: Answer, mark: string, markup: string): void {
  expect(answer.status, answer.asked).toBe(200);
  const made = answer.page.query(`.${mark}`)?.html;
  expect(made, `an element that ${markup} brought into the page of ${answer.asked}`).toBeUndefined();
  expect(answer.page.text, `the text of ${answer.asked}, where it must stand as it was typed`).toContain(
    markup,
  );
}

function linksOf(answer: Answer): string[] {
  return answer.page.queryAll("a[href]").map((link) => link.attribute("href") ?? "");
}

function readByScript(browser: TestBrowser): string {
  return browser.agent.jar.readFromScript(new URL(ORIGIN));
}

/** What the policy says about scripts; fails when it says nothing. */
function scriptSources(answer: Answer): string[] {
  const policy = answer.header("content-security-policy");
  expect(policy, `Content-Security-Policy in the answer to ${answer.asked}`).toBeDefined();
  const directives = (policy ?? "").split(";").map((directive) => directive.trim().split(/\s+/));
  const named = (name: string) => directives.find(([first]) => first?.toLowerCase() === name)?.slice(1);
  const sources = named("script-src") ?? named("default-src");
  expect(sources, `script-src or default-src in "${policy}"`).toBeDefined();
  return sources ?? [];
}
