import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import type { Request } from "express";
import { Auth, createApp, Router } from "keepsake";
import { isRight } from "./users.ts";

process.env["TINA4_SECRET"] ??= "hR5tXz8QwKc2LmVd7PnJ4yBf9GsEa3Uo";

/** A file for each token that has ended before its time, named by its jti. */
const ENDED = "ended";
const LIFETIME_SECONDS = 3600;
const attributes = { httpOnly: true, sameSite: "lax" } as const;

mkdirSync(ENDED, { recursive: true });
const ended = new Set(readdirSync(ENDED));

Router.post("/login", (req, res) => {
  const { user, password } = req.body;
  if (!isRight(user, password)) {
    res.status(401).json({ error: "Wrong name or password." });
    return;
  }
  const token = Auth.getToken({ user, jti: randomUUID() }, { expiresInSeconds: LIFETIME_SECONDS });
  res.cookie("login", token, { ...attributes, maxAge: LIFETIME_SECONDS * 1000 });
  res.json({ user });
});

Router.post("/logout", (req, res) => {
  const jti = living(req)?.["jti"];
  if (typeof jti === "string" && !existsSync(`${ENDED}/${jti}`)) {
    ended.add(jti);
    writeFileSync(`${ENDED}/${jti}`, "");
  }
  res.clearCookie("login", attributes);
  res.json({ user: null });
});

Router.get("/me", (req, res) => {
  const payload = living(req);
  if (payload === undefined) res.status(401).json({ error: "Sign in." });
  else res.json({ user: payload["user"] });
});

/** What the token says, unless it has ended. */
function living(req: Request) {
  const payload = Auth.getPayload(req.cookies["login"]);
  return payload === null || ended.has(String(payload["jti"])) ? undefined : payload;
}

const app = await createApp();
app.listen(7148);
