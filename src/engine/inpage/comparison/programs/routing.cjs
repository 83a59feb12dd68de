// Express's guide to routing: https methods, paths, parameters, several handlers, app.route, Router.
const express = require("express");
const app = express();
const port = process.env.PORT || 3000;

app.get("/", (_req, res) => {
  res.send("Hello World!");
});

app.post("/", (_req, res) => {
  res.send("Got a POST request");
});

app.put("/user", (_req, res) => {
  res.send("Got a PUT request at /user");
});

app.delete("/user", (_req, res) => {
  res.send("Got a DELETE request at /user");
});

app.all("/secret", (_req, res, next) => {
  res.append("X-Secret", "Accessing the secret section ...");
  next();
});
app.get("/secret", (_req, res) => {
  res.send("secret");
});

app.get("/random.text", (_req, res) => {
  res.send("random.text");
});

app.get("/ab{cd}e", (_req, res) => {
  res.send("ab{cd}e");
});

app.get(/a{2}z/, (_req, res) => {
  res.send("/a{2}z/");
});

app.get(/.*fly$/, (_req, res) => {
  res.send("/.*fly$/");
});

app.get("/users/:userId/books/:bookId", (req, res) => {
  res.send(req.params);
});

app.get("/flights/:from-:to", (req, res) => {
  res.send(req.params);
});

app.get("/plantae/:genus.:species", (req, res) => {
  res.send(req.params);
});

app.get("/splat/*path", (req, res) => {
  res.send(req.params);
});

app.get("/user/:id", (req, res, next) => {
  if (req.params.id === "0") {
    return next("route");
  }
  res.send(`User ${req.params.id}`);
});

app.get("/user/:id", (_req, res) => {
  res.send("Special handler for user ID 0");
});

app.get("/example/a", (_req, res) => {
  res.send("Hello from A!");
});

app.get(
  "/example/b",
  (_req, res, next) => {
    res.append("X-Order", "the response will be sent by the next function ...");
    next();
  },
  (_req, res) => {
    res.send("Hello from B!");
  },
);

const cb0 = (_req, res, next) => {
  res.append("X-Order", "CB0");
  next();
};

const cb1 = (_req, res, next) => {
  res.append("X-Order", "CB1");
  next();
};

const cb2 = (_req, res) => {
  res.send("Hello from C!");
};

app.get("/example/c", [cb0, cb1, cb2]);

app.get(
  "/example/d",
  [cb0, cb1],
  (_req, res, next) => {
    res.append("X-Order", "the response will be sent by the next function ...");
    next();
  },
  (_req, res) => {
    res.send("Hello from D!");
  },
);

app
  .route("/book")
  .get((_req, res) => {
    res.send("Get a random book");
  })
  .post((_req, res) => {
    res.send("Add a book");
  })
  .put((_req, res) => {
    res.send("Update the book");
  });

const birds = express.Router({ mergeParams: true });
const timeLog = (_req, res, next) => {
  res.set("X-Time", "logged");
  next();
};
birds.use(timeLog);
birds.get("/", (_req, res) => {
  res.send("Birds home page");
});
birds.get("/about", (req, res) => {
  res.send(`About birds ${JSON.stringify(req.params)} ${req.baseUrl} ${req.originalUrl}`);
});
app.use("/birds", birds);
app.use("/zoo/:zoo/birds", birds);

app.get("/query", (req, res) => {
  res.json(req.query);
});

app.get("/request", (req, res) => {
  res.json({
    fresh: req.fresh,
    hostname: req.hostname,
    ip: req.ip,
    ips: req.ips,
    method: req.method,
    path: req.path,
    protocol: req.protocol,
    secure: req.secure,
    subdomains: req.subdomains,
    xhr: req.xhr,
    accepts: req.accepts(["html", "json"]),
    charset: req.acceptsCharsets("utf-8"),
    encoding: req.acceptsEncodings("gzip", "identity"),
    language: req.acceptsLanguages("en", "fr"),
    is: req.is("json"),
    agent: req.get("User-Agent") ?? null,
    headers: req.headers,
    raw: req.rawHeaders,
    version: req.httpVersion,
  });
});

app.listen(port, () => {
  console.log(`Example app listening on port ${port}`);
});
