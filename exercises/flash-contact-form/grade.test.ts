import { type Answer, type Random, type TestBrowser, test } from "keepsake/grader";
import { expect } from "vitest";

interface Letter {
  name: string;
  text: string;
}

const NAMES = ["Ada", "Bo", "Chiara", "Dmitri", "Efua", "Frida", "Gül", "O'Neill"];
const TEXTS = [
  "Do you sell lamps?",
  "The switch is loose.",
  "Where is my order?",
  "Is 5 > 4 in your shop?",
  "Thank you & goodbye",
];
const TEXT_LIMIT = 500;

test("The page has a form with the fields name and text", async ({ browser }) => {
  const answer = await browser("Alice").get("/contact");
  expect(answer.status, answer.asked).toBe(200);
  const form = answer.page.query("form");
  expect(form?.attribute("method")?.toLowerCase(), "the form's method").toBe("post");
  for (const name of ["name", "text"]) {
    expect(form?.query(`[name="${name}"]`), `a field called ${name} in the form`).toBeDefined();
  }
});

test("A form that is right is answered with 303 to /contact", async ({ browser, random }) => {
  const answer = await send(browser("Alice"), someLetter(random));
  expect(answer.status, `${answer.asked}: a status that makes the browser go on with GET`).toBe(303);
  const location = new URL(answer.header("location") ?? "", answer.exchange.request.url);
  expect(location.pathname, `Location in the answer to ${answer.asked}`).toBe("/contact");
});

test("The next page shows one message that names the visitor, as a success", async ({ browser, random }) => {
  const alice = browser("Alice");
  const letter = someLetter(random);
  const sent = await send(alice, letter);
  const [alert] = expectAlerts(await alice.get("/contact"), 1, `the page after ${sent.asked}`);
  expect(alert?.text, "the message").toContain(letter.name);
  expect(classes(alert), "the classes of the message").toContain("alert-success");
});

test("The page after that shows none", async ({ browser, random }) => {
  const alice = browser("Alice");
  const sent = await send(alice, someLetter(random));
  expectAlerts(await alice.get("/contact"), 1, `the page after ${sent.asked}`);
  for (const count of ["second", "third"]) {
    expectAlerts(await alice.get("/contact"), 0, `the ${count} page after ${sent.asked}`);
  }
});

test("A letter is counted once, however often its page is loaded again", async ({
  browser,
  records,
  random,
}) => {
  const alice = browser("Alice");
  const letters = random.integer(1, 3);
  for (let sent = 0; sent < letters; sent += 1) {
    const answer = await send(alice, someLetter(random));
    // What Reload repeats: the request whose answer is the page on the screen.
    if (answer.status < 300) await send(alice, someLetter(random));
    await alice.get("/contact");
    await alice.get("/contact");
  }
  const record = await records.of(alice);
  expect(record.data["letters"], "letters in the session, after each page was loaded again").toBe(letters);
});

test("A form without a name or a text is answered with 422 and the page, which says so", async ({
  browser,
  random,
}) => {
  const alice = browser("Alice");
  const { name, text } = someLetter(random);
  const blanks = " ".repeat(random.integer(1, 4));
  for (const letter of random.shuffle([
    { name: "", text },
    { name: blanks, text },
    { name, text: "" },
    { name, text: blanks },
  ])) {
    expectRefusedPage(await send(alice, letter));
  }
});

test("A text of 500 characters is taken, and one more is refused", async ({ browser, random }) => {
  const alice = browser("Alice");
  const { name } = someLetter(random);
  const taken = await send(alice, { name, text: "x".repeat(TEXT_LIMIT) });
  expect(taken.status, `a letter of ${TEXT_LIMIT} characters`).toBe(303);
  await alice.get("/contact");
  const padded = await send(alice, { name, text: ` ${"x".repeat(TEXT_LIMIT)}  ` });
  expect(padded.status, `a letter of ${TEXT_LIMIT} characters, with blanks around it`).toBe(303);
  await alice.get("/contact");
  expectRefusedPage(await send(alice, { name, text: "x".repeat(TEXT_LIMIT + 1) }));
});

test("A refused form gives back what was typed", async ({ browser, random }) => {
  const alice = browser("Alice");
  const { name, text } = someLetter(random);
  const withoutName = await send(alice, { name: "", text });
  expect(
    withoutName.page.query('textarea[name="text"]')?.text,
    `the letter in the page after ${withoutName.asked}`,
  ).toBe(text);
  const withoutText = await send(alice, { name, text: "" });
  expect(
    withoutText.page.query('[name="name"]')?.attribute("value"),
    `the name in the page after ${withoutText.asked}`,
  ).toBe(name);
});

