import { createApp, Router } from "keepsake";
import { frontPage } from "./src/page.ts";

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
  return res.send(clubPage(member, req.session.getFlash<string>("message") ?? ""));
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

/** The live region is always there, as screen readers want it, and empty when there is nothing to say. */
function clubPage(member: string, message: string): string {
  return `<!doctype html>
<html lang="en">
<title>The club</title>
<h1>The club</h1>
<p class="alert" role="status">
  ${escapeHtml(message)}
</p>
<p class="alert" role="alert"></p>
<p>Good to see you, <strong class="member">${escapeHtml(member)}</strong>.</p>
<form method="post" action="/leave"><button>Leave the club</button></form>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const app = await createApp();
app.listen(7148, () => console.log("The club is open at http://localhost:7148/"));
