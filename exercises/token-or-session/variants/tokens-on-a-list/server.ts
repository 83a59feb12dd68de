import { Auth, createApp, Router } from "keepsake";
import { isRight } from "./users.ts";

process.env["TINA4_SECRET"] ??= "hR5tXz8QwKc2LmVd7PnJ4yBf9GsEa3Uo";

const app = await createApp();

/** A short token says who asks; the session says whether that still counts. */
Router.post("/login", (req, res) => {
  const { user, password } = req.body;
  if (!isRight(user, password)) return res.status(401).json({ error: "Wrong name or password." });
  req.session.regenerate();
  req.session.set("token", Auth.getToken({ user }, { expiresInSeconds: 86_400 }));
  return res.json({ user });
});

Router.post("/logout", (req, res) => {
  req.session.destroy();
  return res.json({ user: null });
});

Router.get("/me", (req, res) => {
  const payload = Auth.getPayload(req.session.get("token"));
  return payload === null ? res.status(401).json({ error: "Sign in." }) : res.json({ user: payload["user"] });
});

app.listen(7148);
