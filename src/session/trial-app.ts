import express, { type Express } from "express";
import { session } from "./express.ts";
import type { SessionOptions } from "./settings.ts";
import type { Store } from "./store.ts";

/** A program on plain Express that does what the races and the checks are about; for tests and benches. */
export function trialApp(options: SessionOptions): Express {
  const app = express();
  app.use(express.json());
  app.use(session(options));

  // The chapters' own code: read, change, write, with something slow between.
  app.post("/cart/add", async (req, res) => {
    const cart = req.session.get<number[]>("cart", []);
    await breathe();
    cart.push(cart.length);
    req.session.set("cart", cart);
    res.status(201).json({ count: cart.length });
  });
  app.get("/increment", async (req, res) => {
    await breathe();
    res.json({ sum: req.session.increment("n") });
  });
  app.get("/update", async (req, res) => {
    const list = req.session.update<number[]>("list", (current) => [...(current ?? []), 1]);
    await breathe();
    res.json({ count: list.length });
  });
  app.get("/set/:key/:value", async (req, res) => {
    await breathe();
    req.session.set(req.params.key, req.params.value);
    res.json({});
  });
  app.post("/flash", (req, res) => {
    req.session.flash("message", "once");
    res.redirect(303, "/flash");
  });
  app.get("/flash", async (req, res) => {
    const message = req.session.flash("message");
    await breathe();
    res.json({ message: message ?? null });
  });
  app.get("/flash/ignored", (_req, res) => {
    res.json({});
  });
  app.get("/all", (req, res) => {
    res.json(req.session.all());
  });
  app.get("/untouched", (_req, res) => {
    res.send("hello");
  });
  app.post("/login", (req, res) => {
    req.session.regenerate();
    req.session.set("user", "Alice");
    res.json({ id: req.session.getSessionId() });
  });
  app.post("/logout", (req, res) => {
    req.session.destroy();
    res.json({ left: req.session.all() });
  });
  app.post("/logout/message", (req, res) => {
    req.session.destroy();
    req.session.flash("message", "You are signed out");
    res.json({});
  });
  app.post("/throws", (req, res) => {
    req.session.set("half", "done");
    if (req.query["regenerate"] === "yes") req.session.regenerate();
    res.setHeader("X-Was", "set");
    throw Object.assign(new Error("thrown on purpose"), { status: 418 });
  });
  return app;
}

/** The trial app on its own clock, which `PUT /clock/SECONDS` moves on, with timed renewal after 600 s. */
export function racingApp(store: Store, onHang: () => void = () => {}): Express {
  let movedMs = 0;
  const nowMs = () => Date.now() + movedMs;
  const app = trialApp({ store, turnWaitMs: 30_000, renewalTimeoutSeconds: 600, nowMs, log: () => {} });
  app.put("/clock/:seconds", (req, res) => {
    movedMs += Number(req.params.seconds) * 1000;
    res.json({});
  });
  // A request that takes its turn and never ends, to be killed with its process.
  app.post("/hang", (req) => {
    req.session.set("hung", true);
    onHang();
  });
  return app;
}

/** Lets other requests in. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
