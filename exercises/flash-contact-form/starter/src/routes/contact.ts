import { Router } from "keepsake";

Router.get("/contact", async (_req, res) => {
  return res.render("contact.html", {});
});

Router.post("/contact", async (req, res) => {
  req.session.increment("letters");
  return res.render("contact.html", {
    flash_message: "Thank you.",
    flash_type: "success",
  });
});
