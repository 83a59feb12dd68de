import { Router } from "keepsake";

// Works for everybody, signed in or not.
Router.post("/cart", async (req, res) => {
  req.session.increment("lamps");
  return res.redirect(303, "/login");
});

Router.get("/cart", async (req, res) => {
  return res.json({ lamps: req.session.get("lamps", 0) });
});
