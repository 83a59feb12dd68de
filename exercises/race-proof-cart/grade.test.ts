import { type Answer, type TestBrowser, test } from "keepsake/grader";
import { expect } from "vitest";

interface Line {
  product_id: number;
  quantity: number;
}

interface Cart {
  cart: Line[];
  views: number;
}

const PRODUCTS = [1, 2, 3, 4, 5];
const PLENTY = 1000;

test("A link puts one of its product into the cart, and leads to the cart", async ({ browser, random }) => {
  const alice = browser("Alice");
  const product_id = random.pick(PRODUCTS);
  for (const quantity of [1, 2]) {
    const answer = await alice.get(`/add/${product_id}`);
    expect(answer.status, answer.asked).toBe(303);
    expect(answer.header("Location"), `Location after ${answer.asked}`).toBe("/cart");
    expect((await cartOf(alice)).cart).toEqual([{ product_id, quantity }]);
  }
});

test("A link to a product that the shop does not have is 404, and changes nothing", async ({
  browser,
  random,
}) => {
  const alice = browser("Alice");
  const product_id = random.pick(PRODUCTS);
  await alice.get(`/add/${product_id}`);
  const answer = await alice.get(`/add/${random.pick(["6", "0", "77", "lamp"])}`);
  expect(answer.status, answer.asked).toBe(404);
  expect((await cartOf(alice)).cart).toEqual([{ product_id, quantity: 1 }]);
});

test("Ten links followed at the same time are ten in the cart", async ({ browser, random }) => {
  const alice = browser("Alice");
  const product_id = random.pick(PRODUCTS);
  await cartOf(alice);
  await atOnce(10, () => alice.get(`/add/${product_id}`));
  expect((await cartOf(alice)).cart, "the cart after ten clicks at once").toEqual([
    { product_id, quantity: 10 },
  ]);
});

test("Links to different products at the same time lose none", async ({ browser, random }) => {
  const alice = browser("Alice");
  await cartOf(alice);
  const clicks = random.shuffle([...PRODUCTS, ...PRODUCTS]);
  await Promise.all(clicks.map((id) => alice.get(`/add/${id}`)));
  const { cart } = await cartOf(alice);
  const sorted = [...cart].sort((one, other) => one.product_id - other.product_id);
  expect(sorted, "the cart after two clicks on each product, all at once").toEqual(
    PRODUCTS.map((product_id) => ({ product_id, quantity: 2 })),
  );
});

test("A line does not grow beyond 99, also when clicks come together", async ({
  browser,
  records,
  random,
}) => {
  const alice = browser("Alice");
  const product_id = random.pick(PRODUCTS);
  await cartOf(alice);
  await records.put(alice, "cart", [{ product_id, quantity: random.integer(92, 97) }]);
  await atOnce(10, () => alice.get(`/add/${product_id}`));
  expect((await cartOf(alice)).cart, "the cart after ten clicks near the limit").toEqual([
    { product_id, quantity: 99 },
  ]);
});

test("Each view of the cart counts once, also when ten come together", async ({ browser }) => {
  const alice = browser("Alice");
  const before = (await cartOf(alice)).views;
  await atOnce(10, () => alice.get("/cart"));
  expect((await cartOf(alice)).views, "the views after ten at once").toBe(before + 11);
});

test("An order of one visitor takes from the stock, says what was bought, and empties the cart", async ({
  browser,
  random,
}) => {
  const alice = browser("Alice");
  const product_id = random.pick(PRODUCTS);
  const count = random.integer(5, 30);
  await stockUp(alice, product_id, count);
  await alice.get(`/add/${product_id}`);
  await alice.get(`/add/${product_id}`);
  const answer = await order(alice);
  expect(answer.status, answer.asked).toBe(201);
  expect(answer.json(), answer.asked).toEqual({ bought: [{ product_id, quantity: 2 }] });
  expect((await cartOf(alice)).cart, "the cart after the order").toEqual([]);
  expect(await stockOf(alice, product_id), "the stock after the order").toBe(count - 2);
});

test("A link followed while an order waits for the warehouse is bought with it, or in the cart afterwards", async ({
  browser,
  random,
}) => {
  const alice = browser("Alice");
  const [later = 5, ...ordered] = random.shuffle(PRODUCTS);
  await cartOf(alice);
  await Promise.all(PRODUCTS.map((id) => stockUp(alice, id, PLENTY)));
  await Promise.all(ordered.map((id) => alice.get(`/add/${id}`)));
  // One after another: whenever the order reads and writes the cart, a click falls between.
  const clicks = async () => {
    for (const id of [later, later, ordered[0], later]) await alice.get(`/add/${id}`);
  };
  const [answer] = await Promise.all([order(alice), clicks()]);
  expect(answer.status, answer.asked).toBe(201);
  const { bought } = answer.json() as { bought: Line[] };
  const { cart } = await cartOf(alice);
  const found = PRODUCTS.map((id) => `${quantityIn(bought, id) + quantityIn(cart, id)} of product ${id}`);
  expect(found, `bought and in the cart, after clicks beside ${answer.asked}`).toEqual(
    PRODUCTS.map((id) => `${id === later ? 3 : id === ordered[0] ? 2 : 1} of product ${id}`),
  );
});

test("An empty cart cannot be ordered", async ({ browser }) => {
  const alice = browser("Alice");
  await cartOf(alice);
  const answer = await order(alice);
  expect(answer.status, answer.asked).toBe(400);
});

