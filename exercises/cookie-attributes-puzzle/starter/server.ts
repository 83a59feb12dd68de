import express from "express";
import { cookies } from "./cookies.ts";

const app = express();

app.get("/", (_req, res) => {
  res.send(`<!doctype html><html lang="en"><title>The shop</title>
<h1>The shop</h1><p><a href="/enter">Enter</a>, then <a href="/seen">see what came</a>.</p></html>`);
});

// Sets all seven. The value of each begins with the word that says what it is.
app.get("/enter", (req, res) => {
  const visit = String(req.query["visit"] ?? "1");
  for (const [what, { name, options }] of Object.entries(cookies)) {
    res.cookie(name, `${what}.${visit}`, options);
  }
  res.send(`<!doctype html><html lang="en"><title>Entered</title>
<p>Seven cookies were set. Go and <a href="/seen">see what comes</a>,
or visit <a href="https://partner.test/">the partner</a>.</p></html>`);
});

// Any other address says which of them came.
app.all("/*path", (req, res) => {
  const pairs = (req.headers.cookie ?? "").split("; ").filter((pair) => pair !== "");
  res.json({ came: pairs.map((pair) => pair.slice(pair.indexOf("=") + 1)) });
});

app.listen(7148);
