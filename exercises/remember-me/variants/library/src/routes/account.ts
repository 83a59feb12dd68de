import { Auth, Router } from "keepsake";
import { accountPage, loginPage } from "../pages.ts";
import { userByEmail, userById } from "../users.ts";

Router.get("/login", (_req, res) => {
  res.send(loginPage());
});

Router.post("/login", async (req, res) => {
  const { email, password, remember } = req.body;
  const user = userByEmail(email);
  if (!(await Auth.checkPassword(password, user?.passwordHash)) || user === undefined) {
    return res.sendStatus(401);
  }
  req.session.login(user.id, { remember: remember === "on" });
  return res.redirect(303, "/account");
});

Router.get("/account", (req, res) => {
  const user = userById(req.session.userId);
  if (user === undefined) res.redirect(303, "/login");
  else res.send(accountPage(user.name));
});

Router.post("/logout", (req, res) => {
  req.session.logout();
  res.redirect(303, "/login");
});

Router.post("/logout/everywhere", async (req, res) => {
  await req.session.revokeOtherSessions();
  req.session.logout();
  res.redirect(303, "/login");
});
