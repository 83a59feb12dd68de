import { createApp, Router } from "keepsake";

// { name, text }: writes a note, or replaces one.
Router.post("/notes", async (req, res) => {
  return res.status(501).json({ error: `${req.method} ${req.path} is not written yet` });
});

// The names of all notes.
Router.get("/notes", async (req, res) => {
  return res.status(501).json({ error: `${req.method} ${req.path} is not written yet` });
});

Router.get("/notes/:name", async (req, res) => {
  return res.status(501).json({ error: `${req.method} ${req.path} is not written yet` });
});

// { name }: deletes one.
Router.post("/notes/delete", async (req, res) => {
  return res.status(501).json({ error: `${req.method} ${req.path} is not written yet` });
});

// Deletes them all, and nothing else.
Router.post("/notes/clear", async (req, res) => {
  return res.status(501).json({ error: `${req.method} ${req.path} is not written yet` });
});

// These two work.
Router.post("/theme", async (req, res) => {
  req.session.set("theme", req.body.theme === "dark" ? "dark" : "light");
  return res.status(204).end();
});

Router.get("/theme", async (req, res) => {
  return res.json({ theme: req.session.get("theme", "light") });
});

const app = await createApp();
app.listen(7148, () => console.log("The note pad is at http://localhost:7148/notes"));
