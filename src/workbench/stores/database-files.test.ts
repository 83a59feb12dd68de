import { afterEach, expect, it } from "vitest";
import { nextEvent } from "../../engine/contract/program.ts";
import type { Engine } from "../../engine/engine.ts";
import { bootLocalEngine } from "../../engine/local/local-engine.ts";
import { DatabaseFiles } from "./database-files.ts";
import { untilShown } from "./until-shown.fixture.ts";

const server = `
import express from "express";
import { DatabaseSync } from "node:sqlite";
import { session } from "keepsake";
const app = express();
app.use(session());
app.get("/add", (req, res) => res.json(req.session.increment("items")));
app.get("/leave", (req, res) => { req.session.destroy(); res.json("left"); });
app.get("/user", (req, res) => {
  const db = new DatabaseSync("data/app.db");
  db.exec("CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, name TEXT)");
  db.prepare("INSERT INTO users (name) VALUES (?)").run("Ada");
  res.json("made");
});
app.listen(7148);
`;

let engine: Engine;
let files: DatabaseFiles;
let cookie = "";

afterEach(async () => {
  files.close();
  await engine.teardown();
});

async function get(target: string): Promise<void> {
  const headers: [string, string][] = [["Host", "localhost:7148"]];
  if (cookie !== "") headers.push(["Cookie", cookie]);
  const response = await engine.request(7148, { method: "GET", target, headers });
  const set = response.headers.find(([name]) => name.toLowerCase() === "set-cookie");
  cookie = set?.[1].split(";")[0] ?? cookie;
}

it("shows the sessions in a database, and its tables, as a program changes them", async () => {
  engine = await bootLocalEngine();
  await engine.mount({
    "package.json": '{ "type": "module" }',
    "server.js": server,
    "notes.db": "no database",
  });
  files = new DatabaseFiles(engine);
  const listening = nextEvent(engine, "listening", ({ port }) => port === 7148);
  const env = { TINA4_SESSION_BACKEND: "database", DATABASE_URL: "sqlite:data/app.db" };
  await engine.spawn("node", ["server.js"], { env });
  await listening;
  const own = () => files.shown.value.find(({ path }) => path === "data/app.db");
  const rows = () => own()?.sessions?.rows ?? [];
  await get("/add");
  await get("/add");
  await untilShown(files.shown, () => {
    const [content] = rows().map((row) => row.content);
    return content?.kind === "record" && content.record.data["items"] === 2;
  });
  expect(rows()).toEqual([
    {
      key: expect.stringMatching(/^[0-9a-f]{64}$/),
      content: { kind: "record", record: expect.objectContaining({ data: { items: 2 }, flash: {} }) },
      turn: undefined,
    },
  ]);
  expect(own()?.tables).toEqual([]);
  await get("/leave");
  await untilShown(files.shown, () => rows()[0]?.content.kind === "tombstone");
  await get("/user");
  await untilShown(files.shown, () => own()?.tables[0]?.rowCount === 1);
  expect(own()?.tables[0]).toMatchObject({ name: "users", columns: ["id", "name"], rows: [[1, "Ada"]] });
  expect(files.shown.peek().find(({ path }) => path === "notes.db")).toEqual({
    path: "notes.db",
    sessions: undefined,
    tables: [],
    failure: "It cannot be read. It does not begin as a file of SQLite does.",
  });
});
