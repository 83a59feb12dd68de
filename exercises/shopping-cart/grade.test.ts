import { type Answer, type Random, type TestBrowser, test } from "keepsake/grader";
import { expect } from "vitest";

interface Line {
  product_id: number;
  name: string;
  price: number;
  quantity: number;
}

const PRODUCTS = [
  { product_id: 1, name: "Wireless Keyboard", price: 79.99 },
  { product_id: 2, name: "USB-C Hub", price: 49.99 },
  { product_id: 3, name: "Monitor Stand", price: 129.99 },
  { product_id: 4, name: "Mechanical Mouse", price: 59.99 },
  { product_id: 5, name: "Desk Lamp", price: 39.99 },
];
const NO_PRODUCTS = [0, 6, 7, 99, -1, 1_000_000, "6", "0", "99999999999999999999"];
const MALFORMED_PRODUCTS = [
  "",
  "abc",
  "1abc",
  "1.0",
  "-1",
  "+1",
  "0x1",
  "1e0",
  1.5,
  null,
  true,
  [1],
  { id: 1 },
  "constructor",
  "__proto__",
];
const MALFORMED_QUANTITIES = [
  "abc",
  "1abc",
  "1.5",
  "-1",
  "+2",
  "1e1",
  "0x5",
  "NaN",
  1.5,
  2.000001,
  true,
  [2],
  { value: 2 },
];

test("Adding a new product answers 201 with a message and the cart", async ({ browser, random }) => {
  const alice = browser("Alice");
  const line = someLine(random);
  const answer = await add(alice, line);
  expect(answer.status, answer.asked).toBe(201);
  expect(answer.json(), answer.asked).toEqual({
    message: expect.any(String),
    cart: [expect.objectContaining(line)],
  });
});

test("Adding a product that is in the cart answers 200 and makes its line bigger", async ({
  browser,
  random,
}) => {
  const alice = browser("Alice");
  const line = someLine(random);
  await begin(alice, line);
  const more = random.integer(1, 40);
  const answer = await add(alice, { ...line, quantity: more });
  expect(answer.status, answer.asked).toBe(200);
  const grown = { ...line, quantity: line.quantity + more };
  expect(answer.json(), answer.asked).toEqual({
    message: expect.any(String),
    cart: [expect.objectContaining(grown)],
  });
  expect(await linesOf(alice)).toEqual([grown]);
});

test("Adding without a quantity adds one", async ({ browser, random }) => {
  const alice = browser("Alice");
  const product = random.pick(PRODUCTS);
  const answer = await alice.post("/cart/add", { json: { product_id: product.product_id } });
  expect(answer.status, answer.asked).toBe(201);
  expect(await linesOf(alice)).toEqual([{ ...product, quantity: 1 }]);
});

test("Product and quantity may be strings of digits, and become numbers", async ({ browser, random }) => {
  const alice = browser("Alice");
  const line = someLine(random);
  const answer = await alice.post("/cart/add", {
    json: { product_id: String(line.product_id), quantity: String(line.quantity) },
  });
  expect(answer.status, answer.asked).toBe(201);
  expect(await linesOf(alice)).toEqual([line]);
});

test("A product that the shop does not have is refused with 404", async ({ browser, random }) => {
  const alice = browser("Alice");
  await begin(alice, someLine(random));
  for (const product_id of random.shuffle<unknown>(NO_PRODUCTS)) {
    const path = random.pick(["/cart/add", "/cart/update", "/cart/remove"]);
    expectRefusal(await alice.post(path, { json: { product_id, quantity: 1 } }), 404);
  }
});

test("A missing or malformed product is refused with 404", async ({ browser, random }) => {
  const alice = browser("Alice");
  // Number 1 is in the cart, so "1abc" taken for 1 would go through.
  await begin(alice, { ...PRODUCTS[0], quantity: 2 } as Line);
  expectRefusal(await alice.post("/cart/add", { json: { quantity: 1 } }), 404);
  for (const product_id of random.shuffle<unknown>([1e21, ...MALFORMED_PRODUCTS])) {
    expectRefusal(await alice.post("/cart/add", { json: { product_id, quantity: 1 } }), 404);
  }
});

