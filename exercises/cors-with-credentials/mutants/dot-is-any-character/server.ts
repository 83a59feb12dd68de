import express from "express";
import { session } from "keepsake";

const pages = /^https:\/\/(app|admin).shop.test$/;

const app = express();
app.set("trust proxy", "loopback");

// For everybody, so before what is for our pages alone.
app.get("/catalogue", (_req, res) => {
  res.set("Access-Control-Allow-Origin", "*");
  res.json([
    { id: 1, name: "Wireless Keyboard" },
    { id: 5, name: "Desk Lamp" },
  ]);
});

// Before the session and the login: it answers preflights, which carry no cookie.
app.use((req, res, next) => {
  const origin = req.get("Origin") ?? "";
  res.vary("Origin");
  if (!pages.test(origin)) return next();
  res.set({ "Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true" });
  if (req.method !== "OPTIONS") return next();
  res.set({
    "Access-Control-Allow-Methods": "GET, POST, PUT",
    "Access-Control-Allow-Headers": "Content-Type",
    "Access-Control-Max-Age": "600",
  });
  return res.status(204).end();
});
app.use(express.json());
app.use(session());

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
