// Express's reference, "Response" and "Router": each member at the path of its own name.
const fs = require("node:fs");
const path = require("node:path");
const express = require("express");
const app = express();

const folder = path.join(process.cwd(), "reference-files");
fs.mkdirSync(path.join(folder, "sub"), { recursive: true });
const file = path.join(folder, "report.txt");
fs.writeFileSync(file, "0123456789".repeat(20));
fs.writeFileSync(path.join(folder, ".secret"), "hidden");
fs.writeFileSync(path.join(folder, "view.tpl"), "Hello {name}, {title}!");
for (const name of ["report.txt", ".secret"])
  fs.utimesSync(path.join(folder, name), new Date(1.7e12), new Date(1.7e12));
app.set("views", folder);
app.set("view engine", "tpl");
app.engine("tpl", (name, options, done) => {
  fs.readFile(name, "utf8", (error, text) =>
    error
      ? done(error)
      : done(
          null,
          text.replace(/\{(\w+)\}/g, (_all, key) => options[key] ?? "nobody"),
        ),
  );
});

const failing = (run) => {
  try {
    run();
    return "fine";
  } catch (error) {
    return `${error.name} ${error.code ?? ""} ${error.message}`;
  }
};
const at = (name, handler) => app.get(`/${name}`, handler);

at("res.app", (req, res) => res.json(res.app === req.app));
at("res.headersSent", (_req, res) => {
  const before = res.headersSent;
  res.write(`${before} `);
  res.end(String(res.headersSent));
});
app.use("/res.locals", (_req, res, next) => {
  res.locals.user = "tobi";
  next();
});
at("res.locals", (_req, res) =>
  res.render("view", { title: `one of ${Object.keys(res.locals)}` }, (_error, html) =>
    res.send(html.replace("nobody", res.locals.user)),
  ),
);
at("res.req", (req, res) => res.json(res.req === req));
at("res.append", (_req, res) => {
  res.append("Link", "<http://localhost/>").append("Link", ["<a>", "<b>"]).append("X-One", "1");
  res.json(res.get("Link"));
});
at("res.append/wrong", (_req, res) =>
  res.json([failing(() => res.append("X-A", "a\nb")), failing(() => res.append("b ad", "x"))]),
);
at("res.attachment", (_req, res) => res.attachment().send("no name"));
at("res.attachment/named", (_req, res) => res.attachment("path/to/logo.png").send(Buffer.from("png")));
at("res.cookie", (_req, res) =>
  res
    .cookie("name", "tobi", { domain: ".example.com", path: "/admin", secure: true })
    .cookie("rememberme", "1", { maxAge: 900000, expires: new Date(0), httpOnly: true })
    .cookie("session", "x", { maxAge: null })
    .cookie("cross", "x", {
      encode: String,
      sameSite: "none",
      secure: true,
      partitioned: true,
      priority: "low",
    })
    .cookie("list", { items: [1, 2, 3] })
    .end(),
);
at("res.cookie/wrong", (_req, res) =>
  res.json([
    failing(() => res.cookie("a b", "x")),
    failing(() => res.cookie("a", "x", { signed: true })),
    failing(() => res.cookie("a", "x", { path: "/;x" })),
    failing(() => res.cookie("a", "x", { domain: "bad domain" })),
    failing(() => res.cookie("a", "x", { sameSite: "sometimes" })),
    failing(() => res.cookie("a", "x", { maxAge: "soon" })),
    failing(() => res.cookie("a", "x", { expires: new Date(Number.NaN) })),
  ]),
);
at("res.clearCookie", (_req, res) =>
  res
    .clearCookie("name", { path: "/admin", maxAge: 5, expires: new Date(9e12) })
    .clearCookie("other")
    .end(),
);
at("res.download", (_req, res) => res.download(file));
at("res.download/named", (_req, res) =>
  res.download("report.txt", 'größe "1".txt', {
    root: folder,
    maxAge: 5000,
    headers: { "X-Down": "1", "Content-Disposition": "ignored" },
  }),
);
at("res.download/none", (_req, res) =>
  res.download(path.join(folder, "none"), (error) =>
    res.status(error.status).json([error.code, res.headersSent]),
  ),
);
at("res.end", (_req, res) => res.end());
at("res.end/status", (_req, res) => res.status(404).end("bytes é", "latin1"));
at("res.end/callback", (_req, res) => {
  res.end("called", () => {
    ended = true;
  });
});
let ended = false;
at("res.end/seen", (_req, res) => res.json(ended));
at("res.format", (_req, res) =>
  res.format({
    text: () => res.send("hey"),
    html: () => res.send("<p>hey</p>"),
    json: () => res.send({ message: "hey" }),
    default: () => res.status(406).send("Not Acceptable"),
  }),
);
at("res.get", (_req, res) => {
  res.type("text").set("X-A", ["1", "2"]);
  res.send(`${res.get("content-type")} ${res.get("X-A")} ${res.get("none")}`);
});
at("res.json", (_req, res) => res.json({ toJSON: () => ({ from: "toJSON" }) }));
at("res.json/values", (_req, res) =>
  res.json([
    0,
    -0,
    1.5,
    Number.NaN,
    null,
    undefined,
    true,
    "ü",
    new Date(0),
    Buffer.from("a"),
    new Map([[1, 2]]),
    { u: undefined },
  ]),
);
at("res.json/wrong", (_req, res) =>
  res.json(
    [
      failing(() => res.json(10n)),
      failing(() => {
        const loop = {};
        loop.loop = loop;
        res.json(loop);
      }).split("\n")[0],
    ].map((text) => text.slice(0, 20)),
  ),
);
at("res.jsonp", (_req, res) => res.status(500).jsonp({ error: "message\u2028" }));
at("res.links", (_req, res) =>
  res.links({ next: "http://a.test/?page=2" }).links({ last: "http://a.test/?page=5" }).end(),
);
at("res.location", (_req, res) => res.location('/a b/ü?x="<>"').location("back?x").end());
at("res.location/url", (_req, res) => res.location("http://exämple.com/%zz é").end());
at("res.redirect", (_req, res) => res.redirect("../blog"));
at("res.redirect/status", (_req, res) => res.redirect(308, "//evil.test/%0d%0aX: 1"));
at("res.redirect/wrong", (_req, res) => res.redirect(200, "/x"));
at("res.redirect/mailto", (_req, res) => res.redirect("mailto:someone@example.com"));
at("res.render", (_req, res) => res.render("view", { name: "Tobi", title: "Sir" }));
at("res.render/callback", (_req, res) =>
  res.render("none", (error) => res.status(500).send(error.message.split('"')[1])),
);
at("res.send", (_req, res) => res.send("<p>text</p>"));
at("res.send/values", (req, res) =>
  res.send(
    {
      null: null,
      buffer: Buffer.from("b"),
      array: ["a"],
      boolean: true,
      typed: new Uint8Array([104, 105]),
      bigint: undefined,
    }[req.query.of],
  ),
);
at("res.send/number", (_req, res) => res.send(204));
at("res.send/type", (_req, res) => res.set("Content-Type", "text/x-own; charset=latin1").send("é"));
at("res.send/etag", (_req, res) => res.set("ETag", '"mine"').send("own etag"));
at("res.sendFile", (_req, res) => res.sendFile(file));
at("res.sendFile/options", (_req, res) =>
  res.sendFile("report.txt", {
    root: folder,
    maxAge: "2 days",
    immutable: true,
    lastModified: false,
    etag: false,
    acceptRanges: false,
    headers: { "x-timestamp": 1 },
  }),
);
at("res.sendFile/cache", (_req, res) => res.sendFile(file, { cacheControl: false }));
at("res.sendFile/dot", (_req, res) => res.sendFile(".secret", { root: folder, dotfiles: "allow" }));
at("res.sendFile/denied", (_req, res) =>
  res.sendFile(".secret", { root: folder, dotfiles: "deny" }, (error) =>
    res.status(error.status).send(error.message),
  ),
);
at("res.sendFile/ignored", (_req, res) =>
  res.sendFile(".secret", { root: folder }, (error) => res.status(error.status).send(error.message)),
);
at("res.sendFile/folder", (_req, res) =>
  res.sendFile("sub", { root: folder }, (error) => res.status(500).send(error.code)),
);
at("res.sendFile/wrong", (_req, res) =>
  res.json([
    failing(() => res.sendFile()),
    failing(() => res.sendFile(5)),
    failing(() => res.sendFile("relative")),
  ]),
);
at("res.sendFile/done", (_req, res) =>
  res.sendFile(file, (error) => {
    ended = error === undefined;
  }),
);
at("res.sendStatus", (req, res) => res.sendStatus(Number(req.query.code)));
at("res.set", (_req, res) => {
  res
    .set("Content-Type", "text/plain")
    .set({ "X-A": 1, "X-B": ["x", "y"] })
    .header("X-C", "c");
  res.send(failing(() => res.set("Content-Type", ["a", "b"])));
});
at("res.status", (_req, res) => res.status(403).end());
at("res.status/wrong", (_req, res) =>
  res.json([99, 1000, 200.5, "200", undefined].map((code) => failing(() => res.status(code)))),
);
at("res.type", (req, res) => res.type(req.query.of).send(Buffer.from("x")));
at("res.vary", (_req, res) => res.vary("User-Agent").vary(["Accept", "user-agent"]).render("view"));
at("res.vary/wrong", (_req, res) => res.json([failing(() => res.vary()), failing(() => res.vary("a b\n"))]));

