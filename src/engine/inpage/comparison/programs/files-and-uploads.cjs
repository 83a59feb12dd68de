// serve-static by itself, multer's storages and filters, cookie-parser's functions, and helmet's parts.
const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const cookieParser = require("cookie-parser");
const cors = require("cors");
const express = require("express");
const helmet = require("helmet");
const multer = require("multer");
const serveStatic = require("serve-static");

const folder = path.join(process.cwd(), "served");
const second = path.join(process.cwd(), "served-second");
const uploads = path.join(process.cwd(), "uploads");
for (const [file, text] of Object.entries({
  [path.join(folder, "index.html")]: "<p>first</p>",
  [path.join(folder, "default.htm")]: "<p>default</p>",
  [path.join(folder, "a.json")]: "{}",
  [path.join(folder, "sub", "index.html")]: "<p>sub</p>",
  [path.join(second, "only-here.txt")]: "second",
})) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  fs.utimesSync(file, new Date(1.7e12), new Date(1.7e12));
}
const app = express();

app.use("/static", serveStatic(folder, { index: ["default.html", "default.htm"] }), serveStatic(second));
app.use("/plain", (req, res) => {
  serveStatic(folder, { fallthrough: false, redirect: true })(req, res, (error) => {
    res.statusCode = error?.status ?? 404;
    res.end(`done: ${error?.message.replaceAll(process.cwd(), "CWD") ?? "nothing"}`);
  });
});
app.use(
  "/age",
  serveStatic(folder, {
    maxAge: "1d",
    setHeaders: (res, file) => file.endsWith(".html") && res.setHeader("Cache-Control", "public, max-age=0"),
  }),
);
app.get("/mime", (_req, res) => {
  try {
    serveStatic();
  } catch (error) {
    res.json([error.name, error.message]);
  }
});
app.get("/bare", async (_req, res) => {
  const serve = serveStatic(folder);
  const server = http.createServer((request, response) =>
    serve(request, response, () => response.writeHead(404).end("final")),
  );
  await new Promise((resolve) => server.listen(0, resolve));
  const base = `http://localhost:${server.address().port}`;
  const seen = [];
  for (const target of ["/", "/sub", "/none", "/a.json"]) {
    const answer = await fetch(base + target, { redirect: "manual" });
    seen.push([
      answer.status,
      answer.headers.get("location"),
      answer.headers.get("content-type"),
      await answer.text(),
    ]);
  }
  server.closeAllConnections();
  server.close(() => res.json(seen));
});

let count = 0;
// In the order in which they come; which folder is made first, nobody knows.
const numbers = new WeakMap();
const disk = multer({
  storage: multer.diskStorage({
    destination: (_req, file, done) => {
      numbers.set(file, ++count);
      fs.mkdir(uploads, { recursive: true }, (error) => done(error, uploads));
    },
    filename: (_req, file, done) => done(null, `${numbers.get(file)}-${file.originalname}`),
  }),
  limits: { fieldSize: 100, fields: 3, fieldNameSize: 20, parts: 5, headerPairs: 10, fileSize: 500 },
  fileFilter: (_req, file, done) =>
    file.mimetype === "text/evil"
      ? done(new Error("evil refused"))
      : done(null, file.mimetype !== "text/ignored"),
});
app.post("/disk", disk.any(), (req, res) =>
  res.json({
    files: req.files.map(({ path: file, destination, ...rest }) => ({
      ...rest,
      content: fs.readFileSync(file, "utf8"),
      inside: destination === uploads,
    })),
    body: req.body,
  }),
);
app.post("/random", multer({ dest: uploads }).single("file"), (req, res) =>
  res.json([/^[0-9a-f]{32}$/.test(req.file.filename), req.file.size, fs.existsSync(req.file.path)]),
);
app.get("/uploads", (_req, res) =>
  res.json(
    fs
      .readdirSync(uploads)
      .filter((name) => !/^[0-9a-f]{32}$/.test(name))
      .sort(),
  ),
);

