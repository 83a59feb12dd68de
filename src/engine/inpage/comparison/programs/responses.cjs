// The methods of Express's response, as its reference lists them.
const fs = require("node:fs");
const path = require("node:path");
const express = require("express");
const app = express();

const folder = path.join(process.cwd(), "responses-files");
fs.mkdirSync(folder, { recursive: true });
const file = path.join(folder, "report.txt");
fs.writeFileSync(file, "quarterly report\n".repeat(10));
fs.utimesSync(file, new Date(1.7e12), new Date(1.7e12));

app.set("trust proxy", "loopback");
app.set("json spaces", 0);

app.get("/json", (_req, res) =>
  res.json({ user: "tobi", nested: { list: [1, 2, null] }, date: new Date(0), skip: undefined }),
);
app.get("/json-null", (_req, res) => res.json(null));
app.get("/json-status", (_req, res) => res.status(500).json({ error: "message" }));
app.get("/json-array", (_req, res) => res.json(["é", "日本", "\u2028", "<script>"]));
app.get("/jsonp", (_req, res) => res.jsonp({ user: "tobi" }));
app.get("/send-buffer", (_req, res) => res.send(Buffer.from("whoop")));
app.get("/send-object", (_req, res) => res.send({ some: "json" }));
app.get("/send-html", (_req, res) => res.send("<p>some html</p>"));
app.get("/send-404", (_req, res) => res.status(404).send("Sorry, we cannot find that!"));
app.get("/send-text", (_req, res) => res.set("Content-Type", "text/plain").send("plain é"));
app.get("/send-empty", (_req, res) => res.send(""));
app.get("/send-undefined", (_req, res) => res.send());
app.get("/send-number", (_req, res) => res.send(true));
app.get("/send-status", (_req, res) => res.sendStatus(418));
app.get("/send-status-unknown", (_req, res) => res.sendStatus(599));
app.get("/no-content", (_req, res) => res.status(204).send("ignored"));
app.get("/reset-content", (_req, res) => res.status(205).send("ignored"));
app.get("/not-modified", (_req, res) => res.status(304).send("ignored"));
app.get("/end", (_req, res) => res.end());
app.get("/end-404", (_req, res) => res.status(404).end());
app.get("/redirect", (_req, res) => res.redirect("/foo/bar"));
app.get("/redirect-301", (_req, res) => res.redirect(301, "http://example.com/a b?c=d é"));
app.get("/redirect-307", (_req, res) => res.redirect(307, "../login"));
app.post("/redirect-303", (_req, res) => res.redirect(303, "/done"));
app.get("/redirect-back", (req, res) => res.redirect(req.get("Referrer") || "/"));
app.get("/location", (_req, res) => res.location("/foo/bar").send("located"));
app.get("/links", (_req, res) =>
  res
    .links({ next: "http://api.example.com/users?page=2", last: "http://api.example.com/users?page=5" })
    .end(),
);
app.get("/vary", (_req, res) => res.vary("User-Agent").vary("Accept").send("varied"));
app.get("/type", (_req, res) => res.type("png").send(Buffer.from([137, 80])));
app.get("/type-html", (_req, res) => res.type(".html").send("html"));
app.get("/attachment", (_req, res) => res.attachment("path/to/logo — é.png").send("x"));
app.get("/append", (_req, res) => {
  res.append("Link", ["<http://localhost/>", "<http://localhost:3000/>"]);
  res.append("Set-Cookie", "foo=bar; Path=/; HttpOnly");
  res.append("Set-Cookie", "baz=qux");
  res.append("Warning", "199 Miscellaneous warning");
  res.send("appended");
});
app.get("/set", (_req, res) => {
  res.set({ "Content-Type": "text/plain", "Content-Length": "3", ETag: "12345", "X-Many": ["a", "b"] });
  res.send("123");
});
app.get("/get-header", (_req, res) => {
  res.set("X-Custom", "Value");
  res.json([res.get("x-custom"), res.getHeaderNames(), res.getHeaders(), res.hasHeader("X-CUSTOM")]);
});
app.get("/cookie", (_req, res) => {
  res.cookie("name", "tobi", { domain: ".example.com", path: "/admin", secure: true });
  res.cookie("rememberme", "1", {
    expires: new Date(1e12),
    httpOnly: true,
    sameSite: "strict",
    priority: "high",
  });
  res.cookie("object", { a: 1 }, { sameSite: true, partitioned: true });
  res.cookie("raw", "a b;c", {
    encode: String.prototype.toUpperCase.call.bind(String.prototype.toUpperCase),
  });
  res.cookie("lax", "ü €", { sameSite: "lax" });
  res.send("cookies");
});
app.get("/clear-cookie", (_req, res) => res.clearCookie("name", { path: "/admin" }).send("cleared"));
app.get("/format", (_req, res) =>
  res.format({
    "text/plain"() {
      res.send("hey");
    },
    "text/html"() {
      res.send("<p>hey</p>");
    },
    "application/json"() {
      res.send({ message: "hey" });
    },
  }),
);
app.get("/format-only", (_req, res) => res.format({ "application/json": () => res.send("{}") }));
app.get("/send-file", (_req, res) =>
  res.sendFile("report.txt", { root: folder, headers: { "x-sent": true } }),
);
app.get("/send-file-max-age", (_req, res) => res.sendFile(file, { maxAge: "1d", immutable: true }));
app.get("/send-file-none", (_req, res) => {
  res.sendFile("none.txt", { root: folder }, (error) => {
    if (error) res.status(error.status).json({ code: error.code, status: error.status });
  });
});
app.get("/send-file-escape", (_req, res) => {
  res.sendFile("../secret", { root: folder }, (error) => res.status(error.status).send(error.message));
});
app.get("/download", (_req, res) => res.download(file, "umsatz.txt"));
app.get("/locals", (_req, res) => {
  res.locals.user = "tobi";
  res.json({ ...res.locals, sent: res.headersSent });
});
app.get("/etag-off", (_req, res) => {
  app.disable("etag");
  res.send("no etag");
  app.enable("etag");
});
app.get("/proxy", (req, res) =>
  res.json({ ip: req.ip, ips: req.ips, protocol: req.protocol, host: req.host }),
);

app.listen(process.env.PORT);
