import type { ContractCase } from "./case.ts";
import { bodyBytes, bodyText, get, getText, HOST_HEADER, PORT, startServer } from "./program.ts";

const MEGABYTE = 1024 * 1024;

export const streamCases: readonly ContractCase[] = [
  {
    name: "a response's chunks arrive as they are written",
    async run(engine, assert) {
      await startServer(
        engine,
        `import { createServer } from "node:http";
        let waiting;
        createServer((req, res) => {
          if (req.url === "/next") { waiting.write("second"); waiting.end(); return res.end(); }
          waiting = res;
          res.write("first");
        }).listen(7148);`,
      );
      const response = await get(engine, "/");
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      assert.equal(decoder.decode((await reader.read()).value), "first", "before the response has ended");
      await getText(engine, "/next");
      let rest = "";
      while (true) {
        const { done, value } = await reader.read();
        if (done) break;
        rest += decoder.decode(value);
      }
      assert.equal(rest, "second", "the rest");
    },
  },
  {
    name: "a request's body streams in while the response streams out",
    async run(engine, assert) {
      await startServer(
        engine,
        `import { createServer } from "node:http";
        createServer((req, res) => {
          res.flushHeaders();
          req.on("data", (part) => res.write(part.toString("utf8").toUpperCase()));
          req.on("end", () => res.end("."));
        }).listen(7148);`,
      );
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      const writer = writable.getWriter();
      const response = await engine.request(PORT, {
        method: "POST",
        target: "/",
        headers: [HOST_HEADER],
        body: readable,
      });
      const reader = response.body.getReader();
      for (const word of ["alpha", "beta"]) {
        const written = writer.write(new TextEncoder().encode(word));
        assert.equal(new TextDecoder().decode((await reader.read()).value), word.toUpperCase(), word);
        await written;
      }
      await writer.close();
      assert.equal(new TextDecoder().decode((await reader.read()).value), ".", "the end");
      assert.ok((await reader.read()).done, "done");
    },
  },
  {
    name: "a 5 MB body goes up and comes back unchanged",
    async run(engine, assert) {
      await startServer(
        engine,
        `import { createServer } from "node:http";
        createServer((req, res) => req.pipe(res)).listen(7148);`,
      );
      const body = new Uint8Array(5 * MEGABYTE);
      for (let index = 0; index < body.length; index += 1) body[index] = (index * 31) % 251;
      const response = await engine.request(PORT, {
        method: "POST",
        target: "/",
        headers: [HOST_HEADER],
        body,
      });
      const back = await bodyBytes(response);
      assert.equal(back.byteLength, body.byteLength, "length");
      assert.ok(
        back.every((byte, index) => byte === body[index]),
        "every byte",
      );
    },
  },
  {
    name: "a reader that does not read holds the writer back",
    async run(engine, assert) {
      await startServer(
        engine,
        `import { createServer } from "node:http";
        let written = 0, held;
        const isHeld = new Promise((resolve) => { held = resolve; });
        const chunk = Buffer.alloc(65536, "x");
        createServer(async (req, res) => {
          if (req.url === "/held") return isHeld.then(() => res.end(String(written)));
          for (let sent = 0; sent < 512; sent += 1) {
            written += chunk.length;
            if (!res.write(chunk)) {
              const stalled = setTimeout(held, 300);
              await new Promise((resolve) => res.once("drain", resolve));
              clearTimeout(stalled);
            }
          }
          res.end();
        }).listen(7148);`,
      );
      const response = await get(engine, "/");
      const written = Number(await getText(engine, "/held"));
      assert.ok(written < 24 * MEGABYTE, `32 MB were offered; ${written} bytes were written with no reader`);
      assert.equal((await bodyBytes(response)).byteLength, 32 * MEGABYTE, "all bytes, once it is read");
    },
  },
  {
    name: "a response that is never ended can be left, and the server notices",
    async run(engine, assert) {
      await startServer(
        engine,
        `import { createServer } from "node:http";
        let closed;
        const gone = new Promise((resolve) => { closed = resolve; });
        createServer((req, res) => {
          if (req.url === "/closed") return gone.then(() => res.end("closed"));
          res.on("close", closed);
          res.write("beginning");
        }).listen(7148);`,
      );
      const response = await get(engine, "/");
      const reader = response.body.getReader();
      assert.equal(new TextDecoder().decode((await reader.read()).value), "beginning", "the beginning");
      await reader.cancel();
      assert.equal(await getText(engine, "/closed"), "closed", "the server saw the close");
    },
  },
  {
    name: "a body breaks with the same code when the process ends or the request is aborted",
    async run(engine, assert) {
      const process = await startServer(
        engine,
        `import { createServer } from "node:http";
        createServer((req, res) => res.write("beginning")).listen(7148);`,
      );
      const controller = new AbortController();
      const aborted = await engine.request(
        PORT,
        { method: "GET", target: "/", headers: [HOST_HEADER] },
        { signal: controller.signal },
      );
      const abortedBody = bodyText(aborted);
      controller.abort();
      await assert.rejects(abortedBody, "aborted", "the aborted body");
      const broken = bodyText(await get(engine, "/"));
      const outcome = assert.rejects(broken, "connection-reset", "the body of a killed process");
      await process.kill();
      await outcome;
    },
  },
];
