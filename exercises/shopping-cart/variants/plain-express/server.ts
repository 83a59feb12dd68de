import express, { type Request, type Response } from "express";
import { session } from "keepsake";

const CATALOGUE = new Map([
  [1, { name: "Wireless Keyboard", cents: 7999 }],
  [2, { name: "USB-C Hub", cents: 4999 }],
  [3, { name: "Monitor Stand", cents: 12999 }],
  [4, { name: "Mechanical Mouse", cents: 5999 }],
  [5, { name: "Desk Lamp", cents: 3999 }],
]);

type Item = { product_id: number; name: string; price: number; quantity: number };

const app = express();
app.use(express.json(), express.urlencoded({ extended: false }), session());

const load = (req: Request): Item[] => req.session.get<Item[]>("cart", []);
const digits = (value: unknown): number =>
  typeof value === "number" || (typeof value === "string" && /^[0-9]+$/.test(value))
    ? Number(value)
    : Number.NaN;
const allowed = (quantity: number, least: number) =>
  Number.isInteger(quantity) && quantity >= least && quantity <= 99;
const totalCents = (items: Item[]) =>
  items.reduce((sum, item) => sum + Math.round(item.price * 100) * item.quantity, 0);
const dollars = (cents: number) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const asText = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character] ?? "");

function done(req: Request, res: Response, status: number, message: string, cart: Item[]) {
  req.session.set("cart", cart);
  if (!req.is("application/x-www-form-urlencoded")) return res.status(status).json({ message, cart });
  req.session.flash("notice", message);
  return res.redirect(303, "/cart");
}

function refuse(req: Request, res: Response, status: number, error: string) {
  if (!req.is("application/x-www-form-urlencoded")) return res.status(status).json({ error });
  req.session.flash("notice", error);
  return res.redirect(303, "/cart");
}

app.post("/cart/add", (req, res) => {
  const id = digits(req.body?.product_id);
  const product = CATALOGUE.get(id);
  if (!product) return refuse(req, res, 404, `No product ${req.body?.product_id}`);
  const quantity = req.body.quantity === undefined ? 1 : digits(req.body.quantity);
  if (!allowed(quantity, 1)) return refuse(req, res, 400, `Bad quantity: ${req.body.quantity}`);
  const cart = load(req);
  const item = cart.find((candidate) => candidate.product_id === id);
  if (!item) {
    cart.push({ product_id: id, name: product.name, price: product.cents / 100, quantity });
    return done(req, res, 201, `${product.name} is in the cart`, cart);
  }
  if (!allowed(item.quantity + quantity, 1))
    return refuse(req, res, 400, "Too much: quantity may be 99 at most");
  item.quantity += quantity;
  return done(req, res, 200, `${product.name}: ${item.quantity}`, cart);
});

app.post("/cart/update", (req, res) => {
  const cart = load(req);
  const item = cart.find((candidate) => candidate.product_id === digits(req.body?.product_id));
  if (!item) return refuse(req, res, 404, "That is not in the cart");
  const quantity = req.body.quantity === undefined ? 1 : digits(req.body.quantity);
  if (!allowed(quantity, 0)) return refuse(req, res, 400, "Quantity: 0 to 99");
  item.quantity = quantity;
  return done(
    req,
    res,
    200,
    "Changed",
    cart.filter((candidate) => candidate.quantity > 0),
  );
});

app.post("/cart/remove", (req, res) => {
  const cart = load(req);
  const rest = cart.filter((candidate) => candidate.product_id !== digits(req.body?.product_id));
  if (rest.length === cart.length) return refuse(req, res, 404, "That is not in the cart");
  return done(req, res, 200, "Removed", rest);
});

app.post("/cart/clear", (req, res) => done(req, res, 200, "Cleared", []));

app.get("/cart/api", (req, res) => {
  const items = load(req);
  res.json({
    cart: items.map((item) => ({ ...item, line_total: totalCents([item]) / 100 })),
    grand_total: totalCents(items) / 100,
    item_count: items.reduce((count, { quantity }) => count + quantity, 0),
  });
});

app.get("/cart", (req, res) => {
  const items = load(req);
  const notice = req.session.getFlash<string>("notice");
  const rows = items.map(
    (item) => `<li>${asText(item.name)}, ${item.quantity} pieces, $${dollars(totalCents([item]))}</li>`,
  );
  res.send(`<!doctype html>
<title>Cart</title>
${notice === undefined ? "" : `<div class="alert">${asText(notice)}</div>`}
<h1>Cart</h1>
<ul>${rows.join("")}</ul>
<p>${items.length === 0 ? "There is nothing in it yet." : `Together $${dollars(totalCents(items))}`}</p>`);
});

app.listen(7148);
