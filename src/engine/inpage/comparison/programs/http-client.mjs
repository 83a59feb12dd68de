// node:http's documentation, "ClientRequest", "Agent", "ServerResponse", "IncomingMessage" and "OutgoingMessage":
// each member at the path of its own name. The program asks a server of its own.
import { once } from "node:events";
import http from "node:http";
import { Readable, Writable } from "node:stream";

const failing = (run) => {
  try {
    const value = run();
    return value === undefined ? "undefined" : typeof value === "object" && value !== null ? "object" : value;
  } catch (error) {
    return `${error.name} ${error.code} ${error.message}`;
  }
};
/** A request that is made is not sent. */
const requesting = (run) =>
  failing(() => {
    const request = run();
    request.on("error", () => undefined);
    request.destroy();
  });
const closing = (request) => new Promise((resolve) => request.on("close", resolve));
const textOf = async (stream) => {
  let text = "";
  for await (const chunk of stream) text += chunk;
  return text;
};

/** What the inner server does with a request; changed by each question. */
let listener = (_req, res) => res.end("answer");
const inner = http.createServer((req, res) => listener(req, res));
await new Promise((resolve) => inner.listen(0, "127.0.0.1", resolve));
const { port } = inner.address();
const to = (more = {}) => ({ port, host: "127.0.0.1", agent: false, ...more });

/** One request to a listener of its own. */
async function exchange(serve, more = {}, send = (request) => request.end()) {
  listener = serve;
  const request = http.request(to(more));
  const answered = once(request, "response");
  send(request);
  const [response] = await answered;
  return { request, response, text: await textOf(response) };
}
/** What a message says of itself while `serve` answers. */
const within = async (look, more, send) => {
  let seen;
  const { text } = await exchange(
    async (req, res) => {
      seen = await look(req, res);
      if (!res.writableEnded) res.end("x");
    },
    more,
    send,
  );
  return [seen, text];
};

