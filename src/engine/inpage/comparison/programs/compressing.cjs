// compression and node:zlib. Compressors may choose their bytes, so what they carry is compared, not they.
const zlib = require("node:zlib");
const { promisify } = require("node:util");
const { pipeline } = require("node:stream/promises");
const { Readable } = require("node:stream");
const compression = require("compression");
const express = require("express");
const app = express();

const long = "a line of text that compresses well\n".repeat(200);
const compressed = (path, options) => {
  app.use(path, compression(options));
  app.get(path, (_req, res) => res.type("text").send(long));
};
compressed("/default");
compressed("/level", { level: 9, memLevel: 9, strategy: zlib.constants.Z_DEFAULT_STRATEGY });
compressed("/threshold", { threshold: "100kb" });
compressed("/filter", {
  filter: (req, res) => req.headers["x-no-compression"] === undefined && compression.filter(req, res),
});
compressed("/enforced", { enforceEncoding: "gzip" });
app.use("/more", compression({ threshold: 0 }));
app.get("/more/small", (_req, res) => res.send("small"));
app.get("/more/json", (_req, res) => res.json({ text: long }));
app.get("/more/image", (_req, res) => res.type("png").send(Buffer.alloc(2000)));
app.get("/more/transformed", (_req, res) => res.set("Cache-Control", "no-transform").send(long));
app.get("/more/encoded", (_req, res) => res.set("Content-Encoding", "x-own").send(long));
app.get("/more/written", (_req, res) => {
  res.type("text");
  for (let i = 0; i < 50; i++) res.write(`line ${i}\n`);
  res.end("end");
});
app.get("/more/waits", async (_req, res) => {
  res.type("text");
  const block = "0123456789abcdef".repeat(4096);
  for (let i = 0; i < 20; i++) {
    if (!res.write(block)) await new Promise((resolve) => res.once("drain", resolve));
  }
  res.end();
});
app.get("/more/events", async (_req, res) => {
  res.set({ "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
  res.flushHeaders();
  for (let i = 0; i < 3; i++) {
    res.write(`data: ${i}\n\n`);
    res.flush();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  res.end();
});
app.get("/more/empty", (_req, res) => res.status(204).end());

const texts = {
  empty: "",
  short: "héllo",
  long,
  binary: Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * i) % 251)),
};
const kinds = { gzip: "gunzip", deflate: "inflate", deflateRaw: "inflateRaw" };
app.get("/zlib/round/:kind", async (req, res) => {
  const { kind } = req.params;
  const seen = {};
  for (const [name, text] of Object.entries(texts)) {
    const packed = await promisify(zlib[kind])(text);
    const plain = await promisify(zlib[kinds[kind]])(packed);
    seen[name] = [plain.equals(Buffer.from(text)), packed.length < plain.length];
  }
  res.json(seen);
});
app.get("/zlib/known", async (_req, res) => {
  const gzip = Buffer.from("H4sIAAAAAAAAA8tIzcnJVyjPL8pJAQCFEUoNCwAAAA==", "base64");
  res.json([
    String(await promisify(zlib.gunzip)(gzip)),
    String(await promisify(zlib.unzip)(gzip)),
    zlib.crc32("hello"),
    zlib.crc32("world", 5),
  ]);
});
const faultsOf = async (tries) => {
  const seen = [];
  for (const [name, data] of tries) {
    await promisify(zlib[name])(data).then(
      (value) => seen.push(String(value)),
      (error) => seen.push([error.name, error.code, error.errno, error.message]),
    );
  }
  return seen;
};
const truncated = Buffer.from("H4sIAAAAAAAAA8tIzcn", "base64");
app.get("/zlib/faults", async (_req, res) => {
  const seen = await faultsOf([
    ["gunzip", "not packed"],
    ["inflate", "not packed"],
  ]);
  for (const run of [
    () => zlib.gzip(5, () => {}),
    () => zlib.gzip("x"),
    () => zlib.createGzip({ level: 12 }),
  ]) {
    try {
      run();
    } catch (error) {
      seen.push([error.name, error.code, error.message]);
    }
  }
  res.json(seen);
});
app.get("/zlib/truncated", async (_req, res) => res.json(await faultsOf([["gunzip", truncated]])));
app.get("/zlib/truncated-stream", async (_req, res) => {
  await pipeline(Readable.from([truncated]), zlib.createGunzip(), async (read) => {
    for await (const part of read) String(part);
  }).catch((error) => res.json([error.code, error.errno, error.message]));
});
app.get("/zlib/stream", async (_req, res) => {
  res.type("text");
  await pipeline(Readable.from(["one ", "two ", long]), zlib.createGzip(), zlib.createGunzip(), res);
});
app.get("/zlib/limit", async (_req, res) => {
  const seen = [];
  for (const [pack, unpack] of [...Object.entries(kinds), ["gzip", "unzip"], ["deflate", "unzip"]]) {
    const packed = await promisify(zlib[pack])(long);
    for (const maxOutputLength of [long.length, long.length - 1, 0, "9"]) {
      try {
        const plain = await promisify(zlib[unpack])(packed, { maxOutputLength });
        seen.push([pack, unpack, plain.length]);
      } catch (error) {
        seen.push([pack, unpack, error.name, error.code, error.message]);
      }
    }
  }
  await promisify(zlib.gzip)(long, { maxOutputLength: 10 }).catch((error) => seen.push(error.code));
  res.json(seen);
});
app.get("/zlib/sync", (_req, res) => res.json(String(zlib.gunzipSync(zlib.gzipSync("at once")))));
app.get("/zlib/brotli", (_req, res) => zlib.brotliCompress("x", (_error, data) => res.json(data.length > 0)));
app.post("/unpacked", express.json(), (req, res) => res.json(req.body));
app.post("/unpacked-not", express.json({ inflate: false }), (req, res) => res.json(req.body));
app.use((error, _req, res, _next) =>
  res.status(error.status ?? 500).json({ type: error.type, message: error.message }),
);
app.listen(process.env.PORT);
