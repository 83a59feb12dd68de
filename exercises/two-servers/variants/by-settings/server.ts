import { createApp, Router } from "keepsake";

const server = process.env.NAME ?? "a";

process.env.TINA4_SESSION_BACKEND = "redis";
delete process.env.TINA4_SESSION_PATH;
process.env.TINA4_SESSION_URL = "redis://127.0.0.1:6379/0";

Router.post("/login", (req, res) => {
  req.session.regenerate();
  req.session.set("name", String(req.body?.name));
  res.json({ server, name: req.session.get("name") });
});

Router.get("/me", (req, res) => {
  res.json({ server, name: req.session.get("name", null) });
});

Router.post("/visits", (req, res) => {
  const visits = req.session.update<number>("visits", (before = 0) => before + 1);
  res.json({ server, visits });
});

Router.post("/logout", (req, res) => {
  req.session.destroy();
  res.json({ server, name: null });
});

const app = await createApp();
app.listen(Number(process.env.PORT ?? 7148), () => console.log(`${server} is open`));
