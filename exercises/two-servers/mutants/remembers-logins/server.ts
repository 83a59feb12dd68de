import { createApp, redisStore, Router } from "keepsake";

const server = process.env.NAME ?? "a";

// One place for all servers: whoever answers finds the session.
const store = redisStore({ url: "redis://localhost:6379/0" });

// Spares a look into Redis.
const known = new Map<string, string>();

Router.post("/login", (req, res) => {
  req.session.regenerate();
  req.session.set("name", String(req.body?.name));
  res.json({ server, name: req.session.get("name") });
});

Router.get("/me", (req, res) => {
  const id = req.get("Cookie") ?? "";
  const name = known.get(id) ?? req.session.get<string | null>("name", null);
  if (name !== null) known.set(id, name);
  res.json({ server, name });
});

Router.post("/visits", (req, res) => {
  const visits = req.session.get("visits", 0) + 1;
  req.session.set("visits", visits);
  res.json({ server, visits });
});

Router.post("/logout", (req, res) => {
  req.session.destroy();
  res.json({ server, name: null });
});

const app = await createApp({ session: { store } });
app.listen(Number(process.env.PORT ?? 7148), () => console.log(`${server} is open`));
