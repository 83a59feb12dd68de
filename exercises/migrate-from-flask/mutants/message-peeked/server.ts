import { createApp, flaskCookie, Router } from "keepsake";

const env = process.env;
const cookieHeld = flaskCookie({
  secretKey: env["SECRET_KEY"] ?? "",
  secretKeyFallbacks: (env["SECRET_KEY_FALLBACKS"] ?? "").split(",").filter((key) => key !== ""),
  cookieName: env["SESSION_COOKIE_NAME"] ?? "session",
});
const idleTimeoutSeconds = Number(env["PERMANENT_SESSION_LIFETIME"]);

const app = await createApp({ session: { cookieHeld, idleTimeoutSeconds, permanent: false } });

Router.get("/cart", (req, res) => {
  const user = req.session.get<string>("user");
  if (user === undefined) {
    res.status(401).json({ error: "Sign in at /account." });
    return;
  }
  const message = req.session.get("message", null);
  res.json({ user, cart: req.session.get("cart", []), message });
});

Router.post("/cart/add", (req, res) => {
  const user = req.session.get<string>("user");
  if (user === undefined) {
    res.status(401).json({ error: "Sign in at /account." });
    return;
  }
  const cart = [...req.session.get<string[]>("cart", []), String(req.body.thing)];
  req.session.set("cart", cart);
  res.json({ user, cart, message: req.session.getFlash("message") ?? null });
});

Router.post("/logout", (req, res) => {
  req.session.destroy();
  res.json({ user: null });
});

app.listen(7148);
