import express, { type NextFunction, type Request, type Response } from "express";
import { session } from "keepsake";

const app = express();
app.use(express.json(), session());

app
  .route("/notes")
  .get((req, res) => {
    res.json({ names: [...notesOf(req).keys()].sort() });
  })
  .post(needsName, (req, res) => {
    const { name, text } = req.body;
    if (typeof text !== "string" || text.length > 500) {
      res.status(400).send("Bad text.");
      return;
    }
    res.status(notesOf(req).has(name) ? 200 : 201);
    req.session.set(`note:${name}`, text);
    res.json({ name, text });
  });

app.post("/notes/clear", (req, res) => {
  for (const name of notesOf(req).keys()) req.session.delete(`note:${name}`);
  res.sendStatus(204);
});

app.post("/notes/delete", needsName, (req, res) => {
  const found = req.session.pop<string>(`note:${req.body.name}`);
  res.sendStatus(found === undefined ? 404 : 204);
});

app.get("/notes/:name", (req, res) => {
  const { name } = req.params;
  const text = notesOf(req).get(name);
  if (text === undefined) res.sendStatus(404);
  else res.json({ name, text });
});

app.post("/theme", (req, res) => {
  req.session.set("theme", req.body.theme === "dark" ? "dark" : "light");
  res.sendStatus(204);
});

app.get("/theme", (req, res) => {
  res.json({ theme: req.session.get("theme", "light") });
});

app.listen(7148);

function needsName(req: Request, res: Response, next: NextFunction) {
  const name: unknown = req.body?.name;
  if (typeof name === "string" && /^[a-z0-9-]+$/.test(name) && name.length <= 40) next();
  else res.status(400).send("Bad name.");
}

function notesOf(req: Request): Map<string, unknown> {
  const notes = new Map<string, unknown>();
  for (const [key, value] of Object.entries(req.session.all())) {
    if (key.startsWith("note:")) notes.set(key.slice("note:".length), value);
  }
  return notes;
}
