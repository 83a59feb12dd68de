import { createApp, redisStore, Router } from "keepsake";

const server = process.env.NAME ?? "a";

// One place for all servers: whoever answers finds the session.
const store = redisStore({ url: "redis://localhost:6379/0" });

let visits = 0;

Router.post("/login", (req, res) => {
  req.session.regenerate();
  req.session.set("name", String(req.body?.name));
  res.json({ server, name: req.session.get("name") });
});

Router.get("/me", (req, res) => {
  res.json({ server, name: req.session.get("name", null) });
});

Router.post("/visits", (req, res) => {
  visits += 1;
  res.json({ server, visits });
});

Router.post("/logout", (req, res) => {
  req.session.destroy();
  res.json({ server, name: null });
});

const app = await createApp({ session: { store } });
app.listen(Number(process.env.PORT ?? 7148), () => console.log(`${server} is open`));