test("A quantity below 1 or above 99 is refused by add with 400, which names the field", async ({
  browser,
  random,
}) => {
  const alice = browser("Alice");
  const [first, second] = random.sample(PRODUCTS, 2);
  expect((await add(alice, { ...first, quantity: 99 } as Line)).status, "a quantity of 99").toBe(201);
  const outside = [
    0,
    "0",
    100,
    "100",
    random.integer(-50, -1),
    random.integer(101, 5000),
    1e21,
    "9".repeat(30),
  ];
  for (const quantity of random.shuffle(outside)) {
    const answer = await alice.post("/cart/add", { json: { product_id: second?.product_id, quantity } });
    expectRefusal(answer, 400, "quantity");
  }
});

test("A quantity that is not a whole number is refused by add with 400", async ({ browser, random }) => {
  const alice = browser("Alice");
  await begin(alice, someLine(random));
  const { product_id } = random.pick(PRODUCTS);
  for (const quantity of random.shuffle<unknown>(MALFORMED_QUANTITIES)) {
    expectRefusal(await alice.post("/cart/add", { json: { product_id, quantity } }), 400, "quantity");
  }
});

test("A line never grows beyond 99", async ({ browser, random }) => {
  const alice = browser("Alice");
  const quantity = random.integer(50, 98);
  const line = { ...random.pick(PRODUCTS), quantity };
  await begin(alice, line);
  expectRefusal(await add(alice, { ...line, quantity: 100 - quantity }), 400, "quantity");
  expect(await linesOf(alice)).toEqual([line]);
  const filled = await add(alice, { ...line, quantity: 99 - quantity });
  expect(filled.status, filled.asked).toBe(200);
  expect(await linesOf(alice)).toEqual([{ ...line, quantity: 99 }]);
});

test("A request with a wrong product and a wrong quantity is 404: the product is looked at first", async ({
  browser,
  random,
}) => {
  const alice = browser("Alice");
  await begin(alice, someLine(random));
  for (const path of random.shuffle(["/cart/add", "/cart/update"])) {
    const product_id = random.pick([0, 6, 42, "abc"]);
    const quantity = random.pick([-1, 100, "abc", 1.5]);
    expectRefusal(await alice.post(path, { json: { product_id, quantity } }), 404);
  }
});

test("Malformed JSON is refused with 400, and the next request is served", async ({ browser, random }) => {
  const alice = browser("Alice");
  const body = random.pick(["{", '{"product_id": 1,', "{product_id: 1}", '{"product_id": 1} and more']);
  const path = random.pick(["/cart/add", "/cart/update", "/cart/remove"]);
  const answer = await alice.post(path, { body, type: "application/json" });
  expect(answer.status, answer.asked).toBe(400);
  await begin(alice, someLine(random));
});

test("A refused request changes nothing", async ({ browser, random }) => {
  const alice = browser("Alice");
  const [first, second] = random.sample(PRODUCTS, 2);
  const line = { ...first, quantity: random.integer(2, 98) } as Line;
  await begin(alice, line);
  const { product_id } = line;
  const requests: [string, unknown][] = [
    ["/cart/add", { product_id, quantity: 0 }],
    ["/cart/add", { product_id, quantity: -1 }],
    ["/cart/add", { product_id, quantity: "1abc" }],
    ["/cart/add", { product_id, quantity: 98 }],
    ["/cart/add", { product_id: second?.product_id, quantity: 100 }],
    ["/cart/update", { product_id, quantity: 100 }],
    ["/cart/update", { product_id, quantity: -1 }],
    ["/cart/update", { product_id: second?.product_id, quantity: 3 }],
    ["/cart/remove", { product_id: second?.product_id }],
  ];
  for (const [path, json] of random.shuffle(requests)) {
    const answer = await alice.post(path, { json });
    expect(answer.status, answer.asked).toBeGreaterThanOrEqual(400);
    expect(await linesOf(alice), `the cart after ${answer.asked}`).toEqual([line]);
  }
});

test("What a caller says about name and price is not believed", async ({ browser, random }) => {
  const alice = browser("Alice");
  const [first, second] = random.sample(PRODUCTS, 2);
  await begin(alice, { ...first, quantity: 1 } as Line);
  await alice.post("/cart/add", {
    json: { product_id: second?.product_id, quantity: 1, price: 0.01, name: "Gift" },
  });
  for (const line of await linesOf(alice)) {
    expect(line).toEqual({
      ...PRODUCTS.find(({ product_id }) => product_id === line.product_id),
      quantity: 1,
    });
  }
});

