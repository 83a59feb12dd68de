import type { Request } from "express";
import { Auth, createApp, Router } from "keepsake";
import { isRight } from "./users.ts";

process.env["TINA4_SECRET"] ??= "hR5tXz8QwKc2LmVd7PnJ4yBf9GsEa3Uo";

const LIFETIME_SECONDS = 3600;
const attributes = { httpOnly: true, sameSite: "lax" } as const;

Router.post("/login", (req, res) => {
  const { user, password } = req.body;
  if (!isRight(user, password)) {
    res.status(401).json({ error: "Wrong name or password." });
    return;
  }
  const token = Auth.getToken({ user }, { expiresInSeconds: LIFETIME_SECONDS });
  res.cookie("login", token, { ...attributes, maxAge: LIFETIME_SECONDS * 1000 });
  res.json({ user });
});

Router.post("/logout", (_req, res) => {
  res.clearCookie("login", attributes);
  res.json({ user: null });
});

Router.get("/me", (req, res) => {
  const user = currentUser(req);
  if (user === undefined) res.status(401).json({ error: "Sign in." });
  else res.json({ user });
});

function currentUser(req: Request): unknown {
  return Auth.getPayload(req.cookies["login"])?.["user"];
}

const app = await createApp();
app.listen(7148);
