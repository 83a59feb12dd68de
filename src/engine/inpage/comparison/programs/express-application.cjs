// Express's reference, "express()" and "Application": each member at the path of its own name.
const fs = require("node:fs");
const path = require("node:path");
const express = require("express");
const root = express();

/** An application of its own for a member of the reference, so that no setting reaches another. */
const member = (name, prepare) => {
  const app = express();
  root.use(`/${name}`, app);
  prepare(app, `/${name}`);
};
const failing = (run) => {
  try {
    return run();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};

const folder = path.join(process.cwd(), "application-files");
fs.mkdirSync(path.join(folder, "more"), { recursive: true });
fs.writeFileSync(path.join(folder, "hello.tpl"), "<h1>Hello {name} of {place}</h1>\n");
fs.writeFileSync(path.join(folder, "index.tpl"), "index {name}\n");
fs.writeFileSync(path.join(folder, "more", "other.tpl"), "other {name}\n");
fs.writeFileSync(path.join(folder, "page.txt"), "a page\n");
fs.utimesSync(path.join(folder, "page.txt"), new Date(1.7e12), new Date(1.7e12));

const template = (file, options, done) => {
  fs.readFile(file, "utf8", (error, text) => {
    if (error) return done(error);
    done(
      null,
      text.replace(/\{(\w+)\}/g, (_all, name) => options[name] ?? "-"),
    );
  });
};

member("express.json", (app) => {
  app.use(
    express.json({
      type: ["application/json", "+json"],
      reviver: (key, value) => (key === "n" ? value * 2 : value),
    }),
  );
  app.post("/", (req, res) => res.json({ body: req.body }));
});
member("express.raw", (app) => {
  app.use(express.raw({ type: "image/*", limit: "10b" }));
  app.post("/", (req, res) => res.json({ isBuffer: Buffer.isBuffer(req.body), body: req.body }));
});
member("express.text", (app) => {
  app.use(express.text({ defaultCharset: "latin1", type: (req) => req.headers["x-text"] === "yes" }));
  app.post("/", (req, res) => res.json({ body: req.body ?? "none" }));
});
member("express.urlencoded", (app) => {
  app.use(express.urlencoded({ extended: true, depth: 2, parameterLimit: 3 }));
  app.post("/", (req, res) => res.json({ body: req.body }));
});
member("express.static", (app) => {
  app.use(
    express.static(folder, {
      index: false,
      cacheControl: false,
      setHeaders: (res) => res.set("X-Static", "yes"),
    }),
  );
});
member("express.Router", (app) => {
  const router = express.Router({ caseSensitive: true, strict: true, mergeParams: true });
  router.get("/Case/", (req, res) => res.json(req.params));
  app.use("/:shop", router);
});

member("app.locals", (app) => {
  app.locals.title = "My App";
  app.locals.email = "me@myapp.com";
  app.get("/", (req, res) => res.json({ keys: Object.keys(req.app.locals), title: res.app.locals.title }));
});
member("app.mountpath", (app) => {
  const admin = express();
  const secret = express();
  admin.get("/", (_req, res) => res.json(admin.mountpath));
  secret.get("/", (_req, res) => res.json([secret.mountpath, secret.path()]));
  admin.use("/secr*et", secret);
  app.use(["/adm*in", "/manager"], admin);
});
member("app.router", (app) => {
  app.router.get("/", (_req, res) => res.json({ name: typeof app.router, layers: app.router.stack.length }));
});
member("app.mount", (app) => {
  const child = express();
  const seen = [];
  child.on("mount", (parent) => seen.push(parent === app, child.mountpath));
  app.use("/child", child);
  app.get("/", (_req, res) => res.json(seen));
});
member("app.all", (app) => {
  app.all("/{*path}", (req, res) => res.json({ method: req.method, path: req.params.path ?? null }));
});
member("app.delete", (app) => {
  app.delete("/", (_req, res) => res.send("DELETE request to homepage"));
});
member("app.disable", (app) => {
  app.disable("x-powered-by");
  app.get("/", (_req, res) => res.json(app.get("x-powered-by")));
});
member("app.disabled", (app) => {
  app.get("/", (_req, res) => {
    const before = app.disabled("trust proxy");
    app.enable("trust proxy");
    res.json([before, app.disabled("trust proxy"), app.disabled("nothing")]);
    app.disable("trust proxy");
  });
});
member("app.enable", (app) => {
  app.enable("strict routing");
  app.get("/end", (_req, res) => res.json(app.get("strict routing")));
});
member("app.enabled", (app) => {
  app.get("/", (_req, res) =>
    res.json([app.enabled("x-powered-by"), app.enabled("trust proxy"), app.enabled("etag")]),
  );
});
member("app.engine", (app) => {
  app.engine("tpl", template);
  app.engine(".TPL", template);
  app.set("views", folder);
  app.get("/", (_req, res) => res.render("hello.tpl", { name: "engine" }));
  app.get("/wrong", (_req, res) => res.json(failing(() => app.engine("none"))));
});
member("app.get", (app) => {
  app.set("title", "My Site");
  app.get("/", (_req, res) =>
    res.json([app.get("title"), app.get("env"), app.get("views") === undefined, app.get("none") ?? null]),
  );
});
member("app.listen", (app) => {
  app.get("/", (_req, res) => {
    const inner = express();
    inner.get("/", (_innerReq, innerRes) => innerRes.send("inner"));
    const server = inner.listen(0, async () => {
      const answer = await fetch(`http://localhost:${server.address().port}/`);
      const body = await answer.text();
      server.close(() => res.json([body, server.listening, answer.status]));
      server.closeAllConnections();
    });
  });
  app.get("/taken", (_req, res) => {
    express().listen(Number(process.env.PORT), (error) =>
      res.json([error.code, error.syscall, error.address]),
    );
  });
});
member("app.METHOD", (app) => {
  const methods = [
    "checkout",
    "copy",
    "head",
    "lock",
    "merge",
    "mkactivity",
    "mkcol",
    "move",
    "notify",
    "options",
    "patch",
    "purge",
    "put",
    "report",
    "search",
    "subscribe",
    "trace",
    "unlock",
    "unsubscribe",
  ];
  for (const method of methods)
    app[method]("/", (req, res) => res.set("X-Method", req.method).send(`${method} handled`));
  app["m-search"]("/", (req, res) => res.send(req.method));
});
member("app.param", (app) => {
  app.param("user", (req, _res, next, id, name) => {
    if (id === "9") return next(Object.assign(new Error("no such user"), { status: 404 }));
    req.trail = [...(req.trail ?? []), `${name}=${id}`];
    next();
  });
  app.param(["id", "page"], (req, _res, next, value, name) => {
    req.trail = [...(req.trail ?? []), `${name}:${value}`];
    next();
  });
  app.get("/user/:user", (req, _res, next) => {
    req.trail.push("first");
    next();
  });
  app.get("/user/:user", (req, res) => res.json(req.trail));
  app.get("/item/:id/:page", (req, res) => res.json(req.trail));
});
member("app.path", (app) => {
  const blog = express();
  const admin = express();
  app.use("/blog", blog);
  blog.use("/admin", admin);
  app.get("/", (_req, res) => res.json([app.path(), blog.path(), admin.path()]));
});
member("app.post", (app) => {
  app.post("/", (_req, res) => res.send("POST request to homepage"));
});
member("app.put", (app) => {
  app.put("/", (_req, res) => res.send("PUT request to homepage"));
});
member("app.render", (app) => {
  app.engine("tpl", template);
  app.set("views", folder);
  app.set("view engine", "tpl");
  app.locals.place = "here";
  app.get("/", (_req, res, next) => {
    app.render("hello", { name: "Tobi" }, (error, html) => (error ? next(error) : res.send(html)));
  });
  app.get("/none", (_req, res) => {
    app.render("nothing", (error) => res.json(error.message.replaceAll(folder, "VIEWS")));
  });
});
member("app.route", (app) => {
  app
    .route("/events")
    .all((_req, res, next) => {
      res.set("X-All", "yes");
      next();
    })
    .get((_req, res) => res.json({}))
    .post((_req, _res, next) => next(new Error("not implemented")));
});
member("app.set", (app) => {
  app.set("title", "My Site");
  app.get("/", (_req, res) => res.json([app.set("title"), app.set("other", 1) === app, app.get("other")]));
});
member("app.use", (app) => {
  const order = (name) => (req, _res, next) => {
    req.order = [...(req.order ?? []), name];
    next();
  };
  app.use(order("every"), [order("one"), order("two")]);
  app.use("/abc{d}", order("abcd"));
  app.use(/\/x[yz]/, order("xyz"));
  app.use(["/list", "/other"], order("list"));
  app.get("/{*path}", (req, res) => res.json([req.order, req.url, req.originalUrl, req.baseUrl]));
  app.post("/", (_req, res) => res.json(failing(() => app.use())));
  app.put("/", (_req, res) => res.json(failing(() => app.use("/x", "not a function"))));
});

const setting = (name, prepare) => member(`settings/${name.replaceAll(" ", "-")}`, prepare);
setting("case sensitive routing", (app) => {
  app.set("case sensitive routing", true);
  app.get("/Foo", (_req, res) => res.send("Foo"));
});
setting("env", (app) => {
  app.get("/", (_req, res) => res.json([app.get("env"), process.env.NODE_ENV]));
  app.get("/development", (_req, _res, next) => {
    app.set("env", "development");
    next(Object.assign(new Error("shown"), { stack: "Error: shown\n    at a place" }));
  });
});
setting("etag", (app) => {
  app.set("etag", "strong");
  app.get("/", (_req, res) => res.send("strong"));
  const own = express();
  own.set("etag", (body, encoding) => `"${body.length}-${encoding ?? "none"}"`);
  own.get("/", (_req, res) => res.send("own"));
  app.use("/own", own);
  app.get("/wrong", (_req, res) => res.json(failing(() => express().set("etag", "nonsense"))));
});
setting("jsonp callback name", (app) => {
  app.set("jsonp callback name", "cb");
  app.get("/", (_req, res) => res.jsonp({ a: 1 }));
});
setting("json escape", (app) => {
  app.enable("json escape");
  app.get("/", (_req, res) => res.json({ html: "<b>&</b>" }));
});
setting("json replacer", (app) => {
  app.set("json replacer", (key, value) => (key.startsWith("_") ? undefined : value));
  app.get("/", (_req, res) => res.json({ shown: 1, _hidden: 2 }));
});
setting("json spaces", (app) => {
  app.set("json spaces", 2);
  app.get("/", (_req, res) => res.json({ a: [1, { b: 2 }] }));
});
setting("query parser", (app) => {
  app.set("query parser", "extended");
  app.get("/", (req, res) => res.json(req.query));
  const own = express();
  own.set("query parser", (text) => ({ text }));
  own.get("/", (req, res) => res.json(req.query));
  app.use("/own", own);
  const off = express();
  off.set("query parser", false);
  off.get("/", (req, res) => res.json(req.query));
  app.use("/off", off);
});
setting("strict routing", (app) => {
  app.set("strict routing", true);
  app.get("/foo/", (_req, res) => res.send("with the slash"));
});
setting("subdomain offset", (app) => {
  app.set("subdomain offset", 1);
  app.get("/", (req, res) => res.json(req.subdomains));
});
setting("trust proxy", (app) => {
  const shown = (req, res) =>
    res.json([req.ip, req.ips, req.protocol, req.secure, req.hostname, req.subdomains]);
  for (const [name, value] of Object.entries({
    yes: true,
    hops: 2,
    names: ["loopback", "10.0.0.0/8"],
    function: (ip, hop) => hop < 1 && ip !== "",
  })) {
    const trusting = express();
    trusting.set("trust proxy", value);
    trusting.get("/", shown);
    app.use(`/${name}`, trusting);
  }
  app.get("/", shown);
});
setting("views", (app) => {
  app.set("views", [path.join(folder, "more"), folder]);
  app.engine("tpl", template);
  app.get("/", (_req, res) => res.render("other.tpl", { name: "first" }));
  app.get("/second", (_req, res) => res.render("index.tpl", { name: "second" }));
});
setting("view cache", (app) => {
  app.engine("tpl", template);
  app.set("views", folder);
  app.get("/", (_req, res) => res.json([app.enabled("view cache"), app.get("view cache")]));
});
setting("view engine", (app) => {
  app.set("view engine", "tpl");
  app.set("views", folder);
  app.engine("tpl", template);
  app.get("/", (_req, res) => res.render("index"));
  const none = express();
  none.set("views", folder);
  none.get("/", (_req, res) => res.json(failing(() => none.render("index", () => {}))));
  app.use("/none", none);
});
setting("x-powered-by", (app) => {
  app.set("x-powered-by", false);
  app.get("/", (_req, res) => res.send("nobody"));
});

root.use((error, _req, res, _next) =>
  res.status(error.status ?? 500).json({ error: error.message, type: error.type }),
);
root.listen(process.env.PORT);
