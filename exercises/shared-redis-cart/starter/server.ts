import { createApp, Router, redisStore } from "keepsake";

const server = process.env.NAME ?? "a";
const priceCents: Readonly<Record<string, number>> = { keyboard: 7999, hub: 4999, mouse: 5999, lamp: 3999 };

/** From the session's id to the quantities of its cart. */
const carts = new Map<string, Record<string, number>>();

Router.get("/cart", (req, res) => {
  res.json(cartOf(carts.get(req.session.getSessionId()) ?? {}));
});

Router.post("/cart", (req, res) => {
  const { product, quantity } = req.body ?? {};
  if (typeof product !== "string" || !Object.hasOwn(priceCents, product))
    return res.status(404).json({ error: "product: the shop does not have it" });
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > 99)
    return res.status(400).json({ error: "quantity must be a whole number from 1 to 99" });

  req.session.set("hasCart", true);
  const lines = carts.get(req.session.getSessionId()) ?? {};
  lines[product] = (lines[product] ?? 0) + quantity;
  carts.set(req.session.getSessionId(), lines);
  return res.json(cartOf(lines));
});

Router.post("/clear", (req, res) => {
  carts.delete(req.session.getSessionId());
  res.json(cartOf({}));
});

function cartOf(lines: Readonly<Record<string, number>>) {
  const amounts = Object.entries(lines).map(([product, quantity]) => (priceCents[product] ?? 0) * quantity);
  return { server, lines, total_cents: amounts.reduce((sum, cents) => sum + cents, 0) };
}

const app = await createApp({ session: { store: redisStore({ url: "redis://localhost:6379/0" }) } });
app.listen(Number(process.env.PORT ?? 7148), () => console.log(`${server} is open`));
