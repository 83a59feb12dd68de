import { type Answer, type Random, type TestBrowser, test } from "keepsake/grader";
import { expect } from "vitest";

interface Preferences {
  language: string;
  theme: string;
  items_per_page: number;
}

const DEFAULTS: Preferences = { language: "en", theme: "light", items_per_page: 20 };
const NAMES = ["language", "theme", "items_per_page"] as const;
const NO_LANGUAGES = ["es", "EN", "de ", "", "constructor", null, 1, ["en"], { language: "en" }];
const NO_THEMES = ["neon", "Dark", "<script>alert(1)</script>", "", "toString", null, true, ["dark"]];
const NO_COUNTS = [
  4,
  101,
  0,
  -20,
  1e21,
  7.5,
  "4",
  "101",
  "20abc",
  "0x20",
  "1e1",
  "+20",
  " 20",
  "7.5",
  "",
  "many",
  null,
  true,
  [20],
];

test("Who has chosen nothing sees the defaults, and gets no cookie", async ({ browser }) => {
  const answer = await browser("Alice").get("/api/preferences");
  expect(answer.status, answer.asked).toBe(200);
  expect(answer.json(), answer.asked).toEqual(DEFAULTS);
  expect(answer.headers("set-cookie"), `Set-Cookie in the answer to ${answer.asked}`).toEqual([]);
});

test("What is chosen is answered, and is still there after a restart", async ({
  browser,
  program,
  random,
}) => {
  const alice = browser("Alice");
  const wanted = somePreferences(random);
  const answer = await alice.post("/api/preferences", { json: wanted });
  expect(answer.status, answer.asked).toBe(200);
  expect(answer.json(), answer.asked).toEqual(wanted);
  await program.restart();
  expect(await seen(alice), "the preferences after a restart").toEqual(wanted);
});

test("What is not chosen again stays as it was", async ({ browser, random }) => {
  const alice = browser("Alice");
  let wanted = somePreferences(random);
  await choose(alice, wanted);
  for (const name of random.sample(NAMES, 2)) {
    const change = { [name]: somePreferences(random)[name] };
    wanted = { ...wanted, ...change };
    const answer = await alice.post("/api/preferences", { json: change });
    expect(answer.json(), answer.asked).toEqual(wanted);
  }
  expect(await seen(alice)).toEqual(wanted);
});

test("Two visitors have their own preferences", async ({ browser, random }) => {
  const alice = browser("Alice");
  const bob = browser("Bob");
  const [hers, his] = [somePreferences(random), { theme: "dark" }];
  await choose(alice, hers);
  await choose(bob, his);
  expect(await seen(alice), "what Alice sees").toEqual(hers);
  expect(await seen(bob), "what Bob sees").toEqual({ ...DEFAULTS, ...his });
});

test("A form chooses as well, and its digits become a number", async ({ browser, random }) => {
  const alice = browser("Alice");
  const wanted = somePreferences(random);
  const answer = await alice.post("/api/preferences", { form: { ...wanted } });
  expect(answer.status, answer.asked).toBe(200);
  expect(answer.json(), answer.asked).toEqual(wanted);
});

test("A language or a theme that there is not is refused with 400, which names it", async ({
  browser,
  random,
}) => {
  const alice = browser("Alice");
  for (const language of random.shuffle(NO_LANGUAGES)) {
    expectRefusal(await alice.post("/api/preferences", { json: { language } }), "language");
  }
  for (const theme of random.shuffle(NO_THEMES)) {
    expectRefusal(await alice.post("/api/preferences", { json: { theme } }), "theme");
  }
});

test("Items that are no whole number from 5 to 100 are refused with 400, which names it", async ({
  browser,
  random,
}) => {
  const alice = browser("Alice");
  for (const items_per_page of random.shuffle<unknown>(NO_COUNTS)) {
    expectRefusal(await alice.post("/api/preferences", { json: { items_per_page } }), "items_per_page");
  }
  for (const items_per_page of [5, 100]) await choose(alice, { items_per_page });
});

test("A refused request keeps nothing, not even what was right", async ({ browser, records, random }) => {
  const alice = browser("Alice");
  const wanted = { ...somePreferences(random), language: "de", theme: "dark", items_per_page: 50 };
  await choose(alice, wanted);
  const before = (await records.of(alice)).data;
  const requests = [
    { language: "fr", theme: "neon" },
    { theme: "light", items_per_page: "20abc" },
    { items_per_page: 30, language: "es" },
    { language: "fr", theme: "light", items_per_page: 0 },
  ];
  for (const json of random.shuffle(requests)) {
    expectRefusal(await alice.post("/api/preferences", { json }));
  }
  expect(await seen(alice), "the preferences after refused requests").toEqual(wanted);
  expect((await records.of(alice)).data, "data of the session record after refused requests").toEqual(before);
});

