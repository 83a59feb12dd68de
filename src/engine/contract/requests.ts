import type { ContractCase } from "./case.ts";
import { bodyText, fieldValues, get, getText, HOST_HEADER, nextEvent, PORT, startServer } from "./program.ts";

const echo = `
  import { createServer } from "node:http";
  createServer((req, res) => {
    const parts = [];
    req.on("data", (part) => parts.push(part));
    req.on("end", () => {
      res.setHeader("Content-Type", "application/json");
      res.end(JSON.stringify({
        method: req.method, url: req.url, raw: req.rawHeaders, body: Buffer.concat(parts).toString("utf8"),
      }));
    });
  }).listen(7148);
`;

export const requestCases: readonly ContractCase[] = [
  {
    name: "status, headers and body of a response come back raw, duplicates kept",
    async run(engine, assert) {
      await startServer(
        engine,
        `import { createServer } from "node:http";
        createServer((req, res) => {
          res.writeHead(201, "Made", [["X-One", "1"], ["Set-Cookie", "a=1; Path=/"], ["Set-Cookie", "b=2, x; HttpOnly"]].flat());
          res.end("made");
        }).listen(7148);`,
      );
      const response = await get(engine, "/");
      assert.equal([response.status, response.statusText], [201, "Made"], "status");
      assert.equal(
        fieldValues(response.headers, "set-cookie"),
        ["a=1; Path=/", "b=2, x; HttpOnly"],
        "Set-Cookie",
      );
      assert.ok(
        response.headers.some(([name]) => name === "X-One"),
        "a header's name keeps its case",
      );
      assert.ok(fieldValues(response.headers, "date")[0] !== undefined, "Date is there, as Node sends it");
      const { body: _, ...rest } = response;
      assert.equal(
        structuredClone(rest),
        rest,
        "all but the body is plain data, which can go through a port",
      );
      assert.equal(await bodyText(response), "made", "body");
    },
  },
  {
    name: "method, target, headers and body of a request arrive as sent",
    async run(engine, assert) {
      await startServer(engine, echo);
      const response = await engine.request(PORT, {
        method: "PUT",
        target: "/a%20b?x=1&x=2",
        headers: [
          HOST_HEADER,
          ["X-Twice", "1"],
          ["X-Twice", "2"],
          ["Content-Type", "text/plain; charset=utf-8"],
        ],
        body: new TextEncoder().encode("grüße"),
      });
      const seen: unknown = JSON.parse(await bodyText(response));
      assert.equal(
        seen,
        {
          method: "PUT",
          url: "/a%20b?x=1&x=2",
          raw: [
            ...["Host", `localhost:${PORT}`, "X-Twice", "1", "X-Twice", "2"],
            ...["Content-Type", "text/plain; charset=utf-8", "Content-Length", "7"],
          ],
          body: "grüße",
        },
        "what the server saw",
      );
    },
  },
  {
    name: "a redirect is not followed",
    async run(engine, assert) {
      await startServer(
        engine,
        `import { createServer } from "node:http";
        createServer((req, res) => res.writeHead(303, { Location: "/elsewhere" }).end()).listen(7148);`,
      );
      const response = await get(engine, "/");
      assert.equal(
        [response.status, fieldValues(response.headers, "location")[0]],
        [303, "/elsewhere"],
        "response",
      );
    },
  },
  {
    name: "responses to HEAD, 204 and 304 have an empty body",
    async run(engine, assert) {
      await startServer(
        engine,
        `import { createServer } from "node:http";
        createServer((req, res) => {
          if (req.url === "/") return res.setHeader("Content-Length", 12).end("twelve bytes");
          res.statusCode = Number(req.url.slice(1));
          res.end();
        }).listen(7148);`,
      );
      const head = await engine.request(PORT, { method: "HEAD", target: "/", headers: [HOST_HEADER] });
      assert.equal([head.status, fieldValues(head.headers, "content-length")[0]], [200, "12"], "HEAD");
      assert.equal(await bodyText(head), "", "the body of HEAD");
      for (const status of [204, 304]) {
        const response = await get(engine, `/${status}`);
        assert.equal([response.status, await bodyText(response)], [status, ""], String(status));
      }
    },
  },
  {
    name: "a port where nothing listens refuses",
    async run(engine, assert) {
      await engine.mount({});
      await assert.rejects(getText(engine, "/"), "connection-refused", "request");
    },
  },
  {
    name: "a handler that never answers times out, and the server lives on",
    async run(engine, assert) {
      await startServer(
        engine,
        `import { createServer } from "node:http";
        createServer((req, res) => { if (req.url === "/") res.end("fine"); }).listen(7148);`,
      );
      const silent = engine.request(
        PORT,
        { method: "GET", target: "/silent", headers: [HOST_HEADER] },
        { timeoutMs: 50 },
      );
      await assert.rejects(silent, "timed-out", "the request");
      assert.equal(await getText(engine, "/"), "fine", "the next request");
    },
  },
  {
    name: "a request can be aborted before the head, and the server notices",
    async run(engine, assert) {
      await startServer(
        engine,
        `import { createServer } from "node:http";
        let arrived, closed;
        const seen = new Promise((resolve) => { arrived = resolve; });
        const gone = new Promise((resolve) => { closed = resolve; });
        createServer((req, res) => {
          if (req.url === "/arrived") return seen.then(() => res.end("arrived"));
          if (req.url === "/closed") return gone.then(() => res.end("closed"));
          res.on("close", closed);
          arrived();
        }).listen(7148);`,
      );
      const controller = new AbortController();
      const request = engine.request(
        PORT,
        { method: "GET", target: "/wait", headers: [HOST_HEADER] },
        { signal: controller.signal },
      );
      assert.equal(await getText(engine, "/arrived"), "arrived", "it arrived");
      controller.abort();
      await assert.rejects(request, "aborted", "the request");
      assert.equal(await getText(engine, "/closed"), "closed", "the server saw the close");
      const late = engine.request(
        PORT,
        { method: "GET", target: "/", headers: [HOST_HEADER] },
        { signal: controller.signal },
      );
      await assert.rejects(late, "aborted", "a request with a signal that has fired");
    },
  },
  {
    name: "a socket destroyed before the head is a reset, and kill resets waiting requests",
    async run(engine, assert) {
      const process = await startServer(
        engine,
        `import { createServer } from "node:http";
        createServer((req, res) => {
          if (req.url === "/destroy") return req.socket.destroy();
          console.log("waiting");
        }).listen(7148);`,
      );
      await assert.rejects(getText(engine, "/destroy"), "connection-reset", "destroyed");
      const waiting = getText(engine, "/wait");
      const outcome = assert.rejects(waiting, "connection-reset", "killed");
      const reader = process.output.getReader();
      await reader.read();
      await process.kill();
      await outcome;
    },
  },
  {
    name: "many requests at once each get their own answer",
    async run(engine, assert) {
      await startServer(
        engine,
        `import { createServer } from "node:http";
        createServer((req, res) => setTimeout(() => res.end(req.url), Number(req.url.slice(1)) % 7)).listen(7148);`,
      );
      const targets = Array.from({ length: 60 }, (_, index) => `/${index}`);
      assert.equal(await Promise.all(targets.map((target) => getText(engine, target))), targets, "answers");
    },
  },
  {
    name: "a diagnostics message of a library carries the id of its exchange",
    async run(engine, assert) {
      const process = await startServer(
        engine,
        `import { createServer } from "node:http";
        import { channel } from "node:diagnostics_channel";
        const commits = channel("keepsake:commit");
        const others = channel("elsewhere");
        createServer((req, res) => {
          others.publish({ request: req, secret: true });
          commits.publish({ request: req, status: "new", after: { data: { cart: [1] } } });
          res.end();
        }).listen(7148);`,
      );
      const message = nextEvent(engine, "diagnostic");
      const request = { method: "GET", target: "/", headers: [HOST_HEADER] };
      await engine.request(PORT, request, { exchangeId: "exchange-17" });
      assert.equal(
        await message,
        {
          pid: process.pid,
          channel: "keepsake:commit",
          exchangeId: "exchange-17",
          message: { status: "new", after: { data: { cart: [1] } } },
        },
        "the event",
      );
    },
  },
];
