// node:http's documentation, "Server", "ServerResponse", "IncomingMessage" and "OutgoingMessage": each member at
// the path of its own name. What a server of one's own does is asked by a client in this program.
import { once } from "node:events";
import http from "node:http";

const failing = (run) => {
  try {
    const value = run();
    return value === undefined ? "undefined" : typeof value === "object" && value !== null ? "object" : value;
  } catch (error) {
    return `${error.name} ${error.code} ${error.message}`;
  }
};

/** Starts a server, lets `use` talk to it, and ends it. */
async function serving(options, listener, use) {
  const server = http.createServer(options, listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  const ask = (path = "/", more = {}, body = undefined) =>
    new Promise((resolve) => {
      const request = http.request({ port, host: "127.0.0.1", path, agent: false, ...more }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () =>
          resolve({
            status: response.statusCode,
            headers: response.headers,
            text,
            trailers: response.trailers,
          }),
        );
        response.on("error", (error) => resolve({ broken: error.code }));
      });
      request.on("error", (error) => resolve({ error: error.code }));
      request.end(body);
    });
  try {
    return await use(server, ask);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
const answered = (_req, res) => res.end("answer");

let said;
const refusingBody = (_req, res) => {
  res.writeHead(204);
  said = failing(() => res.write("x"));
  res.end();
};

/** By path: gives what is sent as JSON. */
const server = {
  "server.checkContinue": () =>
    serving({}, answered, async (one, ask) => {
      const seen = [];
      one.on("checkContinue", (req, res) => {
        seen.push(req.headers.expect);
        if (req.url === "/no") return res.writeHead(417).end("no");
        res.writeContinue();
        res.end("continued");
      });
      const yes = await ask("/yes", { method: "POST", headers: { Expect: "100-continue" } }, "body");
      const no = await ask("/no", { method: "POST", headers: { Expect: "100-continue" } }, "body");
      return [seen, yes.status, yes.text, no.status, no.text];
    }),
  "server.checkExpectation": () =>
    serving({}, answered, async (one, ask) => {
      const without = await ask("/", { headers: { Expect: "more" } });
      one.on("checkExpectation", (req, res) => res.writeHead(200).end(`expects ${req.headers.expect}`));
      const own = await ask("/", { headers: { Expect: "more" } });
      return [without.status, own.status, own.text];
    }),
  "server.close": () =>
    serving({}, answered, async (one, ask) => {
      await ask();
      const events = [];
      one.on("close", () => events.push("close"));
      await new Promise((resolve) => one.close((error) => events.push(error ?? "closed") && resolve()));
      await new Promise((resolve) => one.close((error) => events.push(error.code) && resolve()));
      const after = await ask();
      return [events, one.listening, one.address(), after];
    }),
  "server.closeAllConnections": () =>
    serving(
      {},
      () => undefined,
      async (one, ask) => {
        one.on("request", () => one.closeAllConnections());
        return ask();
      },
    ),
  "server.closeIdleConnections": () =>
    serving({}, answered, async (one, ask) => {
      await ask();
      return [failing(() => one.closeIdleConnections()), (await ask()).text];
    }),
  "server.connection": () =>
    serving({}, answered, async (one, ask) => {
      const seen = [];
      one.on("connection", (socket) => seen.push(socket.constructor.name === "Socket", socket.remoteFamily));
      await ask();
      return seen;
    }),
  "server.request": () =>
    serving({}, undefined, async (one, ask) => {
      one.on("request", (req, res) => res.end(`${req.method} ${req.url}`));
      return (await ask("/x?y", { method: "PUT" })).text;
    }),
  "server.headersTimeout": () => defaults("headersTimeout"),
  "server.requestTimeout": () => defaults("requestTimeout"),
  "server.timeout": () => defaults("timeout"),
  "server.keepAliveTimeout": () =>
    serving({ keepAliveTimeout: 9000 }, answered, async (one, ask) => {
      const first = (await ask("/", { headers: { Connection: "keep-alive" } })).headers["keep-alive"];
      one.keepAliveTimeout = 0;
      const second =
        (await ask("/", { headers: { Connection: "keep-alive" } })).headers["keep-alive"] ?? null;
      return [first, second];
    }),
  "server.keepAliveTimeoutBuffer": () => defaults("keepAliveTimeoutBuffer"),
  "server.maxHeadersCount": () => defaults("maxHeadersCount"),
  "server.maxRequestsPerSocket": () =>
    serving({}, answered, async (one, ask) => {
      one.maxRequestsPerSocket = 3;
      return (await ask("/", { headers: { Connection: "keep-alive" } })).headers["keep-alive"];
    }),
  "server.maxConnections": () => defaults("maxConnections"),
  "server.listen": async () => {
    const first = http.createServer(answered);
    const seen = [];
    await new Promise((resolve) => first.listen({ port: 0, host: "127.0.0.1" }, resolve));
    seen.push(
      first.address().family,
      failing(() => first.listen(0)),
    );
    const second = http.createServer(answered);
    second.listen(first.address().port, "127.0.0.1");
    const [error] = await once(second, "error");
    seen.push(error.code, error.syscall, error.address, second.listening);
    for (const port of [-1, 65536, 1.5]) seen.push(failing(() => http.createServer().listen(port)));
    await new Promise((resolve) => first.close(resolve));
    return seen;
  },
  "server.listening": () =>
    serving({}, answered, async (one) => [one.listening, http.createServer().listening]),
  "server.getConnections": () =>
    serving(
      {},
      (_req, res) => setTimeout(() => res.end(), 5),
      async (one, ask) => {
        const count = () => new Promise((resolve) => one.getConnections((_error, number) => resolve(number)));
        const before = await count();
        const asked = ask();
        await once(one, "request");
        const during = await count();
        await asked;
        return [before, during];
      },
    ),
  "server.setTimeout": () =>
    serving(
      {},
      () => undefined,
      async (one, ask) => {
        const seen = [];
        one.setTimeout(10, (socket) => {
          seen.push("timeout");
          socket.destroy();
        });
        return [(await ask()).error, seen, one.timeout];
      },
    ),
  "server.asyncDispose": async () => {
    const one = http.createServer(answered).listen(0);
    await once(one, "listening");
    await one[Symbol.asyncDispose]();
    return one.listening;
  },
  "server.ref": () => serving({}, answered, async (one) => [one.unref() === one, one.ref() === one]),
  "server.connect": () =>
    serving({}, answered, async (_one, ask) => ask("/", { method: "CONNECT", path: "a.test:80" })),
  "http.createServer": async () => [
    failing(() => http.createServer("x")),
    failing(() => http.createServer({}, "x")),
    failing(() => new http.Server({ keepAliveTimeout: "x" })),
    failing(() => http.Server() instanceof http.Server),
    await serving(
      { joinDuplicateHeaders: true },
      (req, res) => res.end(JSON.stringify(req.headers.authorization)),
      async (_one, ask) => (await ask("/", { headers: { Authorization: ["a", "b"] } })).text,
    ),
    await serving(
      { uniqueHeaders: ["x-one", "x-two"] },
      (_req, res) => res.setHeader("x-one", ["1", "2"]).setHeader("x-two", ["a", "b"]).end(),
      async (_one, ask) => [(await ask()).headers["x-one"], (await ask()).headers["x-two"]],
    ),
    await serving({ rejectNonStandardBodyWrites: true }, refusingBody, async (_one, ask) => [
      (await ask()).status,
      said,
    ]),
    await serving(
      { maxHeaderSize: 200 },
      answered,
      async (_one, ask) => (await ask("/", { headers: { "X-Long": "y".repeat(300) } })).status,
    ),
    await serving(
      { requireHostHeader: false },
      answered,
      async (_one, ask) => (await ask("/", { setHost: false })).status,
    ),
    await serving({}, answered, async (_one, ask) => (await ask("/", { setHost: false })).status),
    await serving(
      {
        ServerResponse: class extends http.ServerResponse {
          shout(text) {
            this.end(text.toUpperCase());
          }
        },
      },
      (_req, res) => res.shout("loud"),
      async (_one, ask) => (await ask()).text,
    ),
    await serving(
      {
        IncomingMessage: class extends http.IncomingMessage {
          get shop() {
            return `shop ${this.url}`;
          }
        },
      },
      (req, res) => res.end(req.shop),
      async (_one, ask) => (await ask("/s")).text,
    ),
  ],
  "http.METHODS": () => http.METHODS,
  "http.STATUS_CODES": () => http.STATUS_CODES,
  "http.maxHeaderSize": () => http.maxHeaderSize,
  "http.validateHeaderName": () =>
    ["", "a b", "é", "X-Ok", "x:", 5]
      .map((name) => failing(() => http.validateHeaderName(name)))
      .concat(failing(() => http.validateHeaderName("a b", "Label"))),
  "http.validateHeaderValue": () =>
    [undefined, "oʊmɪɡə", "ok", "a\nb", 5, "é", ["a", "ü"]].map((value) =>
      failing(() => http.validateHeaderValue("x-my-header", value)),
    ),
  "http.setMaxIdleHTTPParsers": () => [
    failing(() => http.setMaxIdleHTTPParsers(500)),
    failing(() => http.setMaxIdleHTTPParsers("x")),
    failing(() => http.setMaxIdleHTTPParsers(0)),
  ],
  "http.WebSocket": () => [typeof http.WebSocket, typeof http.CloseEvent, typeof http.MessageEvent],
  "http.names": () => Object.keys(http).sort(),
};
const defaults = (name) =>
  serving({}, answered, async (one) => {
    const value = one[name];
    return value === undefined ? "undefined" : value;
  });

http
  .createServer(async (req, res) => {
    const { pathname } = new URL(req.url, "http://x");
    const run = server[pathname.slice(1)];
    if (run === undefined) return res.writeHead(404).end();
    try {
      const value = await run(req, res);
      res.setHeader("Content-Type", "application/json");
      res.end(JSON.stringify(value));
    } catch (error) {
      res.writeHead(500).end(`${error.name} ${error.code} ${error.message}`);
    }
  })
  .listen(process.env.PORT);
