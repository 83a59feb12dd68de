import type { Request, RequestHandler } from "express";
import { createApp, Router } from "keepsake";

/** Flask's settings under our names. */
const settings = {
  BACKEND: "flask",
  SECRET: [process.env["SECRET_KEY"], process.env["SECRET_KEY_FALLBACKS"]].join(","),
  NAME: process.env["SESSION_COOKIE_NAME"] ?? "session",
  TTL: process.env["PERMANENT_SESSION_LIFETIME"] ?? "",
  PERMANENT: "false",
};
for (const [name, value] of Object.entries(settings)) process.env[`TINA4_SESSION_${name}`] = value;
// The tests say where files go, and there are none any more.
delete process.env["TINA4_SESSION_PATH"];

const app = await createApp();

const signedIn: RequestHandler = (req, res, next) => {
  if (req.session.has("user")) next();
  else res.status(401).json({ error: "Sign in at /account." });
};

const view = ({ session }: Request) => ({
  user: session.get("user"),
  cart: session.get("cart", []),
  message: session.getFlash("message") ?? null,
});

Router.get("/cart", signedIn, (req, res) => {
  res.json(view(req));
});

Router.post("/cart/add", signedIn, (req, res) => {
  req.session.update<string[]>("cart", (cart = []) => [...cart, `${req.body.thing}`]);
  res.json(view(req));
});

Router.post("/logout", (req, res) => {
  req.session.delete("user");
  res.json({ user: null });
});

app.listen(7148);
