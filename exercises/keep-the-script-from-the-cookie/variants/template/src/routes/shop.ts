import { Router } from "keepsake";
import type { Review } from "../pages.ts";

const reviews: (Review & { link: string | undefined })[] = [];

Router.use((_req, res, next) => {
  res.set("Content-Security-Policy", "default-src 'self'");
  next();
});

Router.get("/", (req, res) => {
  const query = String(req.query.q ?? "");
  res.render("shop.html", {
    query,
    name: req.session.get<string>("name"),
    reviews: reviews.filter(({ text }) => text.includes(query)),
  });
});

Router.post("/reviews", (req, res) => {
  const { author, text, website }: Review = req.body;
  const link = /^https?:\/\//.test(website) ? website : undefined;
  reviews.push({ author, text, website, link });
  res.redirect(303, "/");
});

Router.post("/login", (req, res) => {
  req.session.login(String(req.body.name));
  req.session.set("name", req.body.name);
  res.redirect(303, "/");
});

Router.post("/theme", (req, res) => {
  res.cookie("theme", req.body.theme === "dark" ? "dark" : "light", { sameSite: "lax" });
  res.redirect(303, "/");
});
