import { Auth, Router } from "keepsake";
import { accountPage, loginPage } from "../pages.ts";
import { comeBack, forget, remember, removeDevicesOf } from "../remember.ts";
import { userByEmail, userById } from "../users.ts";

// Before each route: who is not signed in may have been remembered.
Router.use((req, res, next) => {
  if (req.session.userId === undefined && req.cookies.remember !== undefined) comeBack(req, res);
  next();
});

Router.get("/login", async (_req, res) => {
  return res.send(loginPage());
});

Router.post("/login", async (req, res) => {
  const user = userByEmail(String(req.body.email));
  const isRight = await Auth.checkPassword(req.body.password, user?.passwordHash);
  if (!isRight || user === undefined) return res.status(401).send(loginPage());
  req.session.login(user.id);
  if (req.body.remember === "on") remember(res, user.id);
  return res.redirect(303, "/account");
});

Router.get("/account", async (req, res) => {
  const user = userById(req.session.userId);
  return user === undefined ? res.redirect(303, "/login") : res.send(accountPage(user.name));
});

Router.post("/logout", async (req, res) => {
  forget(req, res);
  req.session.logout();
  return res.redirect(303, "/login");
});

Router.post("/logout/everywhere", async (req, res) => {
  const { userId } = req.session;
  if (userId !== undefined) {
    removeDevicesOf(Number(userId));
    await req.session.revokeOtherSessions();
  }
  forget(req, res);
  req.session.logout();
  return res.redirect(303, "/login");
});