app.get("/cookies/:what", (req, res) => {
  const { JSONCookie, JSONCookies, signedCookie, signedCookies } = cookieParser;
  res.json(
    {
      json: [
        JSONCookie('j:{"a":1}'),
        JSONCookie("j:{broken"),
        JSONCookie("plain"),
        JSONCookie(5),
        JSONCookies({ a: "j:[1]", b: "x" }),
      ],
      signed: [
        signedCookie("s:tobi.6ixlmsPaYGrgKYcDaF0WEvdsfM3b8gdLvoYfDx+3mwo", "secret"),
        signedCookie("s:tobi.forged", "secret"),
        signedCookie("plain", "secret"),
        signedCookie("s:a.b", ["x", "y"]),
        signedCookies({ a: "s:tobi.forged", b: "x" }, "secret"),
      ],
    }[req.params.what].map((value) => value ?? "undefined"),
  );
});
app.use("/decoded", cookieParser(["new", "old"], { decode: (text) => `<${text}>` }), (req, res) =>
  res.json([req.cookies, req.signedCookies, req.secret]),
);

const parts = [
  "contentSecurityPolicy",
  "crossOriginEmbedderPolicy",
  "crossOriginOpenerPolicy",
  "crossOriginResourcePolicy",
  "originAgentCluster",
  "referrerPolicy",
  "strictTransportSecurity",
  "xContentTypeOptions",
  "xDnsPrefetchControl",
  "xDownloadOptions",
  "xFrameOptions",
  "xPermittedCrossDomainPolicies",
  "xPoweredBy",
  "xXssProtection",
  "hsts",
  "noSniff",
  "frameguard",
  "hidePoweredBy",
];
for (const part of parts) app.use(`/helmet/${part}`, helmet[part]());
app.use(
  "/helmet/own",
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      reportOnly: true,
      directives: {
        defaultSrc: ["'self'", (_req, res) => `'nonce-${res.locals.nonce ?? 1}'`],
        upgradeInsecureRequests: [],
      },
    },
    strictTransportSecurity: { maxAge: 60, preload: true },
    xDnsPrefetchControl: { allow: true },
    xPermittedCrossDomainPolicies: { permittedPolicies: "by-content-type" },
    originAgentCluster: false,
    crossOriginOpenerPolicy: { policy: "same-origin-allow-popups" },
    crossOriginResourcePolicy: { policy: "cross-origin" },
  }),
);
app.use("/helmet", (_req, res) => res.send("with headers"));
app.get("/helmet-wrong/:what", (req, res) => {
  const wrong = {
    policy: () => helmet.referrerPolicy({ policy: "sometimes" }),
    age: () => helmet.strictTransportSecurity({ maxAge: -1 }),
    directive: () => helmet.contentSecurityPolicy({ directives: { "script-src": ["self"] } }),
    both: () => helmet({ hsts: true, strictTransportSecurity: true }),
  };
  try {
    wrong[req.params.what]();
    res.send("fine");
  } catch (error) {
    res.send(error.message);
  }
});

app.use(
  "/cors/list",
  cors({ origin: ["http://a.test", /\.b\.test$/], maxAge: 0, exposedHeaders: "X-A,X-B" }),
);
app.use(
  "/cors/function",
  cors({
    origin: (origin, done) =>
      origin === "http://refused.test" ? done(new Error("not you")) : done(null, origin),
  }),
);
app.use("/cors/off", cors({ origin: false }));
app.use(
  "/cors/text",
  cors({ origin: "http://fixed.test", methods: "GET,POST", allowedHeaders: "X-Only", credentials: true }),
);
app.use("/cors", (_req, res) => res.send("answered"));
app.use((error, _req, res, _next) =>
  res
    .status(error.status ?? 500)
    .json({ name: error.name, code: error.code, field: error.field, message: error.message }),
);
app.listen(process.env.PORT);
