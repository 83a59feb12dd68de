import express from "express";
import { session } from "keepsake";

const app = express();
app.set("trust proxy", "loopback");
app.use(express.json());
app.use(session());

app.get("/catalogue", (_req, res) => {
  res.json([
    { id: 1, name: "Wireless Keyboard" },
    { id: 5, name: "Desk Lamp" },
  ]);
});

app.post("/enter", (req, res) => {
  req.session.regenerate();
  req.session.set("user", "alice");
  res.json({ user: "alice" });
});

app.use((req, res, next) => {
  if (req.session.has("user")) return next();
  return res.status(401).json({ error: "Sign in first." });
});

app.get("/theme", (req, res) => {
  res.json({ theme: req.session.get("theme", "light") });
});

app.put("/theme", (req, res) => {
  req.session.set("theme", String(req.body?.theme));
  res.json({ theme: req.session.get("theme") });
});

app.listen(7148, () => console.log("The API is open at https://api.shop.test"));
