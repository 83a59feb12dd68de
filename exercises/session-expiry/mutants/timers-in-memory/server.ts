import { createApp, Router } from "keepsake";

const LONGEST_NAME = 40;
const seats = new Map<string, string>();

Router.post("/seat", async (req, res) => {
  const { name, remember } = req.body;
  if (!isName(name)) {
    return res.status(400).json({ error: `name must be a text of 1 to ${LONGEST_NAME} characters` });
  }
  const id = String(req.cookies["seat"] ?? Math.random());
  seats.set(id, name);
  setTimeout(() => seats.delete(id), remember === true ? 1_800_000 : 600_000).unref();
  res.cookie("seat", id);
  return res.status(201).json({ name });
});

Router.get("/seat", async (req, res) => {
  const name = seats.get(String(req.cookies["seat"]));
  if (name === undefined) return res.status(404).json({ error: "You have no seat." });
  return res.json({ name });
});

Router.post("/seat/leave", async (req, res) => {
  seats.delete(String(req.cookies["seat"]));
  return res.status(204).end();
});

function isName(value: unknown): value is string {
  return typeof value === "string" && value.length >= 1 && value.length <= LONGEST_NAME;
}

const app = await createApp();

app.listen(7148, () => {
  console.log("The reading room is open at http://localhost:7148/seat");
});
