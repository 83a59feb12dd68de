import { createApp, Router } from "keepsake";

const LONGEST_NAME = 40;

Router.post("/seat", async (req, res) => {
  const { name, remember } = req.body;
  if (!isName(name)) {
    return res.status(400).json({ error: `name must be a text of 1 to ${LONGEST_NAME} characters` });
  }
  req.session.set("name", name);
  req.session.permanent = remember === true;
  return res.status(201).json({ name });
});

Router.get("/seat", async (req, res) => {
  const name = req.session.get<string>("name");
  if (name === undefined) return res.status(404).json({ error: "You have no seat." });
  return res.json({ name });
});

Router.post("/seat/leave", async (req, res) => {
  req.session.destroy();
  return res.status(204).end();
});

function isName(value: unknown): value is string {
  return typeof value === "string" && value.length >= 1 && value.length <= LONGEST_NAME;
}

const app = await createApp();

app.listen(7148, () => {
  console.log("The reading room is open at http://localhost:7148/seat");
});
