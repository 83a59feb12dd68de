// express-rate-limit: its options, headers and stores. Windows are so long that no run sees one end.
const express = require("express");
const { rateLimit, ipKeyGenerator, MemoryStore } = require("express-rate-limit");
const app = express();
app.set("trust proxy", 1);

const windowMs = 24 * 60 * 60 * 1000;
const limited = (path, options) => {
  app.use(path, rateLimit({ windowMs, ...options }));
  app.all(path, (req, res) =>
    res
      .status(Number(req.query.status ?? 200))
      .json(
        req.rateLimit
          ? { limit: req.rateLimit.limit, used: req.rateLimit.used, remaining: req.rateLimit.remaining }
          : null,
      ),
  );
};
limited("/default", {});
limited("/legacy", { limit: 2, legacyHeaders: true, standardHeaders: false });
limited("/draft-6", { limit: 2, standardHeaders: "draft-6", legacyHeaders: false });
limited("/draft-7", { limit: 2, standardHeaders: "draft-7", legacyHeaders: false });
limited("/draft-8", { limit: 2, standardHeaders: "draft-8", legacyHeaders: false, identifier: "keepsake" });
limited("/message", { limit: 1, message: { error: "slow down" }, statusCode: 420 });
limited("/message-function", { limit: 1, message: async (req) => `no more ${req.path}` });
limited("/by-key", { limit: 1, keyGenerator: (req) => req.get("x-key") ?? "nobody", legacyHeaders: false });
limited("/by-ip", { limit: 1, keyGenerator: (req) => ipKeyGenerator(req.ip, 56) });
limited("/skip", { limit: 1, skip: (req) => req.get("x-key") === "friend" });
limited("/skip-failed", { limit: 1, skipFailedRequests: true });
limited("/skip-successful", { limit: 1, skipSuccessfulRequests: true });
limited("/dynamic", { limit: async (req) => (req.get("x-key") === "friend" ? 5 : 1) });
limited("/handler", {
  limit: 1,
  handler: (_req, res, _next, options) => res.status(options.statusCode).send(`handled ${options.limit}`),
});
limited("/passed", {
  limit: 1,
  passOnStoreError: true,
  store: { increment: () => Promise.reject(new Error("store is down")), decrement() {}, resetKey() {} },
});
limited("/broken", {
  limit: 1,
  store: { increment: () => Promise.reject(new Error("store is down")), decrement() {}, resetKey() {} },
});

const store = new MemoryStore();
const limiter = rateLimit({
  windowMs,
  limit: 1,
  store,
  keyGenerator: () => "one",
  validate: false,
  requestPropertyName: "limit",
});
app.get("/store", limiter, (req, res) => res.json([req.limit.used, req.limit.key ?? null]));
app.post("/store/reset", async (_req, res) => {
  await limiter.resetKey("one");
  res.json((await limiter.getKey("one")) ?? null);
});
app.get("/store/key", async (_req, res) => res.json((await limiter.getKey("one")).totalHits));
app.use((error, _req, res, _next) => res.status(500).send(error.message));
app.listen(process.env.PORT);
