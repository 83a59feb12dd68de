import { type Random, type TestBrowser, test } from "keepsake/grader";
import { expect } from "vitest";

const GAME = "http://localhost:7148";
const STRANGER = "http://localhost:7149";
const NEXT = "http://localhost:7150";

test("A player is remembered, and so is the score", async ({ browser, random }) => {
  const alice = browser("Alice");
  const player = someName(random);
  await join(alice, player);
  const score = await win(alice, random.integer(2, 5));
  await expectMe(alice, GAME, { player, score });
  await expectMe(browser("Bob"), GAME, { player: null, score: 0 });
});

test("Names come back whole, whatever letters they have", async ({ browser, random }) => {
  const names = [
    "Zoë",
    "J. R. R.",
    "a.b.c",
    "a=b;c",
    "100 %",
    '"quoted"',
    ".",
    "a.",
    " ",
    `x${random.integer(0, 999)}.y`,
  ];
  for (const player of random.sample(names, 6)) {
    const alice = browser(`Alice ${player}`);
    await join(alice, player);
    await expectMe(alice, GAME, { player, score: 0 });
  }
});

test("Both cookies are HttpOnly and SameSite=Lax", async ({ browser, random }) => {
  const alice = browser("Alice");
  const joined = await alice.post("/player", { json: { player: someName(random) } });
  const won = await alice.post("/win");
  for (const answer of [joined, won]) {
    const [line = ""] = answer.headers("Set-Cookie");
    expect(line, `Set-Cookie of ${answer.asked}`).toMatch(/; *HttpOnly/i);
    expect(line, `Set-Cookie of ${answer.asked}`).toMatch(/; *SameSite=Lax/i);
  }
});

test("A score that was changed in one place counts as none", async ({ browser, random }) => {
  const alice = browser("Alice");
  await win(alice, random.integer(1, 4));
  const good = cookieOf(alice, "score");
  const changed = [...good].flatMap((character, place) =>
    [neighbour(character), another(character, random)].map((other) => ({
      text: good.slice(0, place) + other + good.slice(place + 1),
      what: `The score's cookie with character ${place + 1} of ${good.length} changed to ${other}`,
    })),
  );
  const inOtherCase = [good.toUpperCase(), good.toLowerCase()]
    .filter((text) => text !== good)
    .map((text) => ({
      text,
      what: "The score's cookie with small letters for capitals, or the other way round,",
    }));
  const forged = random.shuffle([...changed, ...inOtherCase]);
  await Promise.all(forged.map(({ text, what }) => expectNone(browser, "score", text, what)));
});

test("A cookie without a signature, or with a piece of one, counts as none", async ({ browser, random }) => {
  const alice = browser("Alice");
  const score = await win(alice, random.integer(1, 4));
  const good = cookieOf(alice, "score");
  const forged = [
    "999",
    "999.",
    ".999",
    String(score),
    `${score}.`,
    good.slice(0, -1),
    good.slice(0, -random.integer(2, 20)),
    good.slice(1),
    `${good}A`,
  ];
  for (const text of forged) await expectNone(browser, "score", text, `The score's cookie as ${show(text)}`);
});

test("The signature of the name is worth nothing as a score, and the other way round", async ({
  browser,
  random,
}) => {
  const number = random.integer(100, 999);
  const alice = browser("Alice");
  await join(alice, String(number));
  await expectNone(
    browser,
    "score",
    cookieOf(alice, "player"),
    `The cookie of a player named ${number}, sent as the score,`,
  );
  const score = await win(alice, random.integer(1, 4));
  await expectNone(
    browser,
    "player",
    cookieOf(alice, "score"),
    `The cookie of the score ${score}, sent as the player,`,
  );
});

test("A game with another key does not believe the cookies", async ({ browser, random }) => {
  const alice = browser("Alice");
  await join(alice, someName(random));
  await win(alice, random.integer(1, 4));
  // The jar of localhost is sent to all its ports.
  const answer = await alice.get(`${STRANGER}/me`);
  expect(
    answer.json(),
    "GET /me at the stranger, whose key differs. What makes your signature so that only the holder of the key can compute it?",
  ).toEqual({ player: null, score: 0 });
});

