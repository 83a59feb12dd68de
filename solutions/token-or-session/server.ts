import { createApp, Router } from "keepsake";
import { isRight } from "./users.ts";

Router.post("/login", (req, res) => {
  const { user, password } = req.body;
  if (!isRight(user, password)) {
    res.status(401).json({ error: "Wrong name or password." });
    return;
  }
  req.session.login(user);
  res.json({ user });
});

Router.post("/logout", (req, res) => {
  req.session.logout();
  res.json({ user: null });
});

Router.get("/me", (req, res) => {
  const user = req.session.userId;
  if (user === undefined) res.status(401).json({ error: "Sign in." });
  else res.json({ user });
});

const app = await createApp();
app.listen(7148);
