// express-session and cookie-session with fixed identifiers, so that two runs give the same bytes.
const express = require("express");
const session = require("express-session");
const cookieSession = require("cookie-session");
const app = express();

let last = 0;
app.use(
  "/server",
  session({
    secret: ["new secret", "old secret"],
    name: "sid",
    resave: false,
    saveUninitialized: false,
    rolling: false,
    genid: () => `session-${++last}`,
    cookie: { path: "/server", httpOnly: true, sameSite: "lax" },
  }),
);
app.get("/server", (req, res) => {
  req.session.views = (req.session.views ?? 0) + 1;
  res.json({ id: req.sessionID, views: req.session.views, cookie: req.session.cookie });
});
app.get("/server/peek", (req, res) => res.json({ views: req.session.views ?? null }));
app.post("/server/regenerate", (req, res, next) => {
  req.session.regenerate((error) => {
    if (error) return next(error);
    req.session.user = "tobi";
    req.session.save(() => res.send(req.sessionID));
  });
});
app.post("/server/destroy", (req, res) => req.session.destroy(() => res.redirect("/server")));
app.get("/server/reload", (req, res, next) =>
  req.session.reload((error) => (error ? next(error) : res.json(req.session))),
);

app.use(
  "/cookie",
  cookieSession({ name: "cs", keys: ["key1", "key2"], path: "/cookie", sameSite: "strict", signed: true }),
);
app.get("/cookie", (req, res) => {
  req.session.views = (req.session.views ?? 0) + 1;
  res.send(`${req.session.views} views ${req.session.isNew} ${req.session.isChanged}`);
});
app.get("/cookie/peek", (req, res) => res.json(req.session));
app.post("/cookie/clear", (req, res) => {
  req.session = null;
  res.send("cleared");
});
app.get("/cookie/max-age", (req, res) => {
  req.session.long = "x".repeat(200);
  req.session.unicode = "ü€😀";
  res.json(Object.keys(req.session));
});
app.listen(process.env.PORT);
