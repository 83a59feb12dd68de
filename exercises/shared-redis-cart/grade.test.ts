import { type Answer, type Random, type TestBrowser, test } from "keepsake/grader";
import { expect } from "vitest";

/** Several processes start, and are killed, before and in a test: on a machine with other work that takes its time. */
const PATIENTLY = { timeout: 20_000 };

const PRICE_CENTS = { keyboard: 7999, hub: 4999, mouse: 5999, lamp: 3999 };
type Product = keyof typeof PRICE_CENTS;
type Lines = Partial<Record<Product, number>>;
const PRODUCTS = Object.keys(PRICE_CENTS) as Product[];

test("Both servers answer, and say which one it was", PATIENTLY, async ({ browser }) => {
  const servers = new Set<unknown>();
  for (let turn = 0; turn < 4; turn += 1) servers.add(read(await browser().get("/cart")).server);
  expect([...servers].sort(), "The servers that answered four requests in a row").toEqual(["a", "b"]);
});

test("Who only looks gets an empty cart, and no cookie", PATIENTLY, async ({ browser }) => {
  for (let turn = 0; turn < 2; turn += 1) {
    const answer = await browser().get("/cart");
    expect(read(answer), answer.asked).toMatchObject({ lines: {}, total_cents: 0 });
    expect(answer.headers("set-cookie"), `${answer.asked}: Set-Cookie`).toEqual([]);
  }
});

test("What is added on one server is in the cart on the other", PATIENTLY, async ({ browser, random }) => {
  const alice = browser("Alice");
  const lines = someLines(random);
  await add(alice, lines);
  await expectCart(alice, lines);
});

test(
  "Adding a product that is in the cart adds to its quantity, whichever server it was",
  PATIENTLY,
  async ({ browser, random }) => {
    const alice = browser("Alice");
    const product = random.pick(PRODUCTS);
    let total = 0;
    for (let turn = 0; turn < 5; turn += 1) {
      const quantity = random.integer(1, 9);
      total += quantity;
      const answer = await alice.post("/cart", { json: { product, quantity } });
      expect(read(answer).lines, answer.asked).toEqual({ [product]: total });
    }
  },
);

test("Additions to both servers at once all count", PATIENTLY, async ({ browser, random }) => {
  const alice = browser("Alice");
  const [first, second] = random.sample(PRODUCTS, 2) as [Product, Product];
  await add(alice, { [first]: 1 });
  const count = random.integer(10, 16);
  await Promise.all(
    Array.from({ length: count }, (_, index) => add(alice, { [index % 2 === 0 ? first : second]: 1 })),
  );
  await expectCart(alice, { [first]: 1 + Math.ceil(count / 2), [second]: Math.floor(count / 2) });
});

test("Two visitors have two carts", PATIENTLY, async ({ browser, random }) => {
  const [one, other] = [someLines(random), someLines(random)];
  await add(browser("Alice"), one);
  await add(browser("Bob"), other);
  await expectCart(browser("Alice"), one);
  await expectCart(browser("Bob"), other);
});

test(
  "Clearing the cart on one server clears it on the other, and one can go on",
  PATIENTLY,
  async ({ browser, random }) => {
    const alice = browser("Alice");
    await add(alice, someLines(random));
    await alice.get("/cart");
    const answer = await alice.post("/clear");
    expect(read(answer), answer.asked).toMatchObject({ lines: {}, total_cents: 0 });
    await expectCart(alice, {});
    const lines = someLines(random);
    await add(alice, lines);
    await expectCart(alice, lines);
  },
);

test(
  "The cart survives the death of the server that took it",
  PATIENTLY,
  async ({ browser, random, program }) => {
    const alice = browser("Alice");
    const product = random.pick(PRODUCTS);
    const { server } = read(await alice.post("/cart", { json: { product, quantity: 3 } }));
    await program(server === "a" ? "a" : "b").stop();
    await expectCart(alice, { [product]: 3 });
  },
);

test(
  "The cart is still there when both servers were started again",
  PATIENTLY,
  async ({ browser, random, program }) => {
    const alice = browser("Alice");
    const lines = someLines(random);
    await add(alice, lines);
    await Promise.all([program("a").restart(), program("b").restart()]);
    await expectCart(alice, lines);
  },
);

test(
  "The cart lies in the shared store alone: when it was emptied, carts are empty",
  PATIENTLY,
  async ({ browser, random, program }) => {
    const alice = browser("Alice");
    const before = someLines(random);
    await add(alice, before);
    await expectCart(alice, before);
    // This Redis keeps nothing on a disk.
    await program("redis").restart();
    for (let turn = 0; turn < 4; turn += 1) {
      const answer = await onceStoreIsBack(() => alice.get("/cart"));
      const { server, lines } = read(answer);
      expect(lines, `${answer.asked} after Redis was started empty, answered by ${server}`).toEqual({});
    }
  },
);

test("An unknown product and a bad quantity are refused", PATIENTLY, async ({ browser, random }) => {
  const alice = browser("Alice");
  for (const product of [
    "",
    "constructor",
    "__proto__",
    random.integer(1, 9),
    `lamp${random.integer(1, 9)}`,
  ]) {
    const answer = await alice.post("/cart", { json: { product, quantity: 1 } });
    expect(answer.status, answer.asked).toBe(404);
  }
  for (const quantity of [0, -1, 100, 1.5, "2", "abc", null]) {
    const answer = await alice.post("/cart", { json: { product: random.pick(PRODUCTS), quantity } });
    expect(answer.status, answer.asked).toBe(400);
  }
});

test("A refused request changes nothing", PATIENTLY, async ({ browser, random }) => {
  const alice = browser("Alice");
  const lines = someLines(random);
  await add(alice, lines);
  const [product] = Object.keys(lines);
  for (const json of [
    { product, quantity: 100 },
    { product, quantity: -1 },
    { product: "sofa", quantity: 1 },
  ])
    await alice.post("/cart", { json });
  await expectCart(alice, lines);
});

interface Cart {
  readonly server: unknown;
  readonly lines: unknown;
  readonly total_cents: unknown;
}

function read(answer: Answer): Cart {
  expect(answer.status, `${answer.asked} answered: ${answer.text.slice(0, 200)}`).toBe(200);
  return answer.json() as Cart;
}

async function add(browser: TestBrowser, lines: Lines): Promise<void> {
  for (const [product, quantity] of Object.entries(lines))
    read(await browser.post("/cart", { json: { product, quantity } }));
}

/** Four requests, so that each server that lives is asked twice. */
async function expectCart(browser: TestBrowser, lines: Lines): Promise<void> {
  const total_cents = Object.entries(lines).reduce(
    (sum, [product, quantity]) => sum + PRICE_CENTS[product as Product] * quantity,
    0,
  );
  for (let turn = 0; turn < 4; turn += 1) {
    const answer = await browser.get("/cart");
    const cart = read(answer);
    expect(cart, `${answer.asked} by ${browser.name}, answered by ${cart.server}`).toMatchObject({
      total_cents,
    });
    expect(cart.lines, `${answer.asked} by ${browser.name}, answered by ${cart.server}`).toEqual(lines);
  }
}

/** A server that has lost its store answers 503 until it has found it again. */
async function onceStoreIsBack(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503) return answer;
  }
}

function someLines(random: Random): Lines {
  const products = random.sample(PRODUCTS, random.integer(1, 3));
  return Object.fromEntries(products.map((product) => [product, random.integer(1, 20)]));
}
