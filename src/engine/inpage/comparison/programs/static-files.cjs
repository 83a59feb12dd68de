// express.static, conditional requests and ranges.
const fs = require("node:fs");
const path = require("node:path");
const express = require("express");
const app = express();

const root = path.join(process.cwd(), "public-files");
const files = {
  "index.html": "<!doctype html><title>Home</title>\n",
  "css/style.css": "body { color: teal; }\n",
  "js/app.js": "console.log('hello');\n",
  "data.json": '{"a":1}\n',
  "images/pixel.gif": Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64"),
  "big.txt": "0123456789".repeat(20_000),
  "with space.txt": "spaced\n",
  "ünï.txt": "unicode\n",
  ".hidden": "hidden\n",
  "page.html": "<p>page</p>\n",
  "docs/index.html": "<p>docs</p>\n",
  empty: "",
};
for (const [name, content] of Object.entries(files)) {
  const file = path.join(root, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
  fs.utimesSync(file, new Date(1.7e12), new Date(1.7e12));
}

app.use(express.static(root));
app.use("/static", express.static(root, { index: false, redirect: false, etag: false, lastModified: false }));
app.use(
  "/cached",
  express.static(root, {
    dotfiles: "allow",
    extensions: ["htm", "html"],
    immutable: true,
    maxAge: "1y",
    setHeaders: (res, file) => res.set("X-File", path.basename(file, ".html").length.toString()),
  }),
);
app.use("/strict", express.static(root, { fallthrough: false, dotfiles: "deny", acceptRanges: false }));
app.use((err, _req, res, _next) => {
  res.status(err.status ?? 500).send(`static said ${err.status} ${err.code ?? ""}`);
});
app.use((_req, res) => {
  res.status(404).send("Sorry can't find that!");
});

app.listen(process.env.PORT);
