// Express's reference, "Request": each member at the path of its own name.
const cookieParser = require("cookie-parser");
const express = require("express");
const app = express();
app.set("trust proxy", "loopback");
app.use(cookieParser("a secret"));

const failing = (run) => {
  try {
    return run();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};
const members = {
  "req.app": (req) => [req.app === app, typeof req.app.get("views")],
  "req.body": (req) => ({ body: req.body ?? "undefined" }),
  "req.cookies": (req) => req.cookies,
  "req.fresh": (req, res) => {
    res.set("ETag", '"abc"').set("Last-Modified", "Tue, 14 Nov 2023 22:13:20 GMT");
    return [req.fresh, req.stale];
  },
  "req.host": (req) => req.host ?? null,
  "req.hostname": (req) => req.hostname ?? null,
  "req.ip": (req) => req.ip,
  "req.ips": (req) => req.ips,
  "req.method": (req) => req.method,
  "req.originalUrl": (req) => [req.originalUrl, req.url],
  "req.path": (req) => req.path,
  "req.protocol": (req) => req.protocol,
  "req.query": (req) => [req.query, Object.getPrototypeOf(req.query) === null],
  "req.res": (req, res) => req.res === res,
  "req.secure": (req) => req.secure,
  "req.signedCookies": (req) => [req.signedCookies, req.cookies],
  "req.stale": (req, res) => {
    res.status(Number(req.get("x-status") ?? 200)).set("ETag", 'W/"abc"');
    return [req.fresh, req.stale];
  },
  "req.subdomains": (req) => req.subdomains,
  "req.xhr": (req) => req.xhr,
  "req.accepts": (req) => [
    req.accepts("html"),
    req.accepts("text/html"),
    req.accepts(["json", "text"]),
    req.accepts("application/json"),
    req.accepts("image/png", "png"),
    req.accepts(),
  ],
  "req.acceptsCharsets": (req) => [req.acceptsCharsets("utf-8", "iso-8859-1"), req.acceptsCharsets()],
  "req.acceptsEncodings": (req) => [
    req.acceptsEncodings("gzip", "br"),
    req.acceptsEncodings(["identity"]),
    req.acceptsEncodings(),
  ],
  "req.acceptsLanguages": (req) => [req.acceptsLanguages("de", "en"), req.acceptsLanguages()],
  "req.get": (req) => [
    req.get("Content-Type") ?? null,
    req.get("content-type") ?? null,
    req.get("Something") ?? null,
    req.header("Referer") ?? null,
    req.get("Referrer") ?? null,
    failing(() => req.get()),
    failing(() => req.get(5)),
  ],
  "req.is": (req) => [
    req.is("html"),
    req.is("text/html"),
    req.is("text/*"),
    req.is("json", "urlencoded"),
    req.is(["+json"]),
    req.is("multipart"),
  ],
  "req.range": (req) => {
    const ranges = req.range(1000);
    return ranges === undefined
      ? "undefined"
      : { ranges, type: ranges.type ?? null, combined: req.range(1000, { combine: true }) };
  },
};
app.use("/req.body", express.json({ strict: false }), express.urlencoded());
for (const [name, show] of Object.entries(members)) {
  app.all(`/${name}`, (req, res) => res.json(show(req, res)));
}

app.get("/req.cookies/sign", (_req, res) =>
  res
    .cookie("plain", "a value")
    .cookie("signed", "tobi", { signed: true })
    .cookie("list", [1, 2], { signed: true })
    .end(),
);
const nested = express.Router({ mergeParams: true });
nested.get("/jp", (req, res) => res.json([req.baseUrl, req.originalUrl, req.url, req.path, req.params]));
app.use("/req.baseUrl/gre:rest", nested);
app.use(["/req.baseUrl/one", "/req.baseUrl/two"], nested);
app.get("/req.params/:user/:name", (req, res) =>
  res.json([req.params, req.params.name, Object.getPrototypeOf(req.params) === null]),
);
app.get("/req.params/*file", (req, res) => res.json(req.params));
app.get(/^\/req\.params-(\d+)-(?<name>\w+)$/, (req, res) => res.json({ ...req.params }));
app.get("/req.params{/:optional}", (req, res) => res.json(req.params));
app.get(
  "/req.route/:id",
  (_req, _res, next) => next(),
  (req, res) => res.json([req.route.path, req.route.methods, req.route.stack.length]),
);
app.use((error, _req, res, _next) => res.status(error.status ?? 500).json({ error: error.message }));
app.listen(process.env.PORT);
