import { expect } from "vitest";
import type { ChapterBlock } from "./trial-chapter-block.ts";

/** Sections 9 to 11 of the Node chapter: the shopping cart and the gotchas. */

const CART = `import { Router } from "keepsake";
const PRODUCTS = new Map([
  [1, ["Wireless Keyboard", 7999]], [2, ["USB-C Hub", 4999]], [3, ["Monitor Stand", 12999]],
  [4, ["Mechanical Mouse", 5999]], [5, ["Desk Lamp", 3999]]
]);
const inCents = (price) => Math.round(price * 100);
const cartOf = (req) => req.session.get("cart", []);
const summary = (cart) => {
  const lines = cart.map((item) => ({ ...item, line_total: (inCents(item.price) * item.quantity) / 100 }));
  const cents = lines.reduce((sum, line) => sum + inCents(line.line_total), 0);
  return { cart: lines, grand_total: cents / 100, item_count: cart.reduce((sum, { quantity }) => sum + quantity, 0) };
};
const tell = (req, message, type = "success") => {
  req.session.flash("message", message);
  req.session.flash("message_type", type);
};
Router.get("/cart", async (req, res) => res.html("cart.html", {
  ...summary(cartOf(req)),
  flash_message: req.session.getFlash("message"),
  flash_type: req.session.getFlash("message_type") ?? "info"
}));
Router.get("/cart/api", async (req, res) => res.json(summary(cartOf(req))));
Router.post("/cart/add", async (req, res) => {
  const product_id = Number(req.body.product_id);
  const quantity = Number(req.body.quantity ?? 1);
  const [name, cents] = PRODUCTS.get(product_id) ?? [];
  if (name === undefined) return res.status(404).json({ error: "no such product" });
  if (!(quantity >= 1)) return res.status(400).json({ error: "quantity: at least 1" });
  const cart = cartOf(req);
  const line = cart.find((item) => item.product_id === product_id);
  if (line) line.quantity += quantity;
  else cart.push({ product_id, name, price: cents / 100, quantity });
  req.session.set("cart", cart);
  tell(req, "Put into the cart: " + name);
  return res.status(line ? 200 : 201).json({ message: "Done", cart });
});
Router.post("/cart/update", async (req, res) => change(req, res, Number(req.body.quantity ?? 1)));
Router.post("/cart/remove", async (req, res) => change(req, res, 0));
Router.post("/cart/clear", async (req, res) => {
  req.session.set("cart", []);
  tell(req, "Empty now", "info");
  return res.json({ message: "Done", cart: [] });
});
function change(req, res, quantity) {
  const cart = cartOf(req);
  const at = cart.findIndex((item) => item.product_id === Number(req.body.product_id));
  if (at < 0) return res.status(404).json({ error: "not in the cart" });
  if (quantity < 1) cart.splice(at, 1);
  else cart[at].quantity = quantity;
  req.session.set("cart", cart);
  tell(req, "Changed");
  return res.json({ message: "Done", cart });
}`;

const EXPECTED = {
  cart: [
    { product_id: 1, name: "Wireless Keyboard", price: 79.99, quantity: 2, line_total: 159.98 },
    { product_id: 3, name: "Monitor Stand", price: 129.99, quantity: 1, line_total: 129.99 },
  ],
  grand_total: 289.97,
  item_count: 3,
};

const inHandler = (code: string, after: string) => `import { Router } from "keepsake";
  Router.get("/fragment", async (req, res) => {
    ${code}
    ${after}
  });`;

