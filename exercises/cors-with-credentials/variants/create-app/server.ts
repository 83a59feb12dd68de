import { cors, createApp, Router } from "keepsake";

Router.get("/catalogue", cors({ origins: "*" }), (_req, res) => {
  res.removeHeader("Access-Control-Allow-Credentials");
  res.json([
    { id: 1, name: "Wireless Keyboard" },
    { id: 5, name: "Desk Lamp" },
  ]);
});

Router.post("/enter", async (req, res) => {
  req.session.regenerate();
  req.session.set("user", "alice");
  return res.json({ user: req.session.get("user") });
});

Router.get("/theme", async (req, res) => {
  if (!req.session.has("user")) return res.status(401).json({ error: "Nobody is signed in." });
  return res.json({ theme: req.session.get("theme", "light") });
});

Router.put("/theme", async (req, res) => {
  if (!req.session.has("user")) return res.status(401).json({ error: "Nobody is signed in." });
  req.session.set("theme", `${req.body.theme}`);
  return res.json({ theme: req.session.get("theme") });
});

const app = await createApp({
  cors: { origins: ["https://admin.shop.test", "https://app.shop.test"], credentials: true },
});
app.set("trust proxy", "loopback");
app.listen(7148);
