import express, { type Request } from "express";
import { session } from "keepsake";
import { clubPage, frontPage } from "./src/page.ts";

interface Member {
  member: string;
  joined_at: string;
}

const app = express();
app.use(express.urlencoded({ extended: false }), session());

app.get("/", (_req, res) => {
  res.send(frontPage());
});

app.post("/join", (req, res) => {
  const member = String(req.body.name ?? "").trim();
  if (member === "") {
    res.status(400).send("Please give a name.");
    return;
  }
  const joined = { member, joined_at: new Date().toISOString() };
  for (const [key, value] of Object.entries(joined)) req.session.set(key, value);
  req.session.flash("welcome", `Hello ${member}, come in.`);
  res.redirect(303, "/club");
});

app.get("/club", (req, res) => {
  const known = memberOf(req);
  if (known === undefined) res.redirect(303, "/");
  else res.send(clubPage(known.member, req.session.flash<string>("welcome") ?? ""));
});

app.get("/me", (req, res) => {
  res.json(memberOf(req) ?? { member: null });
});

app.post("/leave", (req, res) => {
  req.session.logout();
  res.redirect(303, "/");
});

app.listen(7148);

function memberOf(req: Request): Member | undefined {
  const member = req.session.get<string>("member");
  return member === undefined ? undefined : { member, joined_at: req.session.get("joined_at", "") };
}
