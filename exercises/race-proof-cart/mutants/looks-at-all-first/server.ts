import { createApp, Router } from "keepsake";
import { countOf, isKnown, isOpen, setCount, takeIfThere } from "./src/warehouse.ts";

interface Line {
  product_id: number;
  quantity: number;
}

const MOST_PER_LINE = 99;

// The links in the e-mails.
Router.get("/add/:id", async (req, res) => {
  const product_id = Number(req.params.id);
  if (!(await isKnown(product_id))) return res.status(404).json({ error: "Product not found" });
  req.session.update<Line[]>("cart", (cart = []) => withOneMore(cart, product_id));
  return res.redirect(303, "/cart");
});

Router.get("/cart", async (req, res) => {
  const open = await isOpen();
  const views = req.session.increment("views");
  return res.json({ cart: req.session.get<Line[]>("cart", []), views, open });
});

Router.post("/order", async (req, res) => {
  const cart = req.session.get<Line[]>("cart", []);
  if (cart.length === 0) return res.status(400).json({ error: "The cart is empty." });
  const missing = await takeAll(cart);
  if (missing !== undefined) {
    return res.status(409).json({ error: `Product ${missing.product_id} is sold out.` });
  }
  req.session.update<Line[]>("cart", (now = []) => without(now, cart));
  return res.status(201).json({ bought: cart });
});

// For the warehouse's staff.
Router.get("/stock/:id", async (req, res) => {
  return res.json({ count: await countOf(Number(req.params.id)) });
});

Router.post("/stock", async (req, res) => {
  await setCount(Number(req.body.product_id), Number(req.body.count));
  return res.status(204).end();
});

/** Computes and does nothing else: it may be called again on a newer cart. */
function withOneMore(cart: Line[], product_id: number): Line[] {
  if (!cart.some((line) => line.product_id === product_id)) return [...cart, { product_id, quantity: 1 }];
  return cart.map((line) =>
    line.product_id === product_id
      ? { ...line, quantity: Math.min(line.quantity + 1, MOST_PER_LINE) }
      : line,
  );
}

/** What was bought goes, what came in meanwhile stays. It may be called again, too. */
function without(cart: Line[], bought: readonly Line[]): Line[] {
  return cart
    .map((line) => ({ ...line, quantity: line.quantity - quantityIn(bought, line.product_id) }))
    .filter(({ quantity }) => quantity > 0);
}

function quantityIn(cart: readonly Line[], product_id: number): number {
  return cart.find((line) => line.product_id === product_id)?.quantity ?? 0;
}

/** All lines or none. The line that could not be had, if there is one. */
async function takeAll(cart: readonly Line[]): Promise<Line | undefined> {
  for (const line of cart) if ((await countOf(line.product_id)) < line.quantity) return line;
  for (const line of cart) await takeIfThere(line.product_id, line.quantity);
  return undefined;
}

const app = await createApp();
app.listen(7148, () => console.log("The shop is open at http://localhost:7148/cart"));
