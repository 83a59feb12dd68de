import { createApp, Router } from "keepsake";

const app = await createApp();

Router.get("/cart", (req, res) => {
  const user = req.session.get<string>("user");
  if (user === undefined) {
    res.status(401).json({ error: "Sign in at /account." });
    return;
  }
  res.json({ user, cart: req.session.get("cart", []), message: null });
});

Router.post("/cart/add", (_req, res) => {
  res.status(501).json({ error: "Not built yet." });
});

Router.post("/logout", (_req, res) => {
  res.status(501).json({ error: "Not built yet." });
});

app.listen(7148);
