import { createApp, redisStore, Router } from "keepsake";

const server = process.env.NAME ?? "a";

// One place for all servers: whoever answers finds the session.
const store = redisStore({ url: "redis://localhost:6379/0" });

Router.post("/login", (req, res) => {
  req.session.regenerate();
  req.session.set("signedIn", true);
  res.cookie("name", String(req.body?.name), { signed: true });
  res.json({ server, name: String(req.body?.name) });
});

Router.get("/me", (req, res) => {
  res.json({ server, name: req.signedCookies.name ?? null });
});

Router.post("/visits", (req, res) => {
  const visits = req.session.get("visits", 0) + 1;
  req.session.set("visits", visits);
  res.json({ server, visits });
});

Router.post("/logout", (req, res) => {
  req.session.destroy();
  res.clearCookie("name");
  res.json({ server, name: null });
});

const app = await createApp({ session: { store }, cookieSecrets: ["a demonstration key of forty-eight characters!!!"] });
app.listen(Number(process.env.PORT ?? 7148), () => console.log(`${server} is open`));