test("A refused form leaves no message for the next page and counts no letter", async ({
  browser,
  records,
  random,
}) => {
  const alice = browser("Alice");
  await send(alice, someLetter(random));
  await alice.get("/contact");
  const refused = await send(alice, { ...someLetter(random), [random.pick(["name", "text"])]: "" });
  expect(refused.status, refused.asked).toBe(422);
  expectAlerts(await alice.get("/contact"), 0, `the page after ${refused.asked} was refused`);
  const record = await records.of(alice);
  expect(record.data["letters"], "letters in the session, with one sent and one refused").toBe(1);
});

test("A page that is fetched ahead does not use up the message", async ({ browser, random }) => {
  const alice = browser("Alice");
  const sent = await send(alice, someLetter(random));
  await alice.get("/contact", { headers: { "Sec-Purpose": "prefetch" } });
  expectAlerts(await alice.get("/contact"), 1, `the first page that somebody sees after ${sent.asked}`);
});

test("A script gets 201, with the message and the number of letters in the body", async ({
  browser,
  random,
}) => {
  const alice = browser("Alice");
  const letter = someLetter(random);
  for (const letters of [1, 2]) {
    const answer = await alice.post("/contact", { json: letter });
    expect(answer.status, answer.asked).toBe(201);
    expect(answer.json(), answer.asked).toEqual({ message: expect.any(String), letters });
  }
});

test("A script that is refused gets 422 and an error in the body", async ({ browser, random }) => {
  const alice = browser("Alice");
  const letter = someLetter(random);
  for (const json of [{ ...letter, name: "" }, { name: letter.name }, { ...letter, text: 7 }]) {
    const answer = await alice.post("/contact", { json });
    expect(answer.status, answer.asked).toBe(422);
    expect(answer.json(), answer.asked).toEqual({ error: expect.any(String) });
  }
});

test("A script's letter leaves no message for any page", async ({ browser, random }) => {
  const alice = browser("Alice");
  const letter = someLetter(random);
  const sent = await alice.post("/contact", { json: letter });
  expect(sent.status, sent.asked).toBe(201);
  expectAlerts(await alice.get("/contact"), 0, `the page after a script sent ${sent.asked}`);
  const refused = await alice.post("/contact", { json: { ...letter, text: "" } });
  expect(refused.status, refused.asked).toBe(422);
  expectAlerts(await alice.get("/contact"), 0, `the page after a script was refused`);
});

test("Nothing that a visitor types becomes markup", async ({ browser, random }) => {
  const alice = browser("Alice");
  const mark = `mark${random.integer(1000, 9999)}`;
  // Leaves an attribute and a text area first, wherever it stands.
  const tag = random.pick(["i", "img", "p", "svg"]);
  const markup = `"></textarea><${tag} class="${mark}">`;
  const { name, text } = someLetter(random);
  await send(alice, { name: markup, text });
  const pages = [
    await alice.get("/contact"),
    await send(alice, { name: markup, text: "" }),
    await send(alice, { name: "", text: `${name} ${markup}` }),
  ];
  for (const page of pages) {
    expectAlerts(page, 1, `the page for ${page.asked}`);
    const injected = page.page.query(`.${mark}`);
    expect(injected?.html, `an element that a visitor brought into the page (${page.asked})`).toBeUndefined();
  }
});

test("Two visitors get each their own message", async ({ browser, random }) => {
  const [alice, bob] = [browser("Alice"), browser("Bob")];
  const [hers, his] = random.sample(NAMES, 2) as [string, string];
  const text = random.pick(TEXTS);
  await send(alice, { name: hers, text });
  await send(bob, { name: his, text });
  const [first] = expectAlerts(await alice.get("/contact"), 1, "the page of the first visitor");
  const [second] = expectAlerts(await bob.get("/contact"), 1, "the page of the second visitor");
  expect(first?.text, "the message that the first visitor gets").toContain(hers);
  expect(second?.text, "the message that the second visitor gets").toContain(his);
});

function someLetter(random: Random): Letter {
  return { name: `${random.pick(NAMES)} ${random.integer(100, 999)}`, text: random.pick(TEXTS) };
}

function send(browser: TestBrowser, { name, text }: Letter): Promise<Answer> {
  return browser.post("/contact", { form: { name, text } });
}

/** Empty ones show nothing: a page may always have a place for its message. */
function expectAlerts(answer: Answer, count: number, where: string) {
  const alerts = answer.page.queryAll(".alert").filter(({ text }) => text !== "");
  const texts = alerts.map(({ text }) => text);
  expect(texts, `what elements with the class alert say on ${where}`).toHaveLength(count);
  return alerts;
}

function expectRefusedPage(answer: Answer): void {
  expect(answer.status, answer.asked).toBe(422);
  const [alert] = expectAlerts(answer, 1, `the page that answers ${answer.asked}`);
  expect(classes(alert), "the classes of the message").toContain("alert-error");
  expect(answer.page.query("form"), `the form, again, in the answer to ${answer.asked}`).toBeDefined();
}

function classes(alert: { attribute(name: string): string | undefined } | undefined): string[] {
  return (alert?.attribute("class") ?? "").split(/\s+/);
}
