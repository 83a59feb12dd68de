import { Router } from "keepsake";

Router.get("/", async (_req, res) => {
  return res.render("page.html", { title: "Desk lamps", theme: "light" });
});

Router.get("/about/team", async (_req, res) => {
  return res.render("page.html", { title: "Our team", theme: "light" });
});

Router.post("/theme", async (_req, res) => {
  return res.status(501).send("Nothing is kept yet.");
});

Router.post("/theme/reset", async (_req, res) => {
  return res.status(501).send("Nothing is forgotten yet.");
});
