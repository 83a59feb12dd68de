import { Router } from "keepsake";
import { type Review, shopPage } from "../pages.ts";

const REVIEWS_AT_MOST = 200;
const reviews: Review[] = [{ author: "Carol", text: "It gives a warm light.", website: "" }];

// Only files of the shop itself are scripts; what stands in a page is text.
Router.use((_req, res, next) => {
  res.setHeader("Content-Security-Policy", "script-src 'self'; object-src 'none'; base-uri 'none'");
  next();
});

Router.get("/", async (req, res) => {
  const query = typeof req.query.q === "string" ? req.query.q : "";
  const found = reviews.filter(({ text }) => text.includes(query));
  return res.send(shopPage({ reviews: found, query, name: req.session.get<string>("name") }));
});

Router.post("/reviews", async (req, res) => {
  const { author = "", text = "", website = "" } = req.body;
  reviews.push({ author: String(author), text: String(text), website: String(website) });
  if (reviews.length > REVIEWS_AT_MOST) reviews.shift();
  return res.redirect(303, "/");
});

// No password: this exercise is about scripts.
Router.post("/login", async (req, res) => {
  const name = String(req.body.name);
  req.session.login(name.slice(0, 100));
  req.session.set("name", name);
  return res.redirect(303, "/");
});

Router.post("/theme", async (req, res) => {
  res.cookie("theme", req.body.theme === "dark" ? "dark" : "light", { sameSite: "lax" });
  return res.redirect(303, "/");
});