test("After a change of the key, what the old key signed is still read", async ({ browser, random }) => {
  const alice = browser("Alice");
  const player = someName(random);
  await join(alice, player);
  const score = await win(alice, random.integer(1, 4));
  const answer = await alice.get(`${NEXT}/me`);
  expect(
    answer.json(),
    "GET /me at the next version, which has a new key first and the old one second. Nobody may lose their score",
  ).toEqual({ player, score });
});

test("The newest key signs", async ({ browser, random }) => {
  const alice = browser("Alice");
  await win(alice, random.integer(1, 4));
  const answer = await alice.post(`${NEXT}/win`);
  expect(answer.status, answer.asked).toBe(200);
  // The old version does not know the new key.
  const old = await alice.get(`${GAME}/me`);
  expect(
    old.json(),
    "GET /me at the old version, with a cookie that the next version has just written. It must be signed with the first of its keys, which the old version does not have",
  ).toEqual({ player: null, score: 0 });
});

test("Whatever comes as a cookie, the answer is 200 and the game goes on", async ({ browser, random }) => {
  const strange = [
    "",
    ".",
    "..",
    "a",
    "a.",
    ".a",
    "%",
    "%E0%A4%A",
    "a.b.c.d",
    "=",
    "x".repeat(3000),
    `${"A".repeat(43)}`,
  ];
  for (const text of random.sample(strange, 8)) {
    const mallory = browser(`Mallory ${text.slice(0, 8)}`);
    const answer = await mallory.get("/me", { headers: { Cookie: `player=${text}; score=${text}` } });
    expect(
      answer.status,
      `GET /me with both cookies as ${show(text)}. A broken cookie is no error: treat it as none`,
    ).toBe(200);
  }
  expect(await win(browser("Alice"), 1)).toBe(1);
});

type Browsers = (name: string) => TestBrowser;

let tries = 0;

async function expectNone(browser: Browsers, name: "player" | "score", text: string, what: string) {
  tries += 1;
  const mallory = browser(`Mallory-${tries}`);
  const answer = await mallory.get("/me", { headers: { Cookie: `${name}=${text}` } });
  expect(answer.status, `${what} answered ${answer.status}. A cookie that is not in order is no error`).toBe(
    200,
  );
  expect(answer.json(), `${what} must count as none`).toEqual({ player: null, score: 0 });
}

async function expectMe(
  visitor: TestBrowser,
  game: string,
  expected: { player: string | null; score: number },
) {
  const answer = await visitor.get(`${game}/me`);
  expect(answer.status, answer.asked).toBe(200);
  expect(answer.json(), answer.asked).toEqual(expected);
}

async function join(visitor: TestBrowser, player: string): Promise<void> {
  const answer = await visitor.post("/player", { json: { player } });
  expect(answer.status, answer.asked).toBe(200);
  expect(answer.json(), answer.asked).toEqual({ player });
}

/** Wins so often; the score afterwards. */
async function win(visitor: TestBrowser, times: number): Promise<number> {
  let score = 0;
  for (let time = 0; time < times; time += 1) {
    const answer = await visitor.post("/win");
    expect(answer.status, answer.asked).toBe(200);
    score += 1;
    expect(answer.json(), answer.asked).toEqual({ score });
  }
  return score;
}

function cookieOf(visitor: TestBrowser, name: string): string {
  const value = visitor.cookie(name);
  if (value === undefined)
    throw new Error(`${visitor.name} has no cookie ${name}. Does the game still set it?`);
  return value;
}

function someName(random: Random): string {
  return `${random.pick(["Ada", "Grace", "Linus", "Alan"])} ${random.integer(1, 9999)}`;
}

/** In the order of base64url, where each stands for six bits. */
const CHARACTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"];

/** Another character of those that may stand in a cookie. */
function another(character: string, random: Random): string {
  return random.pick(CHARACTERS.filter((one) => one !== character));
}

/** The character that differs in the last of the six bits alone: in a decoder's eyes perhaps the same. */
function neighbour(character: string): string {
  return CHARACTERS[CHARACTERS.indexOf(character) ^ 1] ?? "A";
}

function show(text: string): string {
  return text.length > 60 ? `"${text.slice(0, 60)}…"` : `"${text}"`;
}