test("Updating sets the quantity and answers 200 with a message and the cart", async ({
  browser,
  random,
}) => {
  const alice = browser("Alice");
  const [first, second] = someLines(random, 2) as [Line, Line];
  await begin(alice, first, second);
  const quantity = random.integer(1, 99);
  const answer = await alice.post("/cart/update", { json: { product_id: first.product_id, quantity } });
  expect(answer.status, answer.asked).toBe(200);
  expect(answer.json(), answer.asked).toEqual({
    message: expect.any(String),
    cart: [expect.objectContaining({ ...first, quantity }), expect.objectContaining(second)],
  });
  expect(await linesOf(alice)).toEqual([{ ...first, quantity }, second]);
});

test("Updating without a quantity sets it to 1", async ({ browser, random }) => {
  const alice = browser("Alice");
  const line = { ...someLine(random), quantity: random.integer(2, 99) };
  await begin(alice, line);
  const answer = await alice.post("/cart/update", { json: { product_id: line.product_id } });
  expect(answer.status, answer.asked).toBe(200);
  expect(await linesOf(alice)).toEqual([{ ...line, quantity: 1 }]);
});

test("Updating to 0 removes the line", async ({ browser, random }) => {
  const alice = browser("Alice");
  const [first, second] = someLines(random, 2) as [Line, Line];
  await begin(alice, first, second);
  const quantity = random.pick([0, "0"]);
  const answer = await alice.post("/cart/update", { json: { product_id: first.product_id, quantity } });
  expect(answer.status, answer.asked).toBe(200);
  expect(await linesOf(alice)).toEqual([second]);
});

test("Updating a product that is not in the cart answers 404", async ({ browser, random }) => {
  const alice = browser("Alice");
  const [first, second] = someLines(random, 2) as [Line, Line];
  await begin(alice, first);
  const quantity = random.integer(0, 99);
  expectRefusal(await alice.post("/cart/update", { json: { product_id: second.product_id, quantity } }), 404);
});

test("A quantity outside 0 to 99, or no whole number, is refused by update with 400", async ({
  browser,
  random,
}) => {
  const alice = browser("Alice");
  const line = someLine(random);
  await begin(alice, line);
  for (const quantity of random.shuffle<unknown>([100, -1, 1e21, ...MALFORMED_QUANTITIES])) {
    const answer = await alice.post("/cart/update", { json: { product_id: line.product_id, quantity } });
    expectRefusal(answer, 400, "quantity");
  }
});

test("Removing takes the line out and answers 200 with a message and the cart", async ({
  browser,
  random,
}) => {
  const alice = browser("Alice");
  const lines = someLines(random, 3);
  await begin(alice, ...lines);
  const gone = random.pick(lines);
  const answer = await alice.post("/cart/remove", { json: { product_id: gone.product_id } });
  expect(answer.status, answer.asked).toBe(200);
  const left = lines.filter((line) => line !== gone);
  const shown = left.map((line) => expect.objectContaining(line));
  expect(answer.json(), answer.asked).toEqual({ message: expect.any(String), cart: shown });
  expect(await linesOf(alice)).toEqual(left);
});

test("Removing a product that is not in the cart answers 404", async ({ browser, random }) => {
  const alice = browser("Alice");
  const [first, second] = someLines(random, 2) as [Line, Line];
  await begin(alice, first);
  expectRefusal(await alice.post("/cart/remove", { json: { product_id: second.product_id } }), 404);
});

test("Clearing answers 200 with a message and an empty cart", async ({ browser, random }) => {
  const alice = browser("Alice");
  await begin(alice, ...someLines(random, 2));
  const answer = await alice.post("/cart/clear", { json: {} });
  expect(answer.status, answer.asked).toBe(200);
  expect(answer.json(), answer.asked).toEqual({ message: expect.any(String), cart: [] });
  expect(await linesOf(alice)).toEqual([]);
});

test("GET /cart/api answers exactly what the text shows", async ({ browser }) => {
  const alice = browser("Alice");
  await begin(alice, { ...PRODUCTS[0], quantity: 2 } as Line, { ...PRODUCTS[2], quantity: 1 } as Line);
  const answer = await alice.get("/cart/api");
  expect(answer.status, answer.asked).toBe(200);
  expect(answer.json(), answer.asked).toEqual({
    cart: [
      { product_id: 1, name: "Wireless Keyboard", price: 79.99, quantity: 2, line_total: 159.98 },
      { product_id: 3, name: "Monitor Stand", price: 129.99, quantity: 1, line_total: 129.99 },
    ],
    grand_total: 289.97,
    item_count: 3,
  });
});

