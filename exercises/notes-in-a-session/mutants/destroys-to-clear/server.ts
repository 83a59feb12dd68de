import { createApp, Router } from "keepsake";

const LONGEST_TEXT = 500;
const NAME = /^[a-z0-9-]{1,40}$/;
const PREFIX = "note:";

Router.post("/notes", async (req, res) => {
  const { name, text } = req.body;
  if (!isName(name)) return res.status(400).json({ error: "name: 1 to 40 letters, digits and hyphens" });
  if (typeof text !== "string" || text.length > LONGEST_TEXT) {
    return res.status(400).json({ error: `text: a string of up to ${LONGEST_TEXT} characters` });
  }
  const isNew = !req.session.has(PREFIX + name);
  req.session.set(PREFIX + name, text);
  return res.status(isNew ? 201 : 200).json({ name, text });
});

Router.get("/notes", async (req, res) => {
  return res.json({ names: noteNames(req.session.all()) });
});

Router.get("/notes/:name", async (req, res) => {
  const { name } = req.params;
  if (!req.session.has(PREFIX + name)) return res.status(404).json({ error: "There is no such note." });
  return res.json({ name, text: req.session.get(PREFIX + name) });
});

Router.post("/notes/delete", async (req, res) => {
  const { name } = req.body;
  if (!isName(name)) return res.status(400).json({ error: "name: 1 to 40 letters, digits and hyphens" });
  if (!req.session.has(PREFIX + name)) return res.status(404).json({ error: "There is no such note." });
  req.session.delete(PREFIX + name);
  return res.status(204).end();
});

Router.post("/notes/clear", async (req, res) => {
  req.session.destroy();
  return res.status(204).end();
});

// These two work.
Router.post("/theme", async (req, res) => {
  req.session.set("theme", req.body.theme === "dark" ? "dark" : "light");
  return res.status(204).end();
});

Router.get("/theme", async (req, res) => {
  return res.json({ theme: req.session.get("theme", "light") });
});

function isName(value: unknown): value is string {
  return typeof value === "string" && NAME.test(value);
}

function noteNames(values: Record<string, unknown>): string[] {
  const keys = Object.keys(values).filter((key) => key.startsWith(PREFIX));
  return keys.map((key) => key.slice(PREFIX.length)).sort();
}

const app = await createApp();
app.listen(7148, () => console.log("The note pad is at http://localhost:7148/notes"));