export const CART_BLOCKS: readonly ChapterBlock[] = [
  {
    name: "9. the product data",
    place: { after: "Use this product data for validation:\n", before: "Test with:" },
    code: `const PRODUCTS: Record<number, { name: string; price: number }> = { 1: { name: "Wireless Keyboard", price: 79.99 },
      3: { name: "Monitor Stand", price: 129.99 } };`,
    frame: (code) => inHandler(code, "res.json(PRODUCTS);"),
    async check({ get }) {
      expect((await get("/fragment")).json()).toMatchObject({
        1: { name: "Wireless Keyboard", price: 79.99 },
        3: { name: "Monitor Stand", price: 129.99 },
      });
    },
  },
  {
    name: "10. the shopping cart, driven as the exercise drives it",
    corrections: [1, 2, 3, 4],
    place: { after: "Create src/routes/cart.ts:\n", before: "Expected output for cart API" },
    code: CART,
    files: {
      "src/templates/cart.html":
        '{% if flash_message %}<p class="alert">{{ flash_message }} ({{ flash_type }})</p>{% endif %}' +
        "{% for item in cart %}<li>{{ item.name }} x {{ item.quantity }}: {{ item.line_total }}</li>{% endfor %}{{ grand_total }}",
    },
    async check({ get, json, form }) {
      expect((await get("/cart/api")).json()).toEqual({ cart: [], grand_total: 0, item_count: 0 });
      expect((await json("/cart/add", { product_id: 1, quantity: 2 })).status).toBe(201);
      expect((await json("/cart/add", { product_id: 3, quantity: 1 })).status).toBe(201);
      expect((await get("/cart/api")).json()).toEqual(EXPECTED);
      const page = (await get("/cart")).text;
      expect(page).toMatch(/class="alert">[^<]+ \(success\)<\/p>.*Wireless Keyboard x 2: 159\.98.*289\.97/s);
      expect((await get("/cart")).text).not.toContain("alert");
      expect((await json("/cart/add", { product_id: 1 })).status).toBe(200);
      expect((await json("/cart/update", { product_id: 1, quantity: 3 })).status).toBe(200);
      expect((await get("/cart/api")).json()).toMatchObject({ item_count: 4 });
      expect((await json("/cart/remove", { product_id: 3 })).status).toBe(200);
      expect((await get("/cart/api")).json()).toMatchObject({ item_count: 3, grand_total: 239.97 });
      for (const path of ["/cart/update", "/cart/remove"]) {
        expect((await json(path, { product_id: 3 })).status).toBe(404);
      }
      expect((await json("/cart/add", { product_id: 99 })).status).toBe(404);
      expect((await json("/cart/add", { product_id: 1, quantity: 0 })).status).toBe(400);
      expect((await form("/cart/add", { product_id: "5", quantity: "1" })).status).toBe(201);
      expect((await json("/cart/update", { product_id: 5, quantity: 0 })).status).toBe(200);
      expect((await form("/cart/clear")).json()).toEqual({ message: expect.any(String), cart: [] });
      expect((await get("/cart")).text).toContain("(info)");
      expect((await get("/cart/api")).json()).toEqual({ cart: [], grand_total: 0, item_count: 0 });
    },
  },
  {
    name: "11.2 a date as text",
    corrections: [10],
    place: { after: "For dates: ", before: ". For maps:", inline: true },
    code: `req.session.set("login_time", new Date(0).toISOString())`,
    frame: (code) =>
      inHandler(
        `${code};`,
        `let refused; try { req.session.set("as_it_is", new Date()); } catch (error) { refused = error.code; }
        res.json({ at: req.session.get("login_time"), refused });`,
      ),
    async check({ get }) {
      expect((await get("/fragment")).json()).toEqual({
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        refused: "unstorable-value",
      });
    },
  },
  {
    name: "11.2 a map as an object",
    place: { after: "convert to a plain object with ", before: ".\n3. Cookie not sent", inline: true },
    code: "Object.fromEntries(myMap)",
    frame: (code) =>
      inHandler(
        `const myMap = new Map([["a", 1]]); req.session.set("map", ${code});`,
        `res.json(req.session.get("map"));`,
      ),
    async check({ get }) {
      expect((await get("/fragment")).json()).toEqual({ a: 1 });
    },
  },
  {
    name: "11.6 Secure but in development",
    corrections: [14],
    place: { after: "environment-based configuration: ", before: ".\n7. Flash", inline: true },
    code: `secure: process.env.TINA4_DEBUG !== "true"`,
    frame: (code) =>
      inHandler(
        `const was = process.env.TINA4_DEBUG;
        for (const debug of ["true", "false"]) {
          process.env.TINA4_DEBUG = debug;
          res.cookie("debug_" + debug, "1", { ${code} });
        }
        if (was === undefined) delete process.env.TINA4_DEBUG; else process.env.TINA4_DEBUG = was;`,
        "res.json({});",
      ),
    async check({ get }) {
      const { setCookies } = await get("/fragment");
      expect(setCookies).toEqual(["debug_true=1; Path=/", "debug_false=1; Path=/; Secure"]);
    },
  },
  {
    name: "11.7 a flash is read with getFlash",
    place: { after: "reads without deleting.\nFix: Use ", before: " to read flash data.", inline: true },
    code: `req.session.getFlash("message")`,
    frame: (code) =>
      `${inHandler("", `res.json([req.session.get("message") ?? null, ${code} ?? null]);`)}
      Router.get("/set", (req, res) => { req.session.flash("message", "hello"); res.json({}); });`,
    async check({ get }) {
      await get("/set");
      expect((await get("/fragment")).json()).toEqual(["hello", "hello"]);
      expect((await get("/fragment")).json()).toEqual([null, null]);
    },
  },
];
