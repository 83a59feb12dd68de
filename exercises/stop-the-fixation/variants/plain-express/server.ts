import express, { type NextFunction, type Request, type Response } from "express";
import { Auth, session } from "keepsake";
import { shopPage } from "./src/pages.ts";
import { userByEmail } from "./src/users.ts";

const app = express();
app.use(express.urlencoded({ extended: false }), session());

function signedIn(req: Request, res: Response, next: NextFunction): void {
  if (req.session.userId === undefined) res.sendStatus(401);
  else next();
}

app.get("/", (req, res) => {
  res.send(shopPage(req.session.all()));
});

app.get("/me", (req, res) => {
  const { lamps = 0, address = "" } = req.session.all();
  res.json({ user_id: req.session.userId ?? null, lamps, address });
});

app.post("/cart", (req, res) => {
  req.session.increment("lamps");
  res.redirect(303, "/");
});

app.post("/login", async (req, res) => {
  const { email, password } = req.body;
  const user = userByEmail(email);
  const fits = await Auth.checkPassword(password, user?.passwordHash);
  if (user === undefined || !fits) return res.sendStatus(401);
  req.session.login(user.id);
  return res.redirect(303, "/");
});

app.post("/address", signedIn, (req, res) => {
  req.session.set("address", req.body.address);
  res.redirect(303, "/");
});

app.post("/desk", signedIn, (req, res) => {
  if (req.body.number !== "2468") return res.sendStatus(403);
  // The desk belongs to an id of its own: whoever opens it proves it anew.
  req.session.regenerate();
  req.session.set("desk", true);
  return res.redirect(303, "/desk");
});

app.get("/desk", (req, res) => {
  res.status(req.session.has("desk") ? 200 : 403).json({});
});

app.post("/logout", (req, res) => {
  req.session.logout();
  res.redirect(303, "/");
});

app.listen(7148);
