import { Auth, Router } from "keepsake";
import { accountPage, loginPage } from "../pages.ts";
import { userByEmail, userById } from "../users.ts";

Router.get("/login", async (_req, res) => {
  return res.send(loginPage());
});

Router.post("/login", async (req, res) => {
  const { email, password } = req.body;
  const user = typeof email === "string" ? userByEmail(email) : undefined;
  // Also without a user: the answer then takes as long.
  const isRight = await Auth.checkPassword(String(password), user?.passwordHash);
  if (!isRight || user === undefined) {
    return res.status(401).send(loginPage("Wrong e-mail or password."));
  }
  req.session.login(user.id);
  return res.redirect(303, "/account");
});

Router.get("/account", async (req, res) => {
  const user = userById(req.session.userId);
  if (user === undefined) return res.redirect(303, "/login");
  return res.send(accountPage(user.name, req.session.get("lamps", 0)));
});

Router.post("/logout", async (req, res) => {
  req.session.logout();
  return res.redirect(303, "/login");
});
