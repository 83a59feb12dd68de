// morgan: its formats, tokens and options. What it logs is kept, and read by a later request.
const express = require("express");
const morgan = require("morgan");
const app = express();

const lines = [];
const stream = { write: (line) => lines.push(line) };
const logged = (path, format, options) => {
  app.use(path, morgan(format, { stream, ...options }));
  app.all(path, (_req, res) => res.set("X-Answer", "42").send("logged"));
};
for (const format of ["combined", "common", "default", "short", "tiny"]) logged(`/${format}`, format);
logged("/dev", "dev");
morgan.token("type", (req) => req.headers["content-type"]);
morgan.token("id", (req) => req.headers["x-id"]);
logged(
  "/tokens",
  ":id :method :url[x] :status :type :req[host] :res[x-answer] :res[content-length] :http-version :referrer :user-agent :remote-user",
);
logged("/compiled", morgan.compile(":method :status"));
logged("/function", (tokens, req, res) =>
  [
    tokens.method(req, res),
    tokens.url(req, res),
    tokens.status(req, res),
    tokens.res(req, res, "content-length"),
    Number(tokens["response-time"](req, res)) >= 0,
    Number(tokens["total-time"](req, res, 0)) >= 0,
  ].join(" "),
);
morgan.format("named", "named :method");
logged("/named", "named");
logged("/skip", "tiny", { skip: (_req, res) => res.statusCode < 400 });
app.use("/immediate", morgan(":method :status", { stream, immediate: true }));
app.get("/immediate", (_req, res) => res.json(lines.slice(-1)));
app.get("/date/:kind", (req, res) =>
  res.json(
    /^(\d\d\/\w{3}\/\d{4}:[\d:]+ \+0000|\w{3}, .* GMT|\d{4}-\d\d-\d\dT[\d:.]+Z)$/.test(
      morgan.date(req, res, req.params.kind),
    ),
  ),
);
app.get("/lines", (_req, res) =>
  res.json(
    lines
      .splice(0)
      .map((line) =>
        line
          .replace(/\[\d\d\/\w{3}\/\d{4}:[\d:]+ \+0000\]|\w{3}, \d\d \w{3} \d{4} [\d:]+ GMT/, "[date]")
          .replace(/\d+\.\d{3} ms/, "? ms"),
      ),
  ),
);
app.use((_req, res) => res.status(404).send("nothing here"));
app.listen(process.env.PORT);
