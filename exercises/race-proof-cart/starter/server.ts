import { createApp, Router } from "keepsake";
import { countOf, isKnown, isOpen, setCount } from "./src/warehouse.ts";

interface Line {
  product_id: number;
  quantity: number;
}

const MOST_PER_LINE = 99;

// The links in the e-mails.
Router.get("/add/:id", async (req, res) => {
  const product_id = Number(req.params.id);
  if (!(await isKnown(product_id))) return res.status(404).json({ error: "Product not found" });
  const cart = req.session.get<Line[]>("cart", []);
  const line = cart.find((item) => item.product_id === product_id);
  if (line === undefined) cart.push({ product_id, quantity: 1 });
  else if (line.quantity < MOST_PER_LINE) line.quantity += 1;
  req.session.set("cart", cart);
  return res.redirect(303, "/cart");
});

Router.get("/cart", async (req, res) => {
  const open = await isOpen();
  const views = req.session.get("views", 0) + 1;
  req.session.set("views", views);
  return res.json({ cart: req.session.get<Line[]>("cart", []), views, open });
});

Router.post("/order", async (req, res) => {
  const cart = req.session.get<Line[]>("cart", []);
  if (cart.length === 0) return res.status(400).json({ error: "The cart is empty." });
  for (const { product_id, quantity } of cart) {
    const count = await countOf(product_id);
    if (count < quantity) return res.status(409).json({ error: `Product ${product_id} is sold out.` });
    await setCount(product_id, count - quantity);
  }
  req.session.set("cart", []);
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

const app = await createApp();
app.listen(7148, () => console.log("The shop is open at http://localhost:7148/cart"));