test("GET /cart/api of an empty cart has no lines and totals of 0", async ({ browser }) => {
  const answer = await browser("Alice").get("/cart/api");
  expect(answer.status, answer.asked).toBe(200);
  expect(answer.json(), answer.asked).toEqual({ cart: [], grand_total: 0, item_count: 0 });
});

test("All totals are right to the cent", async ({ browser, random }) => {
  const alice = browser("Alice");
  // Amounts that floating point gets wrong when prices are multiplied or added as they are.
  const lines = random.shuffle(PRODUCTS).map((product) => ({
    ...product,
    quantity: random.pick(quantitiesThatDrift(product.price)),
  }));
  await begin(alice, ...lines);
  const answer = await alice.get("/cart/api");
  expect(answer.json(), answer.asked).toEqual({
    cart: lines.map((line) => ({ ...line, line_total: cents(line) / 100 })),
    grand_total: lines.reduce((sum, line) => sum + cents(line), 0) / 100,
    item_count: lines.reduce((count, line) => count + line.quantity, 0),
  });
});

test("Lines stay in the order of first adding", async ({ browser, random }) => {
  const alice = browser("Alice");
  const lines = random.shuffle(PRODUCTS).map((product) => ({ ...product, quantity: random.integer(1, 9) }));
  await begin(alice, ...lines);
  const [again, changed] = random.sample(lines.slice(0, 3), 2) as [Line, Line];
  await add(alice, { ...again, quantity: 1 });
  await alice.post("/cart/update", { json: { product_id: changed.product_id, quantity: 50 } });
  const order = (await linesOf(alice)).map(({ product_id }) => product_id);
  expect(order).toEqual(lines.map(({ product_id }) => product_id));
});

test("A form post is answered with 303 to /cart, and does its work", async ({ browser, random }) => {
  const alice = browser("Alice");
  const [first, second] = someLines(random, 2) as [Line, Line];
  const { product_id } = first;
  for (const { quantity, product_id } of [first, second]) {
    expectToCart(await alice.post("/cart/add", { form: { product_id, quantity } }));
  }
  expect(await linesOf(alice)).toEqual([first, second]);
  expectToCart(await alice.post("/cart/update", { form: { product_id, quantity: 7 } }));
  expect(await linesOf(alice)).toEqual([{ ...first, quantity: 7 }, second]);
  expectToCart(await alice.post("/cart/remove", { form: { product_id } }));
  expect(await linesOf(alice)).toEqual([second]);
  expectToCart(await alice.post("/cart/clear", { form: {} }));
  expect(await linesOf(alice)).toEqual([]);
});

test("The page shows each line's name, quantity and total, and the grand total, with two decimals", async ({
  browser,
  random,
}) => {
  const alice = browser("Alice");
  // 10 of them make a total that ends in a zero, which a number printed as it is would lose.
  const [ten, other] = random.sample(PRODUCTS, 2) as [Line, Line];
  const lines = [
    { ...ten, quantity: 10 },
    { ...other, quantity: random.integer(2, 9) },
  ];
  await begin(alice, ...lines);
  const answer = await alice.get("/cart");
  expect(answer.status, answer.asked).toBe(200);
  expect(answer.header("content-type"), answer.asked).toMatch(/^text\/html\b/);
  const text = answer.page.text.replace(/(\d),(?=\d{3}\b)/g, "$1");
  for (const line of lines) {
    expect(text, "the page's text").toContain(line.name);
    expect(wholeNumbers(answer), "the quantities on the page").toContain(line.quantity);
    expect(text, "the page's text").toContain((cents(line) / 100).toFixed(2));
  }
  const total = lines.reduce((sum, line) => sum + cents(line), 0) / 100;
  expect(text, "the page's text").toContain(total.toFixed(2));
});

test("The page says when the cart is empty", async ({ browser, random }) => {
  const alice = browser("Alice");
  const empty = await alice.get("/cart");
  expect(empty.status, empty.asked).toBe(200);
  await begin(alice, someLine(random));
  const filled = await alice.get("/cart");
  const said = words(empty).filter((word) => !words(filled).includes(word));
  expect(said, "words that only the page of an empty cart has").not.toEqual([]);
});

