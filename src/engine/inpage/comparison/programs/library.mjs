import process from "node:process";
import { createApp, createAuth, memoryStore } from "keepsake";

/** The same on both sides; it keeps nothing. */
const secrets = ["ttoJ6AVmQHyt331q81em3Ou_ku3lTYN6hRRK54SOZwo"];
const auth = createAuth({ secrets, nowMs: () => 1_700_000_000_000 });
const app = await createApp({
  session: { store: memoryStore() },
  cookieSecrets: secrets,
  cors: { origins: ["http://friend.test"], credentials: true },
});

app.get("/token", (_req, res) => res.json(auth.getToken({ user_id: 42 })));
app.get("/payload/:token", (req, res) => res.json(auth.getPayload(req.params.token)));
app.get("/password", async (_req, res) => {
  const hash = await auth.hashPassword("correct horse");
  // The same on both sides, by whatever way each has made it.
  const answers = await Promise.all([
    auth.checkPassword("correct horse", hash),
    auth.checkPassword("wrong", hash),
    auth.checkPassword("correct horse", undefined),
    auth.checkPassword("pleaseletmein", KNOWN),
  ]);
  res.json({ answers, old: auth.needsRehash(hash) });
});
app.get("/cookies", (_req, res) =>
  res
    .cookie("theme", "dark blue", { sameSite: "Lax", httponly: true })
    .cookie("signed", { n: 1 }, { signed: true })
    .json({}),
);
app.get("/read", (req, res) => res.json({ plain: req.cookies, signed: req.signedCookies }));
app.get("/refused", (_req, res) => res.cookie("t", "x".repeat(5000)).json({}));
app.post("/change", (req, res) => res.json({ changed: req.body }));
app.get("/now", (req, res) => {
  req.session.flashes.now("message", "hello");
  res.json([req.session.flashes.peek("message"), req.session.flash("message"), req.session.isNew]);
});
app.listen(Number(process.env.PORT));

/** RFC 7914 §12. */
const KNOWN =
  "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw";
