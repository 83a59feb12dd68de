import express, { type Request, type Response } from "express";
import { type Data, openSession, sealSession, settingsOf } from "./flask/session-cookie.ts";

const settings = settingsOf(process.env);
const app = express();
app.use(express.json());

app.get("/cart", (req, res) => {
  answer(req, res, () => undefined);
});

app.post("/cart/add", (req, res) => {
  answer(req, res, (session) => {
    session["cart"] = [...listOf(session["cart"]), String(req.body.thing)];
  });
});

app.post("/logout", (_req, res) => {
  res.clearCookie(settings.cookieName, { httpOnly: true, sameSite: "lax" });
  res.json({ user: null });
});

/** For whom is signed in: changes the session, takes its message, sends both back. */
function answer(req: Request, res: Response, change: (session: Data) => void): void {
  const session = openSession(req.headers.cookie, settings);
  if (session["user"] === undefined) {
    res.status(401).json({ error: "Sign in at /account." });
    return;
  }
  change(session);
  const [first] = listOf(session["_flashes"]) as { " t": [category: string, text: string] }[];
  delete session["_flashes"];
  res.cookie(settings.cookieName, sealSession(session, settings.secretKey), {
    httpOnly: true,
    sameSite: "lax",
    encode: String,
  });
  res.json({ user: session["user"], cart: listOf(session["cart"]), message: first?.[" t"][1] ?? null });
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

app.listen(7148);