const client = {
  "request.abort": async () => {
    listener = () => undefined;
    const request = http.get(to());
    const seen = [];
    request
      .on("abort", () => seen.push("abort"))
      .on("error", (error) => seen.push(error.code))
      .on("close", () => seen.push("close"));
    await once(request, "socket");
    request.abort();
    await new Promise((resolve) => request.on("close", resolve));
    return [seen, request.aborted, request.destroyed];
  },
  "request.close": async () => {
    const { request } = await exchange((_req, res) => res.end());
    if (!request.closed) await once(request, "close");
    return [request.closed, request.destroyed];
  },
  "request.continue": async () => {
    const seen = [];
    const { text, response } = await exchange(
      async (req, res) => res.end(`${req.headers.expect}: ${await textOf(req)}`),
      { method: "POST", headers: { Expect: "100-continue" } },
      (request) => {
        seen.push(request.headersSent, request.getHeader("transfer-encoding") ?? "none");
        seen.push(failing(() => request.setHeader("X-Late", "1")));
        request.on("continue", () => {
          seen.push("continue");
          request.end("the body");
        });
      },
    );
    return [seen, text, response.headers.connection];
  },
  "request.continue-late": async () => {
    const seen = [];
    const checked = (req, res) => {
      seen.push("asked");
      res.writeContinue(() => seen.push("told"));
      textOf(req).then((text) => res.end(text));
    };
    inner.on("checkContinue", checked);
    const headers = { Expect: "100-continue", "Content-Length": 8 };
    const { text, response } = await exchange(
      () => undefined,
      { method: "PUT", headers },
      (request) =>
        request.on("continue", () => {
          seen.push("continue");
          request.end("the body");
        }),
    );
    inner.off("checkContinue", checked);
    return [seen.includes("told"), seen.filter((one) => one !== "told"), text, response.statusCode];
  },
  "request.continue-refused": async () => {
    const seen = [];
    const checked = (_req, res) => res.writeHead(413, { Connection: "close" }).end("too much");
    inner.on("checkContinue", checked);
    const { request, response, text } = await exchange(
      () => undefined,
      { method: "PUT", headers: { Expect: "100-continue", "Content-Length": 8 } },
      (request) => request.on("continue", () => seen.push("continue")),
    );
    inner.off("checkContinue", checked);
    request.destroy();
    return [seen, response.statusCode, text];
  },
  "request.information": async () => {
    const seen = [];
    const { response, text } = await exchange(
      (_req, res) => {
        res.writeProcessing();
        res.writeEarlyHints({
          link: ["</a.css>; rel=preload", "</b.js>; rel=modulepreload"],
          "X-Trace": "1",
        });
        seen.push(
          typeof res.writeInformation(110, { "X-List": ["1", "2"], "Set-Cookie": ["a=1", "b=2"], "X-N": 5 }),
        );
        res.writeInformation(111, ["X-A", "1", "X-B", ["2", "3"]]);
        res.writeInformation(112, [["X-A", "1"]]);
        res.end("the answer");
      },
      {},
      (request) => {
        request.on("continue", () => seen.push("continue"));
        request.on("information", (information) => seen.push(information));
        request.end();
      },
    );
    return [seen, response.statusCode, text];
  },
  "request.information-wrong": () =>
    within((_req, res) => {
      const tried = [
        failing(() => res.writeInformation(101)),
        failing(() => res.writeInformation(200)),
        failing(() => res.writeInformation(110, { "bad name": "1" })),
        failing(() => res.writeInformation(110, { "X-A": undefined })),
        failing(() => res.writeInformation(110, ["X-A"])),
        failing(() => res.writeInformation(110, 5)),
      ];
      res.write("x");
      return [...tried, failing(() => res.writeContinue()), failing(() => res.writeProcessing())];
    }),
  "request.trailers": async () => {
    const { text } = await exchange(
      async (req, res) => {
        const body = await textOf(req);
        res.end(
          JSON.stringify([body, req.headers.trailer, req.rawTrailers, req.trailers, req.trailersDistinct]),
        );
      },
      { method: "POST", headers: { Trailer: "X-Sum" } },
      (request) => {
        request.write("one ");
        request.addTrailers({ "X-Sum": "wrong" });
        request.addTrailers([
          ["X-Sum", "1"],
          ["x-sum", "2"],
          ["ETag", "e"],
          ["etag", "f"],
        ]);
        request.end("two");
      },
    );
    return JSON.parse(text);
  },
  "request.finish": async () => {
    const seen = [];
    await exchange(
      (_req, res) => res.end(),
      { method: "POST" },
      (request) => {
        request.on("finish", () => seen.push("finish"));
        request.end("x", () => seen.push("callback"));
      },
    );
    return seen;
  },
  "request.response": async () => {
    const { response, text } = await exchange((_req, res) =>
      res.writeHead(201, "Made", { "X-A": "1" }).end("made"),
    );
    return [
      response.statusCode,
      response.statusMessage,
      response.headers["x-a"],
      response.httpVersion,
      text,
      response.complete,
    ];
  },
  "request.socket": async () => {
    const request = http.get(to());
    const [socket] = await once(request, "socket");
    request.on("error", () => undefined);
    await once(request, "response");
    request.destroy();
    return [socket === request.socket, typeof socket.setTimeout];
  },
  "request.timeout": async () => {
    listener = () => undefined;
    const request = http.get(to({ timeout: 10 }));
    const seen = [];
    request.on("error", (error) => seen.push(error.code));
    await once(request, "timeout");
    seen.push("timeout");
    request.destroy(Object.assign(new Error("too late"), { code: "MINE" }));
    await closing(request);
    return seen;
  },
  "request.setTimeout": async () => {
    listener = () => undefined;
    const request = http.get(to());
    request.on("error", () => undefined);
    await new Promise((resolve) => request.setTimeout(10, resolve));
    request.destroy();
    return request.destroyed;
  },
  "request.destroy": async () => {
    listener = () => undefined;
    const request = http.get(to());
    const seen = [];
    request.on("error", (error) => seen.push(error.message));
    request.destroy(new Error("on purpose"));
    await closing(request);
    return [seen, request.destroyed, request.destroy() === request];
  },
  "request.signal": async () => {
    listener = () => undefined;
    const controller = new AbortController();
    const request = http.get(to({ signal: controller.signal }));
    controller.abort();
    const [error] = await once(request, "error");
    return [error.name, error.code];
  },
  "request.end": async () =>
    (
      await exchange(
        (req, res) => req.pipe(res),
        { method: "PUT" },
        (request) => request.end("é", "latin1"),
      )
    ).text.length,
  "request.write": async () =>
    (
      await exchange(
        async (req, res) =>
          res.end(JSON.stringify([await textOf(req), req.headers["transfer-encoding"] ?? null])),
        { method: "POST" },
        (request) => {
          request.write("a");
          request.write(Buffer.from("b"), () => request.end("c"));
        },
      )
    ).text,
  "request.length": async () =>
    (
      await exchange(
        async (req, res) => res.end(JSON.stringify([await textOf(req), req.headers])),
        { method: "POST", headers: { "Content-Length": 3, Host: "own.test" } },
        (request) => request.end("abc"),
      )
    ).text,
  "request.flushHeaders": async () => {
    listener = (_req, res) => res.end("early");
    const request = http.request(to({ method: "POST" }));
    const before = request.headersSent;
    request.flushHeaders();
    const [after] = [request.headersSent, request.end("x")];
    const [response] = await once(request, "response");
    return [before, after, await textOf(response)];
  },
  "request.getHeader": async () => {
    const request = http.request(to({ headers: { "Content-Type": "text/html", "X-Many": ["a", "b"] } }));
    request.on("error", () => undefined);
    request.setHeader("Content-Length", 5);
    request.setHeader("Cookie", ["type=ninja", "language=javascript"]);
    const seen = [
      request.getHeader("content-type"),
      request.getHeader("Content-Length"),
      request.getHeader("cookie"),
      request.getHeaderNames(),
      { ...request.getHeaders(), host: "HOST" },
      request.getRawHeaderNames(),
      request.hasHeader("x-many"),
    ];
    request.removeHeader("X-Many");
    seen.push(
      request.hasHeader("x-many"),
      failing(() => request.setHeader("bad name", "x")),
      failing(() => request.setHeader("X", "\n")),
    );
    request.destroy();
    return seen;
  },
  "request.sent": async () =>
    (
      await exchange(
        (req, res) => res.end(JSON.stringify(req.rawHeaders.map((one) => one.replace(String(port), "PORT")))),
        { headers: { Accept: "text/html", Cookie: ["a=1", "b=2"], "X-Many": ["1", "2"] } },
      )
    ).text,
  "request.path": async () => {
    const { request } = await exchange((_req, res) => res.end(), { path: "/a?b=c", method: "put" });
    return [
      request.path,
      request.method,
      request.host,
      request.protocol,
      request.reusedSocket,
      request.maxHeadersCount,
      request.writableEnded,
      request.writableFinished,
      request.finished,
      request.aborted,
    ];
  },
  "request.setNoDelay": async () => {
    const { request } = await exchange(
      (_req, res) => res.end(),
      {},
      (one) => {
        one.setNoDelay(true);
        one.setSocketKeepAlive(true);
        one.cork();
        one.uncork();
        one.end();
      },
    );
    return request.writableFinished;
  },
  "http.request": () => [
    requesting(() => http.request({ method: "a b" })),
    requesting(() => http.request({ path: "/a b" })),
    requesting(() => http.request({ protocol: "ftp:" })),
    requesting(() => http.request("not a url")),
    requesting(() => http.request(5)),
    requesting(() => http.request({ method: 5 })),
    requesting(() => http.request({ host: 5 })),
    requesting(() => http.request({ agent: 5 })),
    requesting(() => http.request({ insecureHTTPParser: 1 })),
    requesting(() => http.request({ headers: { "a b": 1 } })),
  ],
  "http.get": async () => {
    listener = (req, res) =>
      res.end(
        JSON.stringify([req.method, req.url, req.headers.authorization ?? null, req.headers["x-a"] ?? null]),
      );
    const fetched = async (...args) => {
      const [response] = await once(http.get(...args), "response");
      return textOf(response);
    };
    return [
      await fetched(`http://127.0.0.1:${port}/text?a=1`),
      await fetched(new URL(`http://user:pa%20ss@127.0.0.1:${port}/url`), { headers: { "X-A": "1" } }),
      await fetched(to({ path: "/auth", auth: "tobi:secret" })),
      await fetched(`http://127.0.0.1:${port}`, { path: "/over", method: "DELETE" }),
      ...(await Promise.all(
        [
          [
            ["X-A", ["1", "2"]],
            ["Host", "shop.test"],
          ],
          ["X-A", "1", "Host", "shop.test"],
        ].map((headers) => fetched(to({ path: "/pairs", headers }))),
      )),
      ...[["X-A"], [["X-A"]]].map((headers) => requesting(() => http.request(to({ headers })))),
    ];
  },
  "http.globalAgent": () => [
    http.globalAgent instanceof http.Agent,
    http.globalAgent.keepAlive,
    http.globalAgent.maxFreeSockets,
  ],
  "agent.new": () => {
    const agent = new http.Agent({
      keepAlive: true,
      maxSockets: 3,
      maxTotalSockets: 9,
      maxFreeSockets: 2,
      timeout: 100,
      scheduling: "fifo",
    });
    return [
      agent.maxSockets,
      agent.maxTotalSockets,
      agent.maxFreeSockets,
      agent.keepAlive,
      agent.keepAliveMsecs,
      agent.scheduling,
      agent.defaultPort,
      agent.protocol,
      agent.options.timeout,
      failing(() => new http.Agent({ scheduling: "x" })),
      failing(() => new http.Agent({ maxTotalSockets: "x" })),
    ];
  },
  "agent.getName": () => {
    const agent = new http.Agent();
    return [
      agent.getName({ host: "a.test", port: 80, localAddress: "1.2.3.4", family: 6 }),
      agent.getName({ host: "b.test", port: 1 }),
      agent.getName({ socketPath: "/x" }),
      agent.getName(),
    ];
  },
  "agent.sockets": async () => {
    const agent = new http.Agent({ keepAlive: false });
    const { text } = await exchange((_req, res) => res.end("through"), { agent });
    agent.destroy();
    return [text, Object.keys(agent.freeSockets).length, Object.keys(agent.requests).length];
  },
  "agent.connection": async () => [
    (
      await exchange((req, res) => res.end(req.headers.connection), {
        agent: new http.Agent({ keepAlive: true }),
      })
    ).text,
    (await exchange((req, res) => res.end(req.headers.connection), { agent: new http.Agent() })).text,
    (await exchange((req, res) => res.end(req.headers.connection), { agent: false })).text,
    (await exchange((req, res) => res.end(req.headers.connection), { agent: undefined })).text,
  ],

  "response.close": () =>
    within(
      (_req, res) =>
        new Promise((resolve) => {
          res.on("close", () => resolve([res.closed, res.destroyed, res.writableFinished]));
          res.end("closing");
        }),
    ),
  "response.finish": () =>
    within(
      (_req, res) =>
        new Promise((resolve) => {
          const seen = [];
          for (const name of ["prefinish", "finish"]) res.on(name, () => seen.push(name));
          res.on("close", () => resolve(seen));
          res.end();
        }),
    ),
  "response.cork": () =>
    within((_req, res) => {
      res.cork();
      const during = res.writableCorked;
      res.write("a");
      res.write("b");
      res.uncork();
      return [during, res.writableCorked];
    }),
  "response.sendDate": () => within((_req, res) => res.sendDate),
  "response.statusCode": () =>
    within((_req, res) => {
      const before = [res.statusCode, res.statusMessage ?? "undefined"];
      res.statusCode = 404;
      return before;
    }),
  "response.req": () =>
    within((req, res) => [res.req === req, res.socket === req.socket, res.connection === req.connection]),
  "response.writable": () =>
    within((_req, res) => [
      res.writableEnded,
      res.writableFinished,
      res.writableHighWaterMark,
      res.writableLength,
      res.writableObjectMode,
      res.writableNeedDrain,
      res.writable,
      res.finished,
      res.headersSent,
      res.shouldKeepAlive,
      res.chunkedEncoding,
      res.errored,
      res.closed,
    ]),
  "response.writeContinue": () =>
    within((_req, res) => [
      failing(() => res.writeContinue()),
      failing(() => res.writeProcessing()),
      failing(() => res.writeEarlyHints({ link: "</a.css>; rel=preload; as=style" })),
    ]),
  "response.writeEarlyHints": () =>
    within((_req, res) => [
      failing(() => res.writeEarlyHints("x")),
      failing(() => res.writeEarlyHints({ link: "no link" })),
      failing(() => res.writeEarlyHints({ link: ["</a>; rel=x", "</b>; rel=y"], "x-trace": "1" })),
    ]),
  "response.addTrailers": () =>
    within((_req, res) => {
      res.setHeader("Trailer", "X-Sum");
      res.write("x");
      return [
        failing(() => res.addTrailers({ "X-Sum": "1" })),
        failing(() => res.addTrailers({ "bad name": "1" })),
        failing(() => res.addTrailers({ "X-Sum": "\n" })),
        failing(() => res.addTrailers(["d", "4"])),
        // The language's own error, which each browser words in its way.
        failing(() => res.addTrailers())?.split(" ", 1),
      ];
    }),
  "response.pipe": () =>
    within(
      (_req, res) =>
        new Promise((resolve) => {
          res.on("error", (error) => resolve(error.code));
          res.pipe(new Writable());
        }),
    ),
  "response.setHeader": () =>
    within((_req, res) => [
      failing(() => res.setHeader("X-A")),
      failing(() => res.setHeader()),
      failing(() => res.setHeader("X-A", ["1", 2])),
      failing(() => res.getHeader()),
      failing(() => res.hasHeader(5)),
      failing(() => res.removeHeader()),
      failing(() => res.setHeaders({})),
      failing(() => res.appendHeader("X-A", "3")),
      res.getHeaders(),
    ]),
  "response.writeHead": () =>
    within((_req, res) => [
      failing(() => res.writeHead()),
      failing(() => res.writeHead("x")),
      failing(() => res.writeHead(200, "bad\nreason")),
      failing(() => {
        res.statusMessage = "Fine";
      }),
      failing(() => res.writeHead(200, ["odd"])),
      failing(() => res.writeHead(200, { "a b": 1 })),
      res.headersSent,
    ]),
  "response.assignSocket": () =>
    within((req, res) => [failing(() => res.assignSocket(req.socket)), typeof res.detachSocket]),
  "response.drain": async () => {
    const { text } = await exchange(async (_req, res) => {
      let drains = 0;
      res.on("drain", () => drains++);
      for (let i = 0; i < 10; i++) if (!res.write("y".repeat(100_000))) await once(res, "drain");
      res.end(String(drains > 0));
    });
    return [text.length, text.slice(-4)];
  },
  "response.alone": () => {
    const res = new http.ServerResponse({ method: "GET", httpVersionMajor: 1, httpVersionMinor: 1 });
    res.setHeader("X-A", "1");
    return [res.statusCode, res.getHeaders(), res.socket];
  },
  "message.headers": () =>
    within(
      (req) =>
        [req.headers, req.headersDistinct, req.rawHeaders.length].map((value) =>
          JSON.parse(JSON.stringify(value).replaceAll(String(port), "PORT")),
        ),
      { headers: { "X-A": ["1", "2"], Cookie: ["a=1", "b=2"], Referer: ["r", "s"], "Content-Type": "t" } },
    ),
  "message.trailers": () =>
    within(async (req) => {
      await textOf(req);
      return [req.trailers, req.rawTrailers, Object.keys(req.trailersDistinct)];
    }),
  "message.trailers-early": async () => {
    const before = [];
    const { promise: looked, resolve: look } = Promise.withResolvers();
    listener = async (_req, res) => {
      res.setHeader("Trailer", "X-Sum, X-List");
      res.write("one ");
      await looked;
      res.addTrailers({ "X-Sum": 7, "X-List": ["a", "b"], "Set-Cookie": ["c=1", "d=2"] });
      res.end("two");
    };
    const request = http.get(to());
    const [response] = await once(request, "response");
    const { trailers } = response;
    before.push(Object.keys(trailers).length, response.rawTrailers.length);
    look();
    const text = await textOf(response);
    return [
      before,
      text,
      trailers,
      response.trailers === trailers,
      response.rawTrailers,
      response.trailersDistinct,
    ];
  },
  "message.trailers-whole": async () => {
    const { response, text } = await exchange((_req, res) => {
      res.addTrailers({ "X-Sum": "1" });
      res.end("in one piece");
    });
    return [text, response.headers["content-length"], response.rawTrailers, response.trailers];
  },
  "message.complete": () =>
    within(
      async (req) => {
        const before = req.complete;
        await textOf(req);
        return [before, req.complete, req.readableEnded];
      },
      { method: "POST" },
      (request) => request.end("x".repeat(100)),
    ),
  "message.aborted": async () => {
    const seen = [];
    listener = (req) => {
      req
        .on("aborted", () => seen.push("aborted"))
        .on("error", (error) => seen.push(error.code))
        .on("close", () => seen.push("close"));
    };
    const request = http.request(to({ method: "POST" }));
    request.on("error", () => undefined);
    request.write("half");
    await once(inner, "request");
    const [req] = [seen];
    request.destroy();
    while (seen.length < 3) await new Promise((resolve) => setTimeout(resolve, 1));
    return req;
  },
  "message.destroy": async () => {
    listener = (req) => req.destroy(new Error("refused"));
    const request = http.get(to());
    const [error] = await once(request, "error");
    return error.code;
  },
  "message.setTimeout": () => within((req) => req.setTimeout(1000) === req),
  "message.method": () =>
    within(
      (req) => [
        req.method,
        req.url,
        req.httpVersion,
        req.httpVersionMajor,
        req.httpVersionMinor,
        req.statusCode,
        req.statusMessage,
        req.upgrade,
        req.aborted,
      ],
      { method: "PATCH", path: "//double//?x" },
    ),
  "message.signal": () => within((req) => [req.signal instanceof AbortSignal, req.signal.aborted]),
  "message.alone": () => {
    const message = new http.IncomingMessage(null);
    return [message.headers, message.complete, message.method, message instanceof Readable];
  },
  "outgoing.alone": () => {
    const message = new http.OutgoingMessage();
    message.setHeader("X-A", "1");
    return [
      message.getHeaders(),
      message.writableLength,
      message.writableObjectMode,
      message.finished,
      failing(() => message.flushHeaders()),
      failing(() => message._implicitHeader()),
    ];
  },
};

http
  .createServer(async (req, res) => {
    const run = client[new URL(req.url, "http://x").pathname.slice(1)];
    if (run === undefined) return res.writeHead(404).end();
    try {
      const value = await run();
      res.setHeader("Content-Type", "application/json");
      res.end(JSON.stringify(value ?? null));
    } catch (error) {
      res.writeHead(500).end(`${error.name} ${error.code} ${error.message}`);
    }
  })
  .listen(process.env.PORT);
