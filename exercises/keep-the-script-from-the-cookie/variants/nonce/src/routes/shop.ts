import { randomBytes } from "node:crypto";
import { Router } from "keepsake";

/** A text that is ready for a page. */
class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Every value between the pieces becomes text, but for markup and lists of it. */
function html(pieces: TemplateStringsArray, ...values: unknown[]): Markup {
  return new Markup(String.raw({ raw: pieces }, ...values.map(ready)));
}

function ready(value: unknown): string {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(ready).join("");
  return String(value ?? "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&apos;");
}

interface Entry {
  author: string;
  text: string;
  website: URL | null;
}

const entries: Entry[] = [];

Router.get("/", (req, res) => {
  const nonce = randomBytes(16).toString("base64url");
  const query = String(req.query.q ?? "");
  const items = entries
    .filter(({ text }) => text.includes(query))
    .map(({ author, text, website }) => {
      const by = website === null ? html`${author}` : html`<a href="${website.href}">${author}</a>`;
      return html`<li>${text} <cite>${by}</cite></li>`;
    });
  const page = html`<!doctype html><html lang="en"><title>Desk lamp</title>
<script nonce="${nonce}">
const theme = document.cookie.match(/theme=(\w+)/);
if (theme) document.documentElement.dataset.theme = theme[1];
</script>
<h1>Desk lamp</h1><p>${req.session.get<string>("name")}</p>
<form><input name="q" value="${query}"></form><p>${query}</p><ul>${items}</ul></html>`;
  res.set("Content-Security-Policy", `script-src 'nonce-${nonce}'; object-src 'none'`);
  res.send(page.text);
});

Router.post("/reviews", (req, res) => {
  const { author, text, website } = req.body;
  const url = URL.parse(website);
  entries.unshift({ author, text, website: url?.protocol.startsWith("http") ? url : null });
  res.redirect(303, "/");
});

Router.post("/login", (req, res) => {
  req.session.login(String(req.body.name).slice(0, 100));
  req.session.set("name", String(req.body.name));
  res.redirect(303, "/");
});

Router.post("/theme", (req, res) => {
  res.cookie("theme", String(req.body.theme), { sameSite: "lax" });
  res.redirect(303, "/");
});
