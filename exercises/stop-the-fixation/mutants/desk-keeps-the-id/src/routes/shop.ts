import { Auth, Router } from "keepsake";
import { shopPage } from "../pages.ts";
import { userByEmail } from "../users.ts";

const DESK_NUMBER = "2468";

Router.get("/", async (req, res) => {
  return res.send(shopPage(req.session.all()));
});

Router.get("/me", async (req, res) => {
  return res.json({
    user_id: req.session.get("user_id", null),
    lamps: req.session.get("lamps", 0),
    address: req.session.get("address", ""),
  });
});

Router.post("/cart", async (req, res) => {
  req.session.increment("lamps");
  return res.redirect(303, "/");
});

Router.post("/login", async (req, res) => {
  const user = userByEmail(String(req.body.email));
  const isRight = await Auth.checkPassword(req.body.password, user?.passwordHash);
  if (!isRight || user === undefined) return res.status(401).send("Wrong e-mail or password.");
  // A new id, and nothing of another user.
  req.session.login(user.id);
  return res.redirect(303, "/");
});

// Where to deliver to, for who is signed in.
Router.post("/address", async (req, res) => {
  if (!req.session.has("user_id")) return res.status(401).send("Please sign in.");
  req.session.set("address", String(req.body.address).slice(0, 200));
  return res.redirect(303, "/");
});

// The administrator's desk: opened with a number, then open to this session.
Router.post("/desk", async (req, res) => {
  if (!req.session.has("user_id")) return res.status(401).send("Please sign in.");
  if (req.body.number !== DESK_NUMBER) return res.status(403).send("That is not the number.");
  req.session.set("desk", true);
  return res.redirect(303, "/desk");
});

Router.get("/desk", async (req, res) => {
  if (!req.session.get("desk", false)) return res.status(403).send("The desk is closed.");
  return res.json({ takings: 88_310 });
});

Router.post("/logout", async (req, res) => {
  req.session.logout();
  return res.redirect(303, "/");
});
