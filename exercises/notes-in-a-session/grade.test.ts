import { type Random, type TestBrowser, test } from "keepsake/grader";
import { expect } from "vitest";

const WORDS = ["milk", "bread", "birthday", "ideas", "call-mum", "week-48", "2027", "books", "garden", "x"];
const OBJECT_WORDS = ["constructor", "valueof", "tostring", "hasownproperty"];
const BAD_NAMES = [
  "",
  "Milk",
  "two words",
  "a/b",
  "note:milk",
  "__proto__",
  "a".repeat(41),
  7,
  null,
  ["milk"],
  true,
];

test("The theme is remembered", async ({ browser, random }) => {
  const alice = browser("Alice");
  const theme = random.pick(["dark", "light"]);
  await alice.post("/theme", { json: { theme } });
  const answer = await alice.get("/theme");
  expect(answer.json(), answer.asked).toEqual({ theme });
});

test("A new note is answered with 201, and one that replaces it with 200", async ({ browser, random }) => {
  const alice = browser("Alice");
  const name = random.pick(WORDS);
  for (const status of [201, 200, 200]) {
    const text = someText(random);
    const answer = await write(alice, name, text);
    expect(answer.status, answer.asked).toBe(status);
    expect(answer.json(), answer.asked).toEqual({ name, text });
    expect(await textOf(alice, name), `the note ${name}`).toBe(text);
  }
});

test("A note that was never written is 404", async ({ browser, random }) => {
  const alice = browser("Alice");
  const [written = "milk", other = "bread"] = random.sample(WORDS, 2);
  await alice.post("/theme", { json: { theme: "dark" } });
  await write(alice, written, someText(random));
  for (const name of [other, ...OBJECT_WORDS, "theme"]) {
    const answer = await alice.get(`/notes/${name}`);
    expect(answer.status, answer.asked).toBe(404);
  }
});

test("An empty note is a note", async ({ browser, random }) => {
  const alice = browser("Alice");
  const name = random.pick(WORDS);
  expect((await write(alice, name, "")).status, `writing an empty note ${name}`).toBe(201);
  expect((await write(alice, name, "")).status, `writing it again`).toBe(200);
  expect(await textOf(alice, name), `the note ${name}`).toBe("");
  expect(await namesOf(alice), "the names").toEqual([name]);
  const deleted = await alice.post("/notes/delete", { json: { name } });
  expect(deleted.status, deleted.asked).toBe(204);
});

test("A note may be called like something that every object has", async ({ browser, random }) => {
  const alice = browser("Alice");
  for (const name of random.shuffle(OBJECT_WORDS)) {
    const text = someText(random);
    expect((await write(alice, name, text)).status, `writing the note ${name}`).toBe(201);
    expect(await textOf(alice, name), `the note ${name}`).toBe(text);
  }
});

test("The list has the names of all notes in the order of the alphabet, and nothing else", async ({
  browser,
  random,
}) => {
  const alice = browser("Alice");
  expect(await namesOf(alice), "the names before anything is written").toEqual([]);
  await alice.post("/theme", { json: { theme: "dark" } });
  const names = random.sample(WORDS, 5);
  for (const name of names) await write(alice, name, someText(random));
  expect(await namesOf(alice), `the names after writing ${names.join(", ")}`).toEqual([...names].sort());
});

test("A deleted note is gone, and the others are there", async ({ browser, random }) => {
  const alice = browser("Alice");
  const [first = "milk", second = "bread"] = random.sample(WORDS, 2);
  const text = someText(random);
  await write(alice, first, someText(random));
  await write(alice, second, text);
  const deleted = await alice.post("/notes/delete", { json: { name: first } });
  expect(deleted.status, deleted.asked).toBe(204);
  expect((await alice.get(`/notes/${first}`)).status, "reading what was deleted").toBe(404);
  expect(await textOf(alice, second), "the other note").toBe(text);
  expect(await namesOf(alice), "the names").toEqual([second]);
});