test("After a form post the next page shows one message, and the one after shows none", async ({
  browser,
  random,
}) => {
  const alice = browser("Alice");
  const { product_id, quantity } = someLine(random);
  const posts: [string, Record<string, number>][] = [
    ["/cart/add", { product_id, quantity }],
    ["/cart/update", { product_id, quantity: random.integer(1, 99) }],
    ["/cart/remove", { product_id }],
    ["/cart/clear", {}],
  ];
  for (const [path, form] of posts) {
    const posted = await alice.post(path, { form });
    expectAlerts(await alice.get("/cart"), 1, `the page after ${posted.asked}`);
    expectAlerts(await alice.get("/cart"), 0, `the second page after ${posted.asked}`);
  }
});

test("A refused form shows its message the same way, once", async ({ browser, random }) => {
  const alice = browser("Alice");
  const { product_id } = random.pick(PRODUCTS);
  const refused: [string, Record<string, number | string>][] = [
    ["/cart/add", { product_id: 99, quantity: 1 }],
    ["/cart/add", { product_id, quantity: random.pick([0, 100]) }],
    ["/cart/remove", { product_id }],
  ];
  for (const [path, form] of refused) {
    const posted = await alice.post(path, { form });
    expectAlerts(await alice.get("/cart"), 1, `the page after ${posted.asked}`);
    expectAlerts(await alice.get("/cart"), 0, `the second page after ${posted.asked}`);
  }
});

test("Nothing that came in a request becomes markup on the page", async ({ browser, random }) => {
  const alice = browser("Alice");
  const mark = `mark${random.integer(1000, 9999)}`;
  const markup = random.pick([`<img class="${mark}">`, `<b class="${mark}">x</b>`, `"><i class="${mark}">`]);
  const refused: Record<string, string | number>[] = [
    { product_id: markup, quantity: 1 },
    { product_id: random.integer(1, 5), quantity: markup },
  ];
  for (const form of refused) {
    const posted = await alice.post("/cart/add", { form });
    const page = await alice.get("/cart");
    expectAlerts(page, 1, `the page after ${posted.asked}`);
    const injected = page.page.query(`.${mark}`);
    expect(injected?.html, "an element that the request brought into the page").toBeUndefined();
  }
});

test("Names are shown as text, whatever stands in them", async ({ browser, records, random }) => {
  const alice = browser("Alice");
  const line = someLine(random);
  await begin(alice, line);
  const mark = `mark${random.integer(1000, 9999)}`;
  await records.put(alice, "cart", [{ ...line, name: `${line.name} <b class="${mark}">new</b> & better` }]);
  const answer = await alice.get("/cart");
  expect(answer.status, answer.asked).toBe(200);
  expect(answer.page.query(`.${mark}`)?.html, "an element made of a name in the session").toBeUndefined();
});

test("The session holds the cart under the key cart, with four fields for each line and no totals", async ({
  browser,
  records,
  random,
}) => {
  const alice = browser("Alice");
  const lines = someLines(random, 3) as [Line, Line, Line];
  await begin(alice, ...lines);
  await alice.get("/cart/api");
  await alice.get("/cart");
  const [first, second, third] = lines;
  await alice.post("/cart/update", { json: { product_id: first.product_id, quantity: 3 } });
  await alice.post("/cart/remove", { json: { product_id: third.product_id } });
  const record = await records.of(alice);
  expect(record.data["cart"], "the key cart of the session record").toEqual([
    { ...first, quantity: 3 },
    second,
  ]);
});

test("Two browsers have two carts", async ({ browser, random }) => {
  const [alice, bob] = [browser("Alice"), browser("Bob")];
  const [hers, his] = someLines(random, 2) as [Line, Line];
  await begin(alice, hers);
  await begin(bob, his);
  expect(await linesOf(alice), "Alice's cart").toEqual([hers]);
  expect(await linesOf(bob), "Bob's cart").toEqual([his]);
  await bob.post("/cart/clear", { json: {} });
  expect(await linesOf(alice), "Alice's cart after Bob cleared his").toEqual([hers]);
});

test("The cart is still there after the server has restarted", async ({ browser, program, random }) => {
  const alice = browser("Alice");
  const lines = someLines(random, 2);
  await begin(alice, ...lines);
  await program.restart();
  expect(await linesOf(alice)).toEqual(lines);
});

