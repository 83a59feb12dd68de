import { Router } from "keepsake";
import { shopPage } from "../pages.ts";

Router.get("/", (req, res) => {
  res.send(shopPage(req.session.get<string>("name"), req.session.get("points", 0)));
});

Router.get("/me", (req, res) => {
  const { name = null, points = 0 } = req.session.all();
  res.json({ name, points });
});

Router.post("/login", (req, res) => {
  req.session.login(String(req.body.name));
  req.session.set("name", req.body.name);
  req.session.set("points", 100);
  res.redirect(303, "/");
});

Router.post("/logout", (req, res) => {
  req.session.destroy();
  res.redirect(303, "/");
});

Router.post("/points", (req, res) => {
  const left = req.session.get("points", 0) - Number(req.body.amount);
  if (!req.session.has("name") || !(left >= 0)) return res.sendStatus(400);
  req.session.set("points", left);
  return res.redirect(303, "/");
});
