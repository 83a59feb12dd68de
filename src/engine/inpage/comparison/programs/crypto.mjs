import crypto, {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
} from "node:crypto";
import { promisify } from "node:util";
import express from "express";

const app = express();
const key = Buffer.alloc(32, 7);
const iv = Buffer.alloc(12, 9);

const attempt = (run) => {
  try {
    return run();
  } catch (error) {
    return `${error.name} ${error.code} ${error.message}`;
  }
};

app.get("/hash/:name", (req, res) => {
  const text = String(req.query.text ?? "");
  res.json({
    hex: createHash(req.params.name).update(text).digest("hex"),
    base64: createHash(req.params.name)
      .update(text, "latin1")
      .update(Buffer.from([0, 255]))
      .digest("base64"),
    url: createHash(req.params.name).update(text).digest("base64url"),
    hmac: createHmac(req.params.name, "secret").update(text).digest("hex"),
  });
});
app.get("/unknown", (_req, res) => {
  res.json([
    attempt(() => createHash("sha999")),
    attempt(() => createHmac("sha999", "x")),
    attempt(() => createHash("sha1").update(5)),
    attempt(() => {
      const hash = createHash("sha1");
      hash.digest();
      hash.update("x");
    }),
    attempt(() => createCipheriv("aes-999-gcm", key, iv)),
    attempt(() => createCipheriv("aes-256-gcm", Buffer.alloc(3), iv)),
    attempt(() => crypto.timingSafeEqual(Buffer.from("a"), Buffer.from("ab"))),
    attempt(() => crypto.randomBytes(-1)),
    attempt(() => crypto.randomBytes("5")),
    attempt(() => crypto.pbkdf2Sync("a", "b", 1, 20, "nope")),
    attempt(() => crypto.scryptSync("a", "b", 20, { N: 3 })),
    attempt(() => crypto.randomInt(5, 5)),
  ]);
});
app.get("/gcm", (_req, res) => {
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(Buffer.from("header"));
  const sealed = Buffer.concat([cipher.update("attack at dawn", "utf8"), cipher.final()]);
  const tag = cipher.getAuthTag();
  const decipher = createDecipheriv("aes-256-gcm", key, iv);
  decipher.setAAD(Buffer.from("header"));
  decipher.setAuthTag(tag);
  const opened = decipher.update(sealed, undefined, "utf8") + decipher.final("utf8");
  const forged = attempt(() => {
    const bad = createDecipheriv("aes-256-gcm", key, iv);
    bad.setAuthTag(Buffer.alloc(16));
    bad.update(sealed);
    return bad.final("utf8");
  });
  res.json({ sealed: sealed.toString("hex"), tag: tag.toString("hex"), opened, forged });
});
app.get("/cbc", (_req, res) => {
  const cipher = createCipheriv("aes-128-cbc", key.subarray(0, 16), Buffer.alloc(16, 1));
  const sealed = cipher.update("sixteen bytes!!!more", "utf8", "hex") + cipher.final("hex");
  const decipher = createDecipheriv("aes-128-cbc", key.subarray(0, 16), Buffer.alloc(16, 1));
  res.json({ sealed, opened: decipher.update(sealed, "hex", "utf8") + decipher.final("utf8") });
});
app.get("/derive", async (_req, res) => {
  const scrypt = promisify(crypto.scrypt);
  res.json({
    scrypt: (await scrypt("password", "salt", 32, { N: 1024 })).toString("hex"),
    scryptSync: crypto.scryptSync("password", "salt", 16, { N: 1024, r: 4, p: 2 }).toString("hex"),
    pbkdf2: crypto.pbkdf2Sync("password", "salt", 1000, 32, "sha512").toString("hex"),
    later: (await promisify(crypto.pbkdf2)("password", "salt", 10, 20, "sha1")).toString("hex"),
    hkdf: Buffer.from(crypto.hkdfSync("sha256", "key", "salt", "info", 42)).toString("hex"),
  });
});
app.get("/random", (_req, res) => {
  res.json({
    bytes: crypto.randomBytes(16).length,
    uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()),
    int: crypto.randomInt(10) < 10 && crypto.randomInt(5, 6) === 5,
    filled: crypto.randomFillSync(Buffer.alloc(4)).length,
    equal: crypto.timingSafeEqual(Buffer.from("abc"), Buffer.from("abc")),
    different: crypto.timingSafeEqual(Buffer.from("abc"), Buffer.from("abd")),
  });
});
app.get("/keys", (_req, res) => {
  const secret = createSecretKey("correct horse", "utf8");
  res.json({
    type: secret.type,
    size: secret.symmetricKeySize,
    bytes: secret.export().toString("hex"),
    jwk: secret.export({ format: "jwk" }),
    hmac: createHmac("sha256", secret).update("x").digest("hex"),
    same: secret.equals(createSecretKey(Buffer.from("correct horse"))),
  });
});
app.get("/hash-stream", (_req, res) => {
  const hash = createHash("sha256");
  hash.on("readable", () => {
    const digest = hash.read();
    if (digest) res.send(digest.toString("hex"));
  });
  hash.write("some data to hash");
  hash.end();
});
app.get("/once", (_req, res) => {
  const hash = createHash("sha256").update("a");
  const copy = hash.copy();
  res.json([crypto.hash("sha1", "abc"), copy.update("b").digest("hex"), hash.digest("hex")]);
});
app.listen(process.env.PORT);
