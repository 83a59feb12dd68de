// Express's guide to error handling.
const fs = require("node:fs");
const express = require("express");
const app = express();

app.get("/throw", () => {
  throw new Error("BROKEN");
});

app.get("/file", (_req, res, next) => {
  fs.readFile("/file-does-not-exist", (err, data) => {
    if (err) {
      next(err);
    } else {
      res.send(data);
    }
  });
});

app.get("/file-sync", [
  (_req, _res, next) => {
    fs.writeFile("/inaccessible-path/file", "data", next);
  },
  (_req, res) => {
    res.send("OK");
  },
]);

app.get("/reject", async () => {
  throw Object.assign(new Error("teapot"), { status: 418, headers: { "X-Pot": "short and stout" } });
});

app.get("/reject-nothing", () => Promise.reject());

app.get("/later", (_req, _res, next) => {
  setTimeout(() => {
    try {
      throw new Error("BROKEN LATER");
    } catch (err) {
      next(err);
    }
  }, 1);
});

app.get("/chain", (_req, _res, next) => {
  Promise.resolve()
    .then(() => {
      throw new Error("BROKEN CHAIN");
    })
    .catch(next);
});

app.get("/string", (_req, _res, next) => next("just text"));
app.get("/route", (_req, _res, next) => next("route"));
app.get("/status-code", (_req, _res, next) => next(Object.assign(new Error("hidden"), { statusCode: 503 })));
app.get("/bad-status", (_req, _res, next) => next(Object.assign(new Error("odd"), { status: 200 })));
app.get("/res-status", (_req, res, next) => {
  res.status(422);
  next(new Error("unprocessable"));
});
app.get("/sent-twice", (_req, res) => {
  res.send("first");
  try {
    res.send("second");
  } catch (error) {
    console.log(error.code, error.message);
  }
});
app.get("/bad-header", (_req, res) => {
  const seen = [];
  for (const attempt of [
    () => res.set("X-Bad", "line\nbreak"),
    () => res.setHeader("bad name", "x"),
    () => res.setHeader("X-None", undefined),
    () => res.writeHead(42),
    () => res.status(1000),
    () => res.status("200"),
    () => res.write(null),
    () => res.write(12),
    () => res.setHeader(5, "x"),
    () => res.getHeader(undefined),
    () => res.cookie("bad name", "x"),
  ]) {
    try {
      attempt();
      seen.push("fine");
    } catch (error) {
      seen.push(`${error.name} ${error.code} ${error.message}`);
    }
  }
  res.json(seen);
});
app.get("/decode/:name", (req, res) => res.send(req.params.name));
app.get("/escape", (_req, _res, next) => next(new Error("<script>alert(1)</script>")));

const logErrors = (err, _req, _res, next) => {
  console.error(String(err?.message));
  next(err);
};
const clientErrorHandler = (err, req, res, next) => {
  if (req.xhr) {
    res.status(500).send({ error: "Something failed!" });
  } else {
    next(err);
  }
};
app.use(logErrors);
app.use(clientErrorHandler);
app.use("/handled", (_err, _req, res, _next) => {
  res.status(500).send("handled");
});
app.use((err, req, res, next) => {
  if (req.query.show === undefined) return next(err);
  if (res.headersSent) return next(err);
  res.status(500);
  res.json({
    name: err?.name,
    code: err?.code,
    message: err?.message,
    errno: err?.errno,
    syscall: err?.syscall,
    path: err?.path,
  });
});
app.listen(process.env.PORT);
