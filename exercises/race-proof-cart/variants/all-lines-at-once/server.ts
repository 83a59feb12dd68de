import express, { type Request } from "express";
import { session } from "keepsake";
import * as warehouse from "./src/warehouse.ts";

interface Line {
  product_id: number;
  quantity: number;
}

const app = express();
app.use(express.json(), session());

app.get("/add/:id", async (req, res) => {
  const id = Number(req.params.id);
  if (await warehouse.isKnown(id)) {
    req.session.update("cart", (before: Line[] | undefined) => {
      const cart = before ?? [];
      const line = cart.find(({ product_id }) => product_id === id);
      if (line !== undefined) line.quantity += line.quantity < 99 ? 1 : 0;
      else cart.push({ product_id: id, quantity: 1 });
      return cart;
    });
    res.redirect(303, "/cart");
  } else {
    res.status(404).send("The shop has no such product.");
  }
});

app.get("/cart", async (req, res) => {
  const open = await warehouse.isOpen();
  const views = req.session.update<number>("views", (before = 0) => before + 1);
  res.json({ cart: cartOf(req), views, open });
});

app.post("/order", async (req, res) => {
  const cart = cartOf(req);
  if (cart.length === 0) {
    res.status(400).send("Nothing to order.");
    return;
  }
  const tried = await Promise.all(
    cart.map(async (line) => ({
      line,
      taken: await warehouse.takeIfThere(line.product_id, line.quantity),
    })),
  );
  if (tried.every(({ taken }) => taken)) {
    req.session.update("cart", (now: Line[] = []) => {
      for (const { product_id, quantity } of cart) {
        const line = now.find((one) => one.product_id === product_id);
        if (line !== undefined) line.quantity -= quantity;
      }
      return now.filter(({ quantity }) => quantity > 0);
    });
    res.status(201).json({ bought: cart });
    return;
  }
  const back = tried.filter(({ taken }) => taken);
  await Promise.all(back.map(({ line }) => warehouse.putBack(line.product_id, line.quantity)));
  res.status(409).send("Not all of it is there.");
});

app.get("/stock/:id", async (req, res) => {
  res.json({ count: await warehouse.countOf(Number(req.params.id)) });
});

app.post("/stock", async (req, res) => {
  await warehouse.setCount(Number(req.body.product_id), Number(req.body.count));
  res.sendStatus(204);
});

app.listen(7148);

function cartOf(req: Request): Line[] {
  return req.session.get<Line[]>("cart", []);
}