test("The session holds only what was chosen, under the key preferences", async ({
  browser,
  records,
  random,
}) => {
  const alice = browser("Alice");
  const name = random.pick(NAMES);
  const chosen = { [name]: somePreferences(random)[name] };
  await choose(alice, chosen);
  const { data } = await records.of(alice);
  expect(data, `data of the session record after ${JSON.stringify(chosen)}`).toEqual({ preferences: chosen });
});

test("A field that is no preference never reaches the session", async ({ browser, records, random }) => {
  const alice = browser("Alice");
  const strange = {
    is_admin: true,
    user_id: random.integer(1, 99),
    cart: [],
    preferences: { theme: "neon" },
  };
  const body = `{"theme": "dark", "__proto__": {"language": "fr"}, "constructor": 1, ${JSON.stringify(strange).slice(1)}`;
  const answer = await alice.post("/api/preferences", { body, type: "application/json" });
  expect(answer.status, answer.asked).toBe(200);
  expect(answer.json(), answer.asked).toEqual({ ...DEFAULTS, theme: "dark" });
  expect((await records.of(alice)).data, "data of the session record").toEqual({
    preferences: { theme: "dark" },
  });
});

test("One choice is taken back, and the others stay", async ({ browser, records, random }) => {
  const alice = browser("Alice");
  const chosen = { language: "de", theme: "dark", items_per_page: random.integer(21, 100) };
  await choose(alice, chosen);
  const key = random.pick(NAMES);
  const answer = await alice.post("/api/preferences/reset", { json: { key } });
  expect(answer.status, answer.asked).toBe(200);
  expect(answer.json(), answer.asked).toEqual({ ...chosen, [key]: DEFAULTS[key] });
  const kept = (await records.of(alice)).data["preferences"];
  expect(kept, `what the session holds after ${answer.asked}`).not.toHaveProperty(key);
});

test("All choices are taken back, and nothing else in the session is lost", async ({
  browser,
  records,
  random,
}) => {
  const alice = browser("Alice");
  await choose(alice, somePreferences(random));
  const visits = random.integer(1, 99);
  await records.put(alice, "visits", visits);
  const answer = await alice.post("/api/preferences/reset");
  expect(answer.status, answer.asked).toBe(200);
  expect(answer.json(), answer.asked).toEqual(DEFAULTS);
  expect(await seen(alice), "the preferences after the reset").toEqual(DEFAULTS);
  expect((await records.of(alice)).data, "what another part of the program kept").toMatchObject({ visits });
});

test("A key that is no preference cannot be taken back: 404", async ({ browser, records, random }) => {
  const alice = browser("Alice");
  const chosen = somePreferences(random);
  await choose(alice, chosen);
  await records.put(alice, "visits", 3);
  const keys = ["constructor", "visits", "__proto__", "", "colour", 1, null, ["theme"]];
  for (const key of random.shuffle(keys)) {
    const answer = await alice.post("/api/preferences/reset", { json: { key } });
    expect(answer.status, answer.asked).toBe(404);
  }
  expect(await seen(alice), "the preferences after refused resets").toEqual(chosen);
  expect((await records.of(alice)).data, "data of the session record after refused resets").toMatchObject({
    visits: 3,
  });
});

async function choose(browser: TestBrowser, json: Partial<Preferences>): Promise<void> {
  const answer = await browser.post("/api/preferences", { json });
  expect(answer.status, answer.asked).toBe(200);
}

async function seen(browser: TestBrowser): Promise<unknown> {
  const answer = await browser.get("/api/preferences");
  expect(answer.status, answer.asked).toBe(200);
  return answer.json();
}

function expectRefusal(answer: Answer, name = ""): void {
  expect(answer.status, answer.asked).toBe(400);
  const { error } = answer.json() as { error: unknown };
  expect(error, `error in the answer to ${answer.asked}`).toBeTypeOf("string");
  expect(String(error).toLowerCase(), `error in the answer to ${answer.asked}`).toContain(name);
}

function somePreferences(random: Random): Preferences {
  return {
    language: random.pick(["en", "de", "fr"]),
    theme: random.pick(["light", "dark"]),
    items_per_page: random.integer(5, 100),
  };
}
