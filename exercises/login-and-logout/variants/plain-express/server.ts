import express from "express";
import { Auth, session } from "keepsake";
import { accountPage, loginPage } from "./src/pages.ts";
import { userByEmail, userById } from "./src/users.ts";

const app = express();
app.use(express.urlencoded({ extended: false }), express.json(), session());

app.get("/login", (_req, res) => {
  res.send(loginPage());
});

app.post("/login", async (req, res) => {
  const fields = new Map(Object.entries<unknown>(req.body ?? {}));
  const [email, password] = [fields.get("email"), fields.get("password")];
  const wrong = () => res.status(401).send(loginPage("E-mail and password do not fit."));
  if (typeof email !== "string" || typeof password !== "string") return wrong();
  const user = userByEmail(email);
  if (!(await Auth.checkPassword(password, user?.passwordHash))) return wrong();
  if (user === undefined) return wrong();
  req.session.login(user.id);
  return res.redirect(303, "/account");
});

app.get("/account", (req, res) => {
  const user = userById(req.session.userId);
  if (user === undefined) res.redirect(303, "/login");
  else res.send(accountPage(user.name, req.session.get("lamps", 0)));
});

app.post("/logout", (req, res) => {
  req.session.destroy();
  res.redirect(303, "/login");
});

app.post("/cart", (req, res) => {
  req.session.increment("lamps");
  res.redirect(303, "/login");
});

app.get("/cart", (req, res) => {
  res.json({ lamps: req.session.get("lamps", 0) });
});

app.listen(7148);
