// JSON, forms, text, raw and multipart bodies, and what is wrong with them.
const express = require("express");
const multer = require("multer");
const app = express();
const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: 1000, files: 2 } });

app.post("/json", express.json(), (req, res) => res.json({ body: req.body }));
app.post("/json-loose", express.json({ strict: false, type: "*/*" }), (req, res) =>
  res.json({ body: req.body }),
);
app.post("/json-small", express.json({ limit: 20 }), (req, res) => res.json({ body: req.body }));
app.post(
  "/json-verify",
  express.json({
    verify: (_req, _res, buffer) => {
      if (buffer[0] === 0x5b) throw new Error("no arrays");
    },
  }),
  (req, res) => res.json({ body: req.body }),
);
app.post("/form", express.urlencoded(), (req, res) => res.json({ body: req.body }));
app.post("/form-extended", express.urlencoded({ extended: true }), (req, res) =>
  res.json({ body: req.body }),
);
app.post("/form-few", express.urlencoded({ parameterLimit: 2 }), (req, res) => res.json({ body: req.body }));
app.post("/text", express.text(), (req, res) => res.json({ body: req.body }));
app.post("/raw", express.raw(), (req, res) =>
  res.json({ length: req.body.length, hex: req.body.toString("hex") }),
);
app.post("/none", (req, res) => res.json({ body: req.body === undefined ? "undefined" : req.body }));
app.post("/unread", (_req, res) => res.send("not read"));
app.post("/manual", (req, res) => {
  let body = "";
  req.setEncoding("utf8");
  req.on("data", (chunk) => {
    body += chunk;
  });
  req.on("end", () => res.json({ body, complete: req.complete, readableEnded: req.readableEnded }));
});
app.post("/iterate", async (req, res) => {
  let length = 0;
  for await (const chunk of req) length += chunk.length;
  res.json({ length });
});
app.post("/echo", (req, res) => {
  res.type(req.get("content-type") ?? "bin");
  req.pipe(res);
});

const shown = (file) => ({ ...file, buffer: file.buffer.toString("latin1") });
app.post("/upload", upload.single("avatar"), (req, res) => {
  res.json({ file: req.file ? shown(req.file) : null, body: req.body });
});
app.post("/uploads", upload.array("photos", 2), (req, res) => {
  res.json({ files: req.files.map(shown), body: req.body });
});
app.post("/fields", upload.fields([{ name: "a", maxCount: 1 }, { name: "b" }]), (req, res) => {
  res.json({ names: Object.keys(req.files), body: req.body });
});
app.post("/no-files", upload.none(), (req, res) => res.json({ body: req.body }));

app.use((err, _req, res, _next) => {
  res.status(err.status ?? 500).json({
    name: err.name,
    type: err.type ?? null,
    code: err.code ?? null,
    field: err.field ?? null,
    message: err.message,
    expose: err.expose ?? null,
  });
});
app.listen(process.env.PORT);
