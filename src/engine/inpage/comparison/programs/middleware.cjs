// Express's guides to writing and using middleware.
const express = require("express");
const cookieParser = require("cookie-parser");
const app = express();

const myLogger = (_req, _res, next) => {
  console.log("LOGGED");
  next();
};

const requestTime = (req, _res, next) => {
  req.requestTime = Date.now();
  next();
};

app.use(myLogger);
app.use(requestTime);
app.use(cookieParser("keyboard cat"));

app.get("/", (req, res) => {
  let responseText = "Hello World!<br>";
  responseText += `<small>Requested at: ${typeof req.requestTime}</small>`;
  res.send(responseText);
});

async function cookieValidator(cookies) {
  await new Promise((resolve) => setTimeout(resolve, 1));
  if (cookies.testCookie !== "valid") {
    throw new Error("Invalid cookies");
  }
}

async function validateCookies(req, _res, next) {
  await cookieValidator(req.cookies);
  next();
}

app.get("/valid", validateCookies, (_req, res) => {
  res.send("valid");
});

const configurable = (options) => (_req, res, next) => {
  res.set("X-Options", JSON.stringify(options));
  next();
};
app.get("/configured", configurable({ option1: "1", option2: "2" }), (_req, res) => {
  res.send("configured");
});

app.get("/cookies", (req, res) => {
  res.json({ cookies: req.cookies, signed: req.signedCookies, secret: req.secret });
});

app.get("/sign", (_req, res) => {
  res.cookie("name", "tobi", { signed: true });
  res.cookie("cart", { items: [1, 2, 3] }, { maxAge: 900000, httpOnly: true, expires: new Date(0) });
  res.end("signed");
});

app.use(
  "/user/:id",
  (req, res, next) => {
    res.append("X-Trail", `Request URL: ${req.originalUrl}`);
    next();
  },
  (req, res, next) => {
    res.append("X-Trail", `Request Type: ${req.method}`);
    next();
  },
);

const router = express.Router();
router.use((req, _res, next) => {
  if (!req.headers["x-auth"]) return next("router");
  next();
});
router.get("/user/:id", (_req, res) => {
  res.send("hello, user!");
});
app.use("/admin", router, (_req, res) => {
  res.sendStatus(401);
});
app.get("/user/:id", (_req, res) => {
  res.send("USER");
});

app.param("number", (req, _res, next, value) => {
  req.number = Number(value) * 2;
  next();
});
app.get("/twice/:number", (req, res) => {
  res.send({ twice: req.number });
});

app.get("/async", async (_req, res) => {
  await Promise.resolve();
  process.nextTick(() => res.send("async"));
});

app.get("/order", (_req, res) => {
  const order = [];
  setTimeout(() => {
    order.push("timeout");
    res.json(order);
  }, 20);
  setImmediate(() => order.push("immediate"));
  Promise.resolve().then(() => order.push("promise"));
  process.nextTick(() => order.push("tick"));
  queueMicrotask(() => order.push("microtask"));
  order.push("sync");
});

app.use((err, _req, res, _next) => {
  res.status(400).send(err.message);
});

app.listen(process.env.PORT);
