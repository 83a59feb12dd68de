import { createApp, Router, redisStore } from "keepsake";

const server = process.env.NAME ?? "a";
const priceCents: Readonly<Record<string, number>> = { keyboard: 7999, hub: 4999, mouse: 5999, lamp: 3999 };

interface Line {
  readonly product: string;
  readonly quantity: number;
}

Router.get("/cart", async (req, res) => res.json(cartOf(req.session.get<Line[]>("cart", []))));

Router.post("/cart", async (req, res) => {
  const { product, quantity } = req.body ?? {};
  if (!Object.keys(priceCents).includes(product)) return res.status(404).json({ error: "no such product" });
  if (![quantity].every((count) => Number.isInteger(count) && count >= 1 && count <= 99))
    return res.status(400).json({ error: "quantity" });
  const cart = req.session.update<Line[]>("cart", (before = []) => {
    const known = before.find((line) => line.product === product);
    if (known === undefined) return [...before, { product, quantity }];
    return before.map((line) => (line === known ? { product, quantity: line.quantity + quantity } : line));
  });
  return res.json(cartOf(cart));
});

Router.post("/clear", async (req, res) => {
  req.session.set("cart", []);
  return res.json(cartOf([]));
});

function cartOf(cart: readonly Line[]) {
  let total_cents = 0;
  for (const { product, quantity } of cart) total_cents += (priceCents[product] ?? 0) * quantity;
  return {
    server,
    lines: Object.fromEntries(cart.map((line) => [line.product, line.quantity])),
    total_cents,
  };
}

const app = await createApp({ session: { store: redisStore({ url: "redis://localhost:6379/0" }) } });
app.listen(Number(process.env.PORT ?? 7148), () => console.log(`${server} is open`));
