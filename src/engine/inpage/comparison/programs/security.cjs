const cors = require("cors");
const express = require("express");
const helmet = require("helmet");
const app = express();
app.disable("x-powered-by");

app.use("/helmet", helmet());
app.get("/helmet", (_req, res) => res.send("helmeted"));
app.use(
  "/strict",
  helmet({
    contentSecurityPolicy: { directives: { "script-src": ["'self'", "example.com"], "style-src": null } },
    referrerPolicy: { policy: ["origin", "unsafe-url"] },
    strictTransportSecurity: { maxAge: 123456, includeSubDomains: false },
    xFrameOptions: { action: "deny" },
    crossOriginEmbedderPolicy: true,
  }),
);
app.get("/strict", (_req, res) => res.json({}));

app.use("/open", cors());
app.all("/open", (_req, res) => res.json({ msg: "This is CORS-enabled for all origins!" }));
const allowed = ["http://example.com", /\.example\.org$/];
const listed = cors({
  origin: allowed,
  credentials: true,
  methods: ["GET", "PUT"],
  allowedHeaders: ["Content-Type", "X-Token"],
  exposedHeaders: ["X-Total"],
  maxAge: 600,
  optionsSuccessStatus: 200,
});
app.use("/listed", listed);
app.all("/listed", (_req, res) => res.json({ msg: "listed" }));
app.use("/reflect", cors({ origin: true, preflightContinue: true }));
app.all("/reflect", (req, res) => res.send(req.method));
const dynamic = cors((req, done) => done(null, { origin: req.header("Origin") === "http://friend.test" }));
app.get("/dynamic", dynamic, (_req, res) => res.send("dynamic"));
app.listen(process.env.PORT);
