import { afterEach, expect, test } from "vitest";
import type { Engine } from "../engine/engine.ts";
import { bootLocalEngine } from "../engine/local/local-engine.ts";
import { Scene } from "./scene.ts";
import { StagePool } from "./stage.ts";

const PROGRAM = `
import express from "express";
import { session } from "keepsake";
const app = express();
app.use(session());
app.post("/visit", (req, res) => {
  req.session.set("visits", { count: 1 });
  req.session.flash("message", "hello");
  res.end();
});
app.get("/visits", (req, res) => res.json(req.session.get("visits")));
app.post("/leave", (req, res) => { req.session.destroy(); res.end(); });
app.get("/forged", (req, res) => { res.cookie("tina4_session", "x".repeat(32)); res.end(); });
app.listen(7148);
`;

const pools: StagePool[] = [];

async function openScene(): Promise<Scene> {
  const bootEngine = (): Promise<Engine> => bootLocalEngine();
  const exercise = { entry: "server.ts", port: 7148 };
  const pool = new StagePool({ files: { "server.ts": PROGRAM }, exercise, bootEngine, size: 1 });
  pools.push(pool);
  const scene = new Scene(await pool.lease({ fresh: true }));
  await scene.program.start();
  return scene;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

test("the record of a browser's session is read from the store", async () => {
  const scene = await openScene();
  const alice = scene.browser("Alice");
  await alice.post("/visit");
  const record = await scene.records.of(alice);
  expect(record.data).toEqual({ visits: { count: 1 } });
  expect(record.flash).toEqual({ message: "hello" });
});

test("a value put into the record is what the program finds there", async () => {
  const scene = await openScene();
  const alice = scene.browser("Alice");
  await alice.post("/visit");
  await scene.records.put(alice, "visits", { count: 41 });
  expect((await alice.get("/visits")).json()).toEqual({ count: 41 });
});

test("no cookie, a cookie of no session, and a destroyed session are told apart", async () => {
  const scene = await openScene();
  const [alice, bob] = [scene.browser("Alice"), scene.browser("Bob")];
  await expect(scene.records.of(alice)).rejects.toThrow("Alice has no cookie tina4_session");
  await bob.get("/forged");
  await expect(scene.records.of(bob)).rejects.toThrow("The file store has no record of Bob's session");
  await alice.post("/visit");
  const { value = "" } = alice.agent.jar.list()[0] ?? {};
  await alice.post("/leave");
  expect(alice.cookie("tina4_session")).toBeUndefined();
  alice.agent.jar.offer(`tina4_session=${value}`, new URL("http://localhost:7148/"));
  await expect(scene.records.of(alice)).rejects.toThrow("The session of Alice has been destroyed");
});