test("Requests at the same time lose nothing", async ({ browser, random }) => {
  const alice = browser("Alice");
  const lines = random.shuffle(PRODUCTS).map((product) => ({ ...product, quantity: 1 }));
  // The session must be there: requests without a cookie each begin one of their own.
  await begin(alice, ...lines.slice(0, 1));
  const adds = random.shuffle([...lines, ...lines, ...lines]);
  const answers = await Promise.all(adds.map((line) => add(alice, line)));
  for (const answer of answers) expect([200, 201], answer.asked).toContain(answer.status);
  const counted = (await linesOf(alice)).map(({ product_id, quantity }) => [product_id, quantity]);
  const expected = lines.map(({ product_id }, index) => [product_id, index === 0 ? 4 : 3]);
  expect(counted.sort(byId), "product and quantity of each line").toEqual(expected.sort(byId));
});

function someLine(random: Random): Line {
  return { ...random.pick(PRODUCTS), quantity: random.integer(2, 40) };
}

function someLines(random: Random, count: number): Line[] {
  return random.sample(PRODUCTS, count).map((product) => ({ ...product, quantity: random.integer(2, 40) }));
}

function add(browser: TestBrowser, { product_id, quantity }: Line): Promise<Answer> {
  return browser.post("/cart/add", { json: { product_id, quantity } });
}

/** Fills a cart, for tests that are about something else. */
async function begin(browser: TestBrowser, ...lines: Line[]): Promise<void> {
  for (const line of lines) {
    const answer = await add(browser, line);
    expect(answer.status, answer.asked).toBe(201);
  }
}

/** The lines as GET /cart/api tells them, without their totals. */
async function linesOf(browser: TestBrowser): Promise<Line[]> {
  const answer = await browser.get("/cart/api");
  expect(answer.status, answer.asked).toBe(200);
  const { cart } = answer.json() as { cart: (Line & { line_total: number })[] };
  expect(cart, `cart in the answer to ${answer.asked}`).toBeInstanceOf(Array);
  return cart.map(({ line_total: _, ...line }) => line);
}

function expectRefusal(answer: Answer, status: 400 | 404, field?: string): void {
  expect(answer.status, answer.asked).toBe(status);
  const { error } = answer.json() as { error: unknown };
  expect(error, `error in the answer to ${answer.asked}`).toBeTypeOf("string");
  if (field !== undefined) {
    expect(String(error).toLowerCase(), `error in the answer to ${answer.asked}`).toContain(field);
  }
}

function expectToCart(answer: Answer): void {
  expect(answer.status, answer.asked).toBe(303);
  const location = new URL(answer.header("location") ?? "", answer.exchange.request.url);
  expect(location.pathname, `Location in the answer to ${answer.asked}`).toBe("/cart");
}

/** Empty ones show nothing: a page may always have a place for its message. */
function expectAlerts(answer: Answer, count: number, where: string): void {
  expect(answer.status, answer.asked).toBe(200);
  const alerts = answer.page.queryAll(".alert").map(({ text }) => text);
  const messages = alerts.filter((text) => text !== "");
  expect(messages, `what elements with the class alert say on ${where}`).toHaveLength(count);
}

function cents({ price, quantity }: Pick<Line, "price" | "quantity">): number {
  return Math.round(price * 100) * quantity;
}

/** All quantities for a price that floating point multiplies right. */
function quantitiesThatDrift(price: number): number[] {
  const all = Array.from({ length: 40 }, (_, index) => index + 1);
  const drifting = all.filter((quantity) => price * quantity !== cents({ price, quantity }) / 100);
  return drifting.length === 0 ? all : drifting;
}

/** Whole numbers in what the page shows, in its input fields too. */
function wholeNumbers(answer: Answer): number[] {
  const fields = answer.page
    .queryAll("input, option[selected]")
    .map((field) => field.attribute("value") ?? "");
  return `${answer.page.text} ${fields.join(" ")}`.match(/(?<![\d.,])\d+(?![\d.,]*\d)/g)?.map(Number) ?? [];
}

function words(answer: Answer): string[] {
  return answer.page.text.toLowerCase().match(/\p{L}+|(?<![\d.,])0(?![\d.,])/gu) ?? [];
}

function byId(one: number[], other: number[]): number {
  return (one[0] ?? 0) - (other[0] ?? 0);
}