test("One visitor who orders twice at the same time gets one order", async ({ browser, random }) => {
  const alice = browser("Alice");
  const product_id = random.pick(PRODUCTS);
  await stockUp(alice, product_id, PLENTY);
  await alice.get(`/add/${product_id}`);
  const answers = await atOnce(2, () => order(alice));
  expect(statuses(answers), "two orders of one cart at once").toEqual([201, 400]);
  expect(await stockOf(alice, product_id), "the stock afterwards").toBe(PLENTY - 1);
});

test("Of two visitors who order the last one at the same time, one gets it and one is told 409", async ({
  browser,
  random,
}) => {
  const visitors = [browser("Alice"), browser("Bob")];
  const product_id = random.pick(PRODUCTS);
  await stockUp(browser("Alice"), product_id, 1);
  await Promise.all(visitors.map((visitor) => visitor.get(`/add/${product_id}`)));
  const answers = await Promise.all(visitors.map(order));
  expect(statuses(answers), "two visitors, one product").toEqual([201, 409]);
  expect(await stockOf(browser("Alice"), product_id), "the stock afterwards").toBe(0);
});

test("Of two visitors who want the last one and another product, the one who is told 409 takes nothing", async ({
  browser,
  random,
}) => {
  const visitors = [browser("Alice"), browser("Bob")];
  const [first = 1, last = 2] = random.sample(PRODUCTS, 2);
  await stockUp(browser("Alice"), first, 7);
  await stockUp(browser("Alice"), last, 1);
  for (const id of [first, last]) await Promise.all(visitors.map((visitor) => visitor.get(`/add/${id}`)));
  const answers = await Promise.all(visitors.map(order));
  expect(statuses(answers), "two visitors, one of the product that both want").toEqual([201, 409]);
  expect(await stockOf(browser("Alice"), first), `the stock of product ${first}, of which one is sold`).toBe(
    6,
  );
  expect(await stockOf(browser("Alice"), last), `the stock of product ${last}`).toBe(0);
});

test("However many order at once, no more is sold than there was", async ({ browser, random }) => {
  const visitors = ["Alice", "Bob", "Carol", "Dan", "Erin", "Frank"].map((name) => browser(name));
  const product_id = random.pick(PRODUCTS);
  const count = random.integer(2, 4);
  await stockUp(browser("Alice"), product_id, count);
  await Promise.all(visitors.map((visitor) => visitor.get(`/add/${product_id}`)));
  const answers = await Promise.all(visitors.map(order));
  const sold = answers.filter(({ status }) => status === 201).length;
  expect(sold, `orders that were answered 201, of ${visitors.length}, with ${count} in stock`).toBe(count);
  expect(await stockOf(browser("Alice"), product_id), "the stock afterwards").toBe(0);
});

test("An order that cannot be filled takes nothing, and leaves the cart", async ({ browser, random }) => {
  const alice = browser("Alice");
  const [first = 1, second = 2, soldOut = 3] = random.sample(PRODUCTS, 3);
  await stockUp(alice, first, 7);
  await stockUp(alice, second, 7);
  await stockUp(alice, soldOut, 0);
  for (const id of [first, second, soldOut]) await alice.get(`/add/${id}`);
  const before = (await cartOf(alice)).cart;
  const answer = await order(alice);
  expect(answer.status, `${answer.asked} with a product that is sold out`).toBe(409);
  for (const id of [first, second])
    expect(await stockOf(alice, id), `the stock of product ${id}: what could not be sold whole`).toBe(7);
  expect((await cartOf(alice)).cart, "the cart after the refusal").toEqual(before);
});

test("Clicks and views at the same time do not undo each other", async ({ browser, random }) => {
  const alice = browser("Alice");
  const product_id = random.pick(PRODUCTS);
  const before = (await cartOf(alice)).views;
  const clicks = atOnce(5, () => alice.get(`/add/${product_id}`));
  const looks = atOnce(5, () => alice.get("/cart"));
  await Promise.all([clicks, looks]);
  const { cart, views } = await cartOf(alice);
  expect({ cart, views }, "after five clicks and five views at once").toEqual({
    cart: [{ product_id, quantity: 5 }],
    views: before + 6,
  });
});

async function cartOf(browser: TestBrowser): Promise<Cart> {
  const answer = await browser.get("/cart");
  expect(answer.status, answer.asked).toBe(200);
  return answer.json() as Cart;
}

function order(browser: TestBrowser): Promise<Answer> {
  return browser.post("/order", { json: {} });
}

async function stockUp(browser: TestBrowser, product_id: number, count: number): Promise<void> {
  const answer = await browser.post("/stock", { json: { product_id, count } });
  expect(answer.status, answer.asked).toBe(204);
}

async function stockOf(browser: TestBrowser, product_id: number): Promise<number> {
  const answer = await browser.get(`/stock/${product_id}`);
  return (answer.json() as { count: number }).count;
}

function quantityIn(lines: readonly Line[], product_id: number): number {
  return lines.find((line) => line.product_id === product_id)?.quantity ?? 0;
}

function atOnce(times: number, ask: () => Promise<Answer>): Promise<Answer[]> {
  return Promise.all(Array.from({ length: times }, ask));
}

function statuses(answers: readonly Answer[]): number[] {
  return answers.map(({ status }) => status).sort();
}
