import express, { type Request } from "express";
import { redisStore, session } from "keepsake";

const server = process.env.NAME;
const products = new Map([
  ["keyboard", 7999],
  ["hub", 4999],
  ["mouse", 5999],
  ["lamp", 3999],
]);

const app = express();
app.use(express.json());
app.use(session({ store: redisStore() }));

app.get("/cart", (req, res) => {
  res.json(cart(req));
});

// A key for each product: adding is one exact step in the store.
app.post("/cart", (req, res) => {
  const { product, quantity } = req.body;
  if (!products.has(product)) {
    res.status(404).json({ error: "product" });
  } else if (typeof quantity !== "number" || quantity % 1 !== 0 || quantity < 1 || quantity > 99) {
    res.status(400).json({ error: "quantity" });
  } else {
    req.session.increment(`cart.${product}`, quantity);
    res.json(cart(req));
  }
});

app.post("/clear", (req, res) => {
  for (const product of products.keys()) req.session.delete(`cart.${product}`);
  res.json(cart(req));
});

function cart(req: Request) {
  const lines: Record<string, number> = {};
  let total_cents = 0;
  for (const [product, cents] of products) {
    const quantity = req.session.get(`cart.${product}`, 0);
    if (quantity === 0) continue;
    lines[product] = quantity;
    total_cents += quantity * cents;
  }
  return { server, lines, total_cents };
}

app.listen(process.env.PORT);
