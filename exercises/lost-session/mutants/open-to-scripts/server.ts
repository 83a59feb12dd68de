import { createApp, Router } from "keepsake";
import { clubPage, frontPage } from "./src/page.ts";

Router.get("/", async (_req, res) => res.send(frontPage()));

Router.post("/join", async (req, res) => {
  const name = String(req.body.name ?? "").trim();
  if (name === "") return res.status(400).send("Please give a name.");
  req.session.set("member", name);
  req.session.set("joined_at", new Date().toISOString());
  req.session.flash("message", `Welcome to the club, ${name}!`);
  return res.redirect(303, "/club");
});

Router.get("/club", async (req, res) => {
  const member = req.session.get<string>("member");
  if (member === undefined) return res.redirect(303, "/");
  const message = req.session.getFlash<string>("message") ?? "";
  return res.send(clubPage(member, message));
});

Router.get("/me", async (req, res) => {
  const member = req.session.get<string>("member");
  if (member === undefined) return res.json({ member: null });
  return res.json({ member, joined_at: req.session.get("joined_at") });
});

Router.post("/leave", async (req, res) => {
  req.session.destroy();
  return res.redirect(303, "/");
});

const app = await createApp({ session: { httpOnly: false } });
app.listen(7148, () => console.log("The club is open at http://localhost:7148/"));
