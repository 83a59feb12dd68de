import { randomBytes, timingSafeEqual } from "node:crypto";
import type { NextFunction, Request, Response } from "express";
import { Router } from "keepsake";
import { giftPage, shopPage } from "../pages.ts";

/** A hidden field with a secret that only pages of this shop can read. */
function tokenField(req: Request): string {
  const token = req.session.get<string>("token") ?? randomBytes(24).toString("base64url");
  req.session.set("token", token);
  return `<input type="hidden" name="token" value="${token}">`;
}

function withToken(req: Request, res: Response, next: NextFunction): void {
  const expected = Buffer.from(req.session.get("token", ""));
  const given = Buffer.from(String(req.body.token ?? ""));
  const fits = expected.length > 0 && expected.length === given.length && timingSafeEqual(expected, given);
  if (fits) next();
  else res.status(403).send("Please send the form from the shop's own page.");
}

Router.get("/", (req, res) => {
  res.send(shopPage(req.session.get<string>("name"), req.session.get("points", 0), tokenField(req)));
});

Router.get("/me", (req, res) => {
  res.json({ name: req.session.get("name", null), points: req.session.get("points", 0) });
});

Router.get("/gift", (req, res) => {
  res.send(giftPage(String(req.query.to), Number(req.query.amount), tokenField(req)));
});

Router.post("/login", withToken, (req, res) => {
  req.session.login(req.body.name);
  req.session.set("name", req.body.name);
  req.session.set("points", 100);
  req.session.delete("token");
  res.redirect(303, "/");
});

Router.post("/logout", withToken, (req, res) => {
  req.session.logout();
  res.redirect(303, "/");
});

Router.post("/points", withToken, (req, res) => {
  const amount = Number.parseInt(req.body.amount, 10);
  if (!req.session.has("name")) return res.sendStatus(401);
  if (!(amount > 0 && amount <= req.session.get("points", 0))) return res.sendStatus(400);
  req.session.increment("points", -amount);
  return res.redirect(303, "/");
});
