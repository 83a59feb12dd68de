import http from "node:http";

const routes = {
  "/": (_req, res) => res.end("hello"),
  "/umlaut": (_req, res) => res.setHeader("Set-Cookie", "name=Jürgen").end("with a text"),
  "/umlaut-bytes": (_req, res) => res.setHeader("Set-Cookie", "name=Jürgen").end(Buffer.from("with bytes")),
  "/umlaut-alone": (_req, res) => res.setHeader("Set-Cookie", "name=Jürgen").end(),
  "/umlaut-chunks": (_req, res) => {
    res.setHeader("Set-Cookie", "name=Jürgen").write("in ");
    res.end("chunks");
  },
  "/umlaut-flushed": (_req, res) => {
    res.setHeader("Set-Cookie", "name=Jürgen").flushHeaders();
    res.end("flushed");
  },
  "/umlaut-latin1": (_req, res) => res.setHeader("Set-Cookie", "name=Jürgen").end("é", "latin1"),
  "/umlaut-sent": (req, res) =>
    http
      .request({ port: req.socket.localPort, path: "/cookie", method: "POST", headers: { Cookie: "é" } })
      .on("response", (response) => response.pipe(res))
      .end("text"),
  "/cookie": (req, res) => res.end(JSON.stringify(req.headers.cookie)),
  "/head": (_req, res) => res.end("a body that HEAD leaves out"),
  "/write-head": (_req, res) => res.writeHead(200, { "X-One": "1", "x-two": ["a", "b"] }).end("x"),
  "/write-head-pairs": (_req, res) => res.writeHead(200, ["X-A", "1", "X-A", "2", "Set-Cookie", "a=1"]).end(),
  "/write-head-message": (_req, res) =>
    res.writeHead(299, "Quite Fine", { "Content-Type": "text/plain" }).end("fine"),
  "/write-head-merged": (_req, res) => {
    res.setHeader("X-Kept", "yes");
    res.setHeader("X-Over", "old");
    res.writeHead(201, { "x-over": "new", "X-More": 5 });
    res.end();
  },
  "/write-head-length": (_req, res) =>
    res.writeHead(200, { "Content-Length": 4, "Content-Type": "text/plain" }).end("four"),
  "/status-message": (_req, res) => {
    res.statusCode = 404;
    res.statusMessage = "Not Here";
    res.end();
  },
  "/status-unknown": (_req, res) => res.writeHead(788).end(),
  "/204": (_req, res) => res.writeHead(204).end(),
  "/204-body": (_req, res) => res.writeHead(204).end("nothing of this"),
  "/304": (_req, res) => res.writeHead(304, { ETag: '"x"' }).end(),
  "/304-chunked": (_req, res) => res.writeHead(304, { "Transfer-Encoding": "chunked" }).end(),
  "/chunked-forced": (_req, res) => {
    res.setHeader("Transfer-Encoding", "chunked");
    res.end("short");
  },
  "/close": (_req, res) => {
    res.setHeader("Connection", "close");
    res.end("bye");
  },
  "/keep-alive-own": (_req, res) => {
    res.setHeader("Connection", "keep-alive");
    res.setHeader("Keep-Alive", "timeout=99");
    res.end();
  },
  "/no-date": (_req, res) => {
    res.sendDate = false;
    res.end("dateless");
  },
  "/own-date": (_req, res) => {
    res.setHeader("Date", "Thu, 01 Jan 1970 00:00:00 GMT");
    res.end();
  },
  "/removed": (_req, res) => {
    res.setHeader("X-Gone", "1");
    res.removeHeader("x-gone");
    res.removeHeader("Date");
    res.removeHeader("Connection");
    res.end("less");
  },
  "/removed-length": (_req, res) => {
    res.removeHeader("Content-Length");
    res.end("chunked then");
  },
  "/removed-both": (_req, res) => {
    res.removeHeader("Content-Length");
    res.removeHeader("Transfer-Encoding");
    res.end("until close");
  },
  "/append": (_req, res) => {
    res.appendHeader("Vary", "Accept");
    res.appendHeader("vary", ["Cookie", "Origin"]);
    res.setHeader("Set-Cookie", ["a=1", "b=2"]);
    res.appendHeader("Set-Cookie", "c=3");
    res.end(JSON.stringify(res.getHeaders()));
  },
  "/set-headers": (_req, res) => {
    res.setHeaders(
      new Headers([
        ["x-b", "2"],
        ["x-a", "1"],
        ["set-cookie", "q=1"],
        ["set-cookie", "r=2"],
      ]),
    );
    res.setHeaders(new Map([["X-Map", ["m", "n"]]]));
    res.end(JSON.stringify([res.getHeaderNames(), res.getRawHeaderNames?.()]));
  },
  "/number-header": (_req, res) => {
    res.setHeader("X-Number", 7);
    res.setHeader("X-Latin", "é ü");
    res.setHeader("X-Empty", "");
    res.end();
  },
  "/flush": (_req, res) => {
    res.flushHeaders();
    res.end("flushed");
  },
  "/write-then-end": (_req, res) => {
    res.write("a");
    res.end("b");
  },
  "/write-empty": (_req, res) => {
    res.write("");
    res.end();
  },
  "/trailers": (_req, res) => {
    res.writeHead(200, { Trailer: "X-Sum" });
    res.write("body");
    res.addTrailers({ "X-Sum": "4" });
    res.end();
  },
  "/early-hints": (_req, res) => {
    res.writeEarlyHints({ link: "</style.css>; rel=preload; as=style" });
    res.end("hinted");
  },
  "/headers": (req, res) =>
    res.end(JSON.stringify({ headers: req.headers, distinct: req.headersDistinct, raw: req.rawHeaders })),
  "/late": (_req, res) => {
    res.end("done");
    const seen = [];
    for (const attempt of [
      () => res.setHeader("X-Late", "1"),
      () => res.appendHeader("X-Late", "1"),
      () => res.removeHeader("X-Late"),
      () => res.writeHead(200),
      () => res.flushHeaders(),
    ]) {
      try {
        attempt();
        seen.push("fine");
      } catch (error) {
        seen.push(`${error.name} ${error.code} ${error.message}`);
      }
    }
    late = seen;
  },
  "/late-seen": (_req, res) => res.end(JSON.stringify(late)),
  "/write-after-end": (_req, res) => {
    res.on("error", (error) => {
      late = [error.code, error.message];
    });
    res.end("done");
    res.write("more", (error) => {
      late.push(error?.code);
    });
  },
  "/end-twice": (_req, res) => {
    res.end("once", () => {
      late = ["first callback"];
    });
    res.end(() => {
      late.push("second callback");
    });
  },
  "/strict": (_req, res) => {
    res.strictContentLength = true;
    res.setHeader("Content-Length", "3");
    try {
      res.end("four");
    } catch (error) {
      late = [error.code, error.message];
      res.destroy();
    }
  },
  "/socket": (req, res) => {
    const { remoteAddress, remoteFamily, encrypted } = req.socket;
    res.end(
      JSON.stringify({
        remoteAddress,
        remoteFamily,
        encrypted,
        same: req.socket === res.socket,
        port: typeof req.socket.remotePort,
      }),
    );
  },
  "/self": (_req, res) => {
    const inner = http.get(
      { port: process.env.PORT, path: "/write-head", headers: { "X-Inner": "yes" } },
      (answer) => {
        let body = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk) => {
          body += chunk;
        });
        answer.on("end", () => res.end(JSON.stringify([answer.statusCode, answer.headers["x-two"], body])));
      },
    );
    inner.on("error", (error) => res.end(error.message));
  },
  "/self-post": (_req, res) => {
    const inner = http.request(`http://localhost:${process.env.PORT}/echo`, { method: "POST" }, (answer) =>
      answer.pipe(res),
    );
    inner.write("posted ");
    inner.end("to myself");
  },
  "/self-fetch": async (_req, res) => {
    const answer = await fetch(`http://localhost:${process.env.PORT}/append`, { headers: { cookie: "a=1" } });
    res.end(JSON.stringify([answer.status, answer.headers.getSetCookie(), await answer.json()]));
  },
  "/self-fetch-broken": async (_req, res) => {
    const own = `http://localhost:${process.env.PORT}`;
    const seen = [];
    const tell = (error) => seen.push([error.name, error.code, error.cause?.name, error.cause?.code]);
    const broken = await fetch(`${own}/breaks`);
    await broken.text().catch((error) => seen.push(error.message) && tell(error));
    await fetch(`${own}/breaks-before`).catch((error) => seen.push(error.message) && tell(error));
    const waits = new AbortController();
    const waited = await fetch(`${own}/waits`, { signal: waits.signal });
    const reading = waited.text();
    waits.abort();
    await reading.catch(tell);
    const whole = new AbortController();
    const kept = await fetch(`${own}/append`, { signal: whole.signal });
    whole.abort();
    await kept.text().catch(tell);
    const reasoned = new AbortController();
    const piece = await fetch(new Request(`${own}/waits`, { signal: reasoned.signal }));
    const reader = piece.body.getReader();
    seen.push(Buffer.from((await reader.read()).value).toString());
    reasoned.abort(new RangeError("enough"));
    await reader.read().catch((error) => seen.push(String(error)));
    res.end(JSON.stringify(seen));
  },
  "/breaks": (_req, res) => {
    res.write("half");
    setTimeout(() => res.destroy(), 5);
  },
  "/breaks-before": (_req, res) => res.destroy(),
  "/waits": (_req, res) => res.write("first"),
  "/self-fetch-streamed": async (_req, res) => {
    const own = `http://localhost:${process.env.PORT}`;
    const seen = [];
    const streamed = (target, body, more) =>
      fetch(`${own}${target}`, { method: "POST", duplex: "half", body, ...more });
    const of = (parts, failure) =>
      new ReadableStream({
        pull(controller) {
          const part = parts.shift();
          if (part !== undefined) controller.enqueue(Buffer.from(part));
          else if (failure !== undefined) controller.error(failure);
          else controller.close();
        },
      });
    // Its second piece is made when the server has told of the first.
    let more = () => undefined;
    const answer = await streamed(
      "/told-at-once",
      new ReadableStream({
        start(controller) {
          controller.enqueue(Buffer.from("one"));
          more = () => {
            controller.enqueue(Buffer.from("two"));
            controller.close();
          };
        },
      }),
    );
    const reader = answer.body.getReader();
    let told = "";
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      told += Buffer.from(next.value).toString();
      if (told.endsWith("one")) more();
    }
    seen.push(told);
    for (const target of ["/found", "/kept"])
      await streamed(target, of(["a"])).catch((error) => seen.push(`${target} ${error}`));
    await streamed("/kept", of(["a"], new RangeError("own"))).catch((error) =>
      seen.push(`${error} ${error.cause}`),
    );
    const locked = of(["a"]);
    locked.getReader();
    for (const [body, more] of [[locked], [of(["a"]), { duplex: undefined }], [of(["a"]), { method: "GET" }]])
      await streamed("/echo", body, more).catch((error) => seen.push(error.name));
    seen.push(await (await streamed("/see-other", of(["a"]))).text());
    res.end(JSON.stringify(seen));
  },
  "/told-at-once": (req, res) => {
    const { "transfer-encoding": coding, "content-length": length = "none" } = req.headers;
    res.write(`${req.method} ${coding} ${length} `);
    req.on("data", (chunk) => res.write(chunk));
    req.on("end", () => res.end());
  },
  "/found": (req, res) => req.resume().on("end", () => res.writeHead(302, { location: "/" }).end()),
  "/kept": (req, res) => req.resume().on("end", () => res.writeHead(307, { location: "/" }).end()),
  "/see-other": (req, res) => req.resume().on("end", () => res.writeHead(303, { location: "/append" }).end()),
  "/refused": (_req, res) => {
    http
      .get("http://localhost:1/", () => res.end("?"))
      .on("error", (error) => res.end(`${error.code} ${error.syscall}`));
  },
  "/echo": (req, res) => req.pipe(res),
};

let late = [];
const server = http.createServer((req, res) => {
  const handler = routes[req.url.split("?")[0]];
  if (handler) handler(req, res);
  else {
    res.statusCode = 404;
    res.end(`${req.method} ${req.url}`);
  }
});
server.listen(process.env.PORT);