const router = express.Router();
router.all("/router.all{/*rest}", (req, res, next) => {
  res.set("X-All", req.method);
  next();
});
router.get("/router.all", (_req, res) => res.send("after all"));
for (const method of ["get", "post", "put", "delete", "patch", "options"])
  router[method]("/router.METHOD", (req, res) => res.send(`${method} ${req.method}`));
router.param("user", (req, _res, next, id) => {
  req.calls = (req.calls ?? 0) + 1;
  req.user = { id };
  next(id === "0" ? "route" : undefined);
});
router.get("/router.param/:user", (_req, _res, next) => next());
router.get("/router.param/:user", (req, res) => res.json([req.user, req.calls]));
router
  .route("/router.route/:id")
  .all((_req, res, next) => {
    res.append("X-Step", "all");
    next();
  })
  .get((req, res) => res.json(req.params))
  .put((_req, _res, next) => next("route"))
  .delete((_req, _res, next) => next("router"));
router.put("/router.route/:id", (_req, res) => res.send("the next route"));
router.delete("/router.route/:id", (_req, res) => res.send("never"));
router.use("/router.use", (req, res, next) => {
  res.append("X-Use", `${req.method} ${req.url} ${req.baseUrl}`);
  next();
});
router.use("/router.use", express.static(folder));
router.get("/router.use/error", async () => {
  throw new Error("rejected in a router");
});
router.use((error, _req, res, _next) => res.status(500).send(`the router's own: ${error.message}`));
app.use(router);
app.use((error, _req, res, next) =>
  res.headersSent ? next(error) : res.status(error.status ?? 500).json({ error: error.message }),
);
app.listen(process.env.PORT);
