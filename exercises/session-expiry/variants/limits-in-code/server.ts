import express from "express";
import { session } from "keepsake";

const MINUTE_SECONDS = 60;

const app = express();
app.use(
  express.json(),
  session({
    idleTimeoutSeconds: 10 * MINUTE_SECONDS,
    absoluteTimeoutSeconds: 30 * MINUTE_SECONDS,
    permanent: false,
  }),
);

app
  .route("/seat")
  .get((req, res) => {
    if (req.session.has("name")) res.json({ name: req.session.get("name") });
    else res.status(404).json({ error: "nobody sits here" });
  })
  .post((req, res) => {
    const name: unknown = req.body?.name;
    if (typeof name !== "string" || !/^.{1,40}$/s.test(name)) {
      res.status(400).json({ error: "Please send a name with 1 to 40 characters." });
      return;
    }
    if (req.body.remember === true) req.session.permanent = true;
    req.session.set("name", name);
    res.status(201).json({ name });
  });

app.post("/seat/leave", (req, res) => {
  req.session.logout();
  res.sendStatus(204);
});

app.listen(7148);
