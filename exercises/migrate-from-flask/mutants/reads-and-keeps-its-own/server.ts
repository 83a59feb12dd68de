import { createApp, Router } from "keepsake";
import type { Request } from "express";
import { openSession, settingsOf } from "./flask/session-cookie.ts";

const app = await createApp();
const settings = settingsOf(process.env);

function userOf(req: Request): unknown {
  return openSession(req.headers.cookie, settings)["user"];
}

Router.get("/cart", (req, res) => {
  const user = userOf(req);
  if (user === undefined) {
    res.status(401).json({ error: "Sign in at /account." });
    return;
  }
  res.json({ user, cart: req.session.get("cart", []), message: null });
});

Router.post("/cart/add", (req, res) => {
  const user = userOf(req);
  if (user === undefined) {
    res.status(401).json({ error: "Sign in at /account." });
    return;
  }
  const cart = [...req.session.get<string[]>("cart", []), String(req.body.thing)];
  req.session.set("cart", cart);
  res.json({ user, cart, message: null });
});

Router.post("/logout", (req, res) => {
  req.session.destroy();
  res.json({ user: null });
});

app.listen(7148);
