import { createApp, redisStore, Router } from "keepsake";

const server = process.env.NAME ?? "a";
const priceCents: Readonly<Record<string, number>> = { keyboard: 7999, hub: 4999, mouse: 5999, lamp: 3999 };

/** From product to quantity. */
type Lines = Record<string, number>;

Router.get("/cart", (req, res) => {
  res.json(cartOf(req.session.get<Lines>("lines", {})));
});

Router.post("/cart", (req, res) => {
  const { product, quantity } = req.body ?? {};
  if (typeof product !== "string" || !Object.hasOwn(priceCents, product))
    return res.status(404).json({ error: "product: the shop does not have it" });
  const lines = req.session.get<Lines>("lines", {});
  lines[product] = (lines[product] ?? 0) + Number(quantity);
  req.session.set("lines", lines);
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > 99)
    return res.status(400).json({ error: "quantity must be a whole number from 1 to 99" });

  return res.json(cartOf(lines));
});

Router.post("/clear", (req, res) => {
  req.session.delete("lines");
  res.json(cartOf({}));
});

function cartOf(lines: Readonly<Lines>) {
  const amounts = Object.entries(lines).map(([product, quantity]) => (priceCents[product] ?? 0) * quantity);
  return { server, lines, total_cents: amounts.reduce((sum, cents) => sum + cents, 0) };
}

const app = await createApp({ session: { store: redisStore({ url: "redis://localhost:6379/0" }) } });
app.listen(Number(process.env.PORT ?? 7148), () => console.log(`${server} is open`));