test("Deleting what is not there is 404", async ({ browser, random }) => {
  const alice = browser("Alice");
  const [written = "milk", other = "bread"] = random.sample(WORDS, 2);
  await alice.post("/theme", { json: { theme: "dark" } });
  await write(alice, written, someText(random));
  for (const name of [other, "constructor", "theme"]) {
    const answer = await alice.post("/notes/delete", { json: { name } });
    expect(answer.status, answer.asked).toBe(404);
  }
  expect(await namesOf(alice), "the names").toEqual([written]);
});

test("Clearing takes all notes and leaves theme and session id", async ({ browser, random }) => {
  const alice = browser("Alice");
  await alice.post("/theme", { json: { theme: "dark" } });
  for (const name of random.sample(WORDS, 4)) await write(alice, name, someText(random));
  const id = alice.cookie("tina4_session");
  const cleared = await alice.post("/notes/clear", { json: {} });
  expect(cleared.status, cleared.asked).toBe(204);
  expect(await namesOf(alice), "the names after clearing").toEqual([]);
  const theme = await alice.get("/theme");
  expect(theme.json(), `${theme.asked} after clearing the notes`).toEqual({ theme: "dark" });
  expect(alice.cookie("tina4_session"), "the session id after clearing").toBe(id);
});

test("A bad name or text is refused with 400, and changes nothing", async ({ browser, random }) => {
  const alice = browser("Alice");
  const name = random.pick(WORDS);
  const text = someText(random);
  await write(alice, name, text);
  for (const bad of random.sample(BAD_NAMES, 6)) {
    const answer = await alice.post("/notes", { json: { name: bad, text: "x" } });
    expect(answer.status, answer.asked).toBe(400);
  }
  for (const bad of [undefined, null, 7, ["x"], "x".repeat(501)]) {
    const answer = await alice.post("/notes", { json: { name, text: bad } });
    expect(answer.status, answer.asked).toBe(400);
  }
  expect(await namesOf(alice), "the names afterwards").toEqual([name]);
  expect(await textOf(alice, name), "the text afterwards").toBe(text);
  const longest = "y".repeat(500);
  await write(alice, name, longest);
  expect(await textOf(alice, name), "a text of 500 characters").toBe(longest);
});

test("Each note is in the session under a key of its own", async ({ browser, records, random }) => {
  const alice = browser("Alice");
  const [first = "milk", second = "bread"] = random.sample(WORDS, 2);
  const text = someText(random);
  await write(alice, first, text);
  await write(alice, second, "");
  const { data } = await records.of(alice);
  expect(data, "the session record").toEqual({ [`note:${first}`]: text, [`note:${second}`]: "" });
});

test("Two browsers have two note pads", async ({ browser, random }) => {
  const [alice, bob] = [browser("Alice"), browser("Bob")];
  const [first = "milk", second = "bread"] = random.sample(WORDS, 2);
  await write(alice, first, "of Alice");
  await write(bob, second, "of Bob");
  expect(await namesOf(alice), "the names that Alice sees").toEqual([first]);
  expect(await namesOf(bob), "the names that Bob sees").toEqual([second]);
});

test("Notes that are written at the same time are all there", async ({ browser, random }) => {
  const alice = browser("Alice");
  await alice.post("/theme", { json: { theme: "dark" } });
  const names = random.sample(WORDS, 8);
  await Promise.all(names.map((name) => write(alice, name, name)));
  expect(await namesOf(alice), "the names after eight were written at once").toEqual([...names].sort());
});

function write(browser: TestBrowser, name: string, text: string) {
  return browser.post("/notes", { json: { name, text } });
}

async function textOf(browser: TestBrowser, name: string): Promise<unknown> {
  const answer = await browser.get(`/notes/${name}`);
  expect(answer.status, answer.asked).toBe(200);
  return (answer.json() as { text?: unknown }).text;
}

async function namesOf(browser: TestBrowser): Promise<unknown> {
  const answer = await browser.get("/notes");
  expect(answer.status, answer.asked).toBe(200);
  return (answer.json() as { names?: unknown }).names;
}

function someText(random: Random): string {
  return `${random.pick(["two", "three", "many"])} ${random.pick(WORDS)} ${random.integer(1000, 9999)}`;
}
