import { once } from "node:events";
import { createReadStream, createWriteStream, writeFileSync } from "node:fs";
import { getDefaultHighWaterMark, PassThrough, Readable, Transform, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import express from "express";

const app = express();
writeFileSync("stream.txt", "line of text\n".repeat(20_000));

app.get("/chunks", async (_req, res) => {
  for (const part of ["one ", "two ", "three"]) {
    res.write(part);
    await wait(1);
  }
  res.end();
});
app.get("/chunks-at-once", (_req, res) => {
  res.write("a");
  res.write(Buffer.from("b"));
  res.write(new Uint8Array([99]));
  res.write("ZA==", "base64");
  res.end("e");
});
app.get("/events", async (_req, res) => {
  res.writeHead(200, {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-cache",
    Connection: "keep-alive",
  });
  res.flushHeaders();
  for (let i = 0; i < 3; i++) {
    res.write(`id: ${i}\ndata: ${JSON.stringify({ i })}\n\n`);
    await wait(1);
  }
  res.end();
});
app.get("/file", (_req, res) => {
  createReadStream("stream.txt").pipe(res);
});
app.get("/file-part", (_req, res) => {
  createReadStream("stream.txt", { start: 5, end: 30, highWaterMark: 7 }).pipe(res.type("text"));
});
app.get("/pipeline", async (_req, res) => {
  const upper = new Transform({
    transform(chunk, _encoding, done) {
      done(null, chunk.toString().toUpperCase());
    },
  });
  await pipeline(createReadStream("stream.txt", { end: 99 }), upper, res);
});
app.get("/iterator", (_req, res) => {
  async function* numbers() {
    for (let i = 0; i < 5; i++) yield `${i}\n`;
  }
  Readable.from(numbers()).pipe(res);
});
app.get("/large", async (_req, res) => {
  const block = Buffer.alloc(64 * 1024, "x");
  let waits = 0;
  for (let i = 0; i < 32; i++) {
    if (!res.write(block)) {
      waits++;
      await new Promise((resolve) => res.once("drain", resolve));
    }
  }
  res.end(waits > 0 ? "waited" : "never waited");
});
app.get("/drained", async (_req, res) => {
  for (let i = 0; i < 50; i++) if (!res.write("x".repeat(20_000))) await once(res, "drain");
  res.end();
});
app.get("/high-water", (_req, res) => {
  const [readable, writable, objects] = [new Readable(), new Writable(), new Readable({ objectMode: true })];
  res.json([
    readable.readableHighWaterMark,
    writable.writableHighWaterMark,
    objects.readableHighWaterMark,
    new Transform().writableHighWaterMark,
    new PassThrough({ highWaterMark: 5 }).readableHighWaterMark,
    Readable.from([]).readableHighWaterMark,
    createReadStream("stream.txt").readableHighWaterMark,
    createWriteStream("written.txt").writableHighWaterMark,
    getDefaultHighWaterMark(false),
    getDefaultHighWaterMark(true),
  ]);
});
app.get("/length-and-write", (_req, res) => {
  res.set("Content-Length", "5");
  res.write("12");
  res.write("345");
  res.end();
});
app.get("/length-too-much", (_req, res) => {
  res.set("Content-Length", "3");
  res.end("12345");
});
app.get("/no-body-write", (_req, res) => {
  res.status(204);
  res.write("never seen");
  res.end();
});
app.get("/events-order", (req, res) => {
  const seen = [];
  res.on("pipe", () => seen.push("pipe"));
  res.on("prefinish", () => seen.push("prefinish"));
  res.on("finish", () => seen.push("finish"));
  res.on("close", () => {
    seen.push("close");
    order = seen;
  });
  req.on("end", () => seen.push("req end"));
  req.on("close", () => seen.push("req close"));
  req.resume();
  res.end("x", () => seen.push("end callback"));
  seen.push(`after end ${res.headersSent} ${res.writableEnded} ${res.writableFinished} ${res.finished}`);
});
let order = [];
app.get("/last-order", (_req, res) => res.json(order));
app.get("/web-stream", (_req, res) => {
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode("from a web stream"));
      controller.close();
    },
  });
  Readable.fromWeb(stream).pipe(res);
});
app.post("/count", async (req, res) => {
  let bytes = 0;
  let chunks = 0;
  for await (const chunk of req) {
    bytes += chunk.length;
    chunks++;
  }
  res.json({ bytes, some: chunks > 0 });
});
app.post("/destroyed", (_req, res) => {
  res.destroy();
});
app.get("/cut", (_req, res) => {
  res.write("half");
  setTimeout(() => res.socket.destroy(), 5);
});
app.listen(process.env.PORT);
