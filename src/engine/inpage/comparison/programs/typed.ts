// TypeScript, as a learner writes it.
import express, { type Request, type Response } from "express";

interface Item {
  readonly id: number;
  name: string;
  priceCents: number;
}

const items = new Map<number, Item>([[1, { id: 1, name: "Pencil", priceCents: 120 }]]);
const app = express();
app.use(express.json());

app.get("/items", (_req: Request, res: Response) => {
  res.json([...items.values()] satisfies Item[]);
});
app.get("/items/:id", (req: Request<{ id: string }>, res: Response) => {
  const item = items.get(Number(req.params.id));
  if (item === undefined) res.status(404).json({ error: "no such item" });
  else res.json(item);
});
app.post("/items", (req: Request, res: Response) => {
  const { name, priceCents } = req.body as Partial<Item>;
  if (typeof name !== "string" || !Number.isInteger(priceCents)) {
    res.status(400).json({ error: "name and priceCents are needed" });
    return;
  }
  const item: Item = { id: items.size + 1, name, priceCents: priceCents as number };
  items.set(item.id, item);
  res.status(201).location(`/items/${item.id}`).json(item);
});
app.delete("/items/:id", (req: Request<{ id: string }>, res: Response) => {
  res.status(items.delete(Number(req.params.id)) ? 204 : 404).end();
});

app.listen(process.env["PORT"]);
