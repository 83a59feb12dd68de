import { Router } from "keepsake";
import { loginPage } from "../pages.ts";

Router.get("/login", async (_req, res) => {
  return res.send(loginPage());
});

// email, password: signs in, or says 401 in a way that tells nothing.
Router.post("/login", async (req, res) => {
  return res.status(501).send(`${req.method} ${req.path} is not written yet.`);
});

// The account of who is signed in. Others go to /login.
Router.get("/account", async (req, res) => {
  return res.status(501).send(`${req.method} ${req.path} is not written yet. Show accountPage(…).`);
});

// Ends the session.
Router.post("/logout", async (req, res) => {
  return res.status(501).send(`${req.method} ${req.path} is not written yet.`);
});
