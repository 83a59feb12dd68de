import type { Request, Response } from "express";
import { Router } from "keepsake";
import { giftPage, shopPage } from "../pages.ts";

const POINTS_AT_FIRST = 100;

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

// Before everything else: who asks? The browser says it, and no page can.
Router.use((req, res, next) => {
  if (comesFromHere(req)) next();
  else res.status(403).send("This request came from another site's page.");
});

function comesFromHere(req: Request): boolean {
  const site = req.get("Sec-Fetch-Site");
  if (site !== undefined) return site === "same-origin" || site === "none";
  // A browser that does not say: then its Origin must be ours.
  return req.get("Origin") === `${req.protocol}://${req.host}`;
}

Router.get("/", async (req, res) => {
  return res.send(shopPage(req.session.get<string>("name"), req.session.get("points", 0)));
});

Router.get("/me", async (req, res) => {
  return res.json({ name: req.session.get("name", null), points: req.session.get("points", 0) });
});

// No password: this exercise is about who sends the form.
Router.post("/login", async (req, res) => {
  const name = String(req.body.name);
  if (!/^[a-z]{1,20}$/.test(name)) return res.status(400).send("A name is 1 to 20 small letters.");
  req.session.login(name);
  req.session.set("name", name);
  req.session.set("points", POINTS_AT_FIRST);
  return res.redirect(303, "/");
});

Router.post("/logout", async (req, res) => {
  req.session.logout();
  return res.redirect(303, "/");
});

Router.post("/points", async (req, res) => send(req, res, req.body));

// The link in the newsletter: "Click to send 5 points to a friend."
Router.get("/gift", async (req, res) => {
  const amount = Number(req.query.amount);
  if (typeof req.query.to !== "string" || !Number.isInteger(amount)) {
    return res.status(400).send("To whom, and how many?");
  }
  return res.send(giftPage(req.query.to, amount));
});

function send(req: Request, res: Response, { to, amount }: { to?: unknown; amount?: unknown }): void {
  const count = Number(amount);
  const points = req.session.get("points", 0);
  if (!req.session.has("name")) res.status(401).send("Please sign in.");
  else if (typeof to !== "string" || !Number.isInteger(count) || count < 1 || count > points) {
    res.status(400).send("To whom, and how many?");
  } else {
    req.session.set("points", points - count);
    res.redirect(303, "/");
  }
}
