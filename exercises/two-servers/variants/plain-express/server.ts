import express from "express";
import { redisStore, session } from "keepsake";

const server = process.env.NAME ?? "a";

const app = express();
app.use(express.json());
app.use(session({ store: redisStore({ host: "localhost", port: 6379 }) }));

const me: express.RequestHandler = (req, res) => {
  res.json({ server, name: req.session.has("name") ? req.session.get("name") : null });
};

app.get("/me", me);
app.post("/login", async (req, res, next) => {
  req.session.regenerate();
  req.session.set("name", `${req.body.name}`);
  me(req, res, next);
});
app.post("/visits", (req, res) => {
  req.session.increment("visits");
  res.json({ server, visits: req.session.get("visits") });
});
app.post("/logout", (req, res, next) => {
  req.session.destroy();
  me(req, res, next);
});

app.listen(process.env.PORT);
