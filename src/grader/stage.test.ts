import { afterEach, expect, test, vi } from "vitest";
import { completeSetup } from "../course/setup.ts";
import { bootLocalEngine } from "../engine/local/local-engine.ts";
import { Patience } from "./patience.ts";
import { LearnerProgram, ProgramError } from "./program.ts";
import { Scene } from "./scene.ts";
import { type StageOptions, StagePool } from "./stage.ts";
import { programsFixture } from "./stage-programs.ts";

const COUNTER = `
import { createServer } from "node:http";
let count = 0;
createServer((req, res) => {
  if (req.url === "/loop") for (;;);
  if (req.url === "/never") return;
  if (req.url === "/crash") process.exit(3);
  if (req.url === "/moved") return res.end(String(Math.round((Date.now() - performance.timeOrigin) / 3_600_000)));
  res.setHeader("Set-Cookie", "seen=" + count);
  res.end(String(++count));
}).listen(7148);
console.log("up");
`;

const pools: StagePool[] = [];

function openPool(program: string, options: Partial<StageOptions> = {}): StagePool {
  const pool = new StagePool({
    files: { "server.ts": program },
    exercise: { entry: "server.ts", port: 7148 },
    bootEngine: () => bootLocalEngine(),
    size: 1,
    ...options,
  });
  pools.push(pool);
  return pool;
}

async function openScene(pool: StagePool, fresh = false): Promise<Scene> {
  const scene = new Scene(await pool.lease({ fresh }));
  await scene.program.start();
  return scene;
}

async function count(scene: Scene): Promise<string> {
  return (await scene.browser("Alice").get("/")).text;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

test("each test has a program, files and jars of its own", async () => {
  const pool = openPool(COUNTER);
  const first = await openScene(pool);
  expect([await count(first), await count(first)]).toEqual(["1", "2"]);
  expect(first.browser("Alice").cookie("seen")).toBe("1");
  first.close({ passed: true });
  const second = await openScene(pool);
  expect(second.browser("Alice").cookie("seen")).toBeUndefined();
  expect(await count(second)).toBe("1");
});

test("programs that are shared go on to the next test, unless it wants one of its own", async () => {
  const pool = openPool(COUNTER, { programs: "shared" });
  const first = await openScene(pool);
  expect(await count(first)).toBe("1");
  first.close({ passed: true });
  const second = await openScene(pool);
  expect(await count(second)).toBe("2");
  second.close({ passed: true });
  expect(await count(await openScene(pool, true))).toBe("1");
});

test("a shared program that failed a test, or whose clock was moved, is not kept", async () => {
  const pool = openPool(COUNTER, { programs: "shared" });
  const failed = await openScene(pool);
  await count(failed);
  failed.close({ passed: false });
  const moved = await openScene(pool);
  expect(await count(moved)).toBe("1");
  await moved.clock.advance({ hours: 2 });
  expect((await moved.browser().get("/moved")).text).toBe("2");
  moved.close({ passed: true });
  const last = await openScene(pool);
  expect([await count(last), (await last.browser().get("/moved")).text]).toEqual(["1", "0"]);
});

test("a test that goes on when it is over reaches neither the machine nor the program of the next", async () => {
  const pool = openPool(COUNTER);
  const over = await openScene(pool);
  const alice = over.browser("Alice");
  over.close({ passed: false });
  const next = await openScene(pool);
  await expect(alice.get("/")).rejects.toThrow("The test that asks is over.");
  await expect(over.program.start()).rejects.toThrow("server.ts belonged to a test that is over.");
  await expect(over.program.restart()).rejects.toThrow("server.ts belonged to a test that is over.");
  expect(await count(next)).toBe("1");
});

test("a shared program that a test has left with a request is not kept", async () => {
  const pool = openPool(COUNTER, { programs: "shared" });
  const left = await openScene(pool);
  await count(left);
  const unanswered = left.browser().get("/never");
  // Until it is on its way, as the next request is only after it.
  await count(left);
  left.close({ passed: true });
  await expect(unanswered).rejects.toThrow();
  expect(await count(await openScene(pool))).toBe("1");
});

test("a request that nobody answers says what to look for", async () => {
  const scene = await openScene(openPool(COUNTER));
  await expect(scene.browser().get("/never")).rejects.toThrow(
    "GET /never got no answer within 3 seconds. Does every path through its handler send a response?",
  );
  await expect(scene.browser().get("/loop")).rejects.toThrow(
    "GET /loop got no answer within 1.5 seconds. The program is computing without a pause",
  );
});

test("a program that ends during a request says so, and the next one finds no server", async () => {
  const stage = await openPool(COUNTER).lease({ fresh: false });
  const scene = new Scene(stage);
  await scene.program.start();
  const closed = new Promise((resolve) => stage.engine.on("closed", resolve));
  await expect(scene.browser().get("/crash")).rejects.toThrow("GET /crash got no answer: the program ended");
  await closed;
  await expect(scene.browser().get("/")).rejects.toThrow("GET / found no server on port 7148.");
  expect(scene.evidence().exchanges.map(({ failure }) => failure?.code)).toEqual([
    "connection-refused",
    "connection-reset",
  ]);
});

test("a program that throws at its start is tried twice, then each test fails at once for the same reason", async () => {
  const pool = openPool(`throw new TypeError("no such thing");`);
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const stage = await pool.lease({ fresh: false });
    await expect(stage.programs.start()).rejects.toThrow(
      "server.ts ended with exit code 1 before it listened on port 7148. It said: TypeError: no such thing",
    );
    expect(stage.programs.stderr === "").toBe(attempt >= 2);
    stage.release({ mayKeep: true });
  }
});

test("a program that never listens is given up, sooner each time", async () => {
  const engine = await bootLocalEngine();
  await engine.mount({ "server.ts": "setInterval(() => {}, 1000);" });
  const patience = new Patience();
  for (let attempt = 0; attempt < 4; attempt += 1) patience.begin().disappoint();
  const [plan] = completeSetup({ entry: "server.ts", port: 7148 }).processes;
  if (plan === undefined) throw new Error("The short form is one process.");
  const options = { engine, plan, label: "server.ts", env: {}, patience };
  const program = new LearnerProgram(options);
  await expect(program.start()).rejects.toThrow(ProgramError);
  await expect(new LearnerProgram(options).start()).rejects.toThrow(
    "did not listen on port 7148 within 1.6 seconds",
  );
  await engine.teardown();
});

test("requests that nobody answered do not shorten the time that a start may take", async () => {
  const patience = new Patience();
  const late = `setTimeout(() => { ${COUNTER.replace(/^import.*$/m, "")} }, 2500);`;
  const pool = openPool(`import { createServer } from "node:http";\n${late}`, { patience });
  for (let request = 0; request < 3; request += 1) patience.begin().disappoint();
  expect(await count(await openScene(pool))).toBe("1");
});

test("a program that ended by itself begins anew when it is started", async () => {
  const scene = await openScene(openPool(COUNTER));
  expect([await count(scene), await count(scene)]).toEqual(["1", "2"]);
  await expect(scene.browser().get("/crash")).rejects.toThrow("the program ended");
  await vi.waitUntil(() => !scene.program.asStarted, { timeout: 10_000 });
  await scene.program.start();
  expect(await count(scene)).toBe("1");
});

test("a restart keeps the files and begins the program anew", async () => {
  const scene = await openScene(
    openPool(`
import { createServer } from "node:http";
import { appendFileSync, readFileSync } from "node:fs";
appendFileSync("starts", "x");
createServer((req, res) => res.end(readFileSync("starts"))).listen(7148);
console.log("up");
`),
  );
  expect(await count(scene)).toBe("x");
  await scene.program.restart();
  expect(await count(scene)).toBe("xx");
});

const NAMED = `
import { createServer } from "node:http";
createServer((req, res) => res.end(process.env.NAME + " " + req.headers.host)).listen(process.env.PORT);
console.log("up " + process.env.NAME);
`;
const SEVERAL: StageOptions["exercise"] = {
  entry: "server.ts",
  port: 7148,
  processes: [
    { name: "a", run: "node server.ts", port: 7001, env: { NAME: "A" } },
    { name: "b", run: "node server.ts", port: 7002, env: { NAME: "B" }, after: ["a"] },
    { name: "idle", run: "node server.ts", port: 7003, env: { NAME: "idle" }, startsWithRun: false },
  ],
  hosts: [
    { name: "shop.test", scheme: "https", servers: ["a", "b"] },
    { name: "idle.test", servers: ["idle"] },
  ],
};

test("an exercise's processes stand behind its hosts; one can be stopped and started by name", async () => {
  const scene = await openScene(openPool(NAMED, { exercise: SEVERAL }));
  const program = programsFixture(scene.program);
  const ask = async (address: string) => {
    const { status, text } = await scene.browser().get(address);
    return status === 200 ? text : status;
  };
  expect(program.output).toBe("up A\nup B\n");
  expect([await ask("/"), await ask("https://shop.test/")]).toEqual(["A shop.test", "B shop.test"]);
  expect(await ask("http://idle.test/")).toBe(503);
  await program("b").stop();
  expect([await ask("/"), await ask("/")]).toEqual(["A shop.test", "A shop.test"]);
  await program("b").start();
  await program("a").stop();
  expect([await ask("/"), await ask("/")]).toEqual(["B shop.test", "B shop.test"]);
  await program("idle").start();
  expect(await ask("http://idle.test/")).toBe("idle idle.test");
  await expect(ask("http://nobody.test/")).rejects.toThrow("There is no host named nobody.test");
  expect(() => program("c")).toThrow('The exercise has no process "c". It has: a, b, idle.');
});

test("a shared stage whose processes a test changed is not kept", async () => {
  const pool = openPool(NAMED, { exercise: SEVERAL, programs: "shared" });
  const first = await openScene(pool);
  await first.program.named("b").stop();
  first.close({ passed: true });
  const second = await openScene(pool);
  expect([(await second.browser().get("/")).text, (await second.browser().get("/")).text]).toEqual([
    "A shop.test",
    "B shop.test",
  ]);
});

test("a process that another waits for, and that ends, is named", async () => {
  const pool = openPool(NAMED, {
    exercise: {
      ...SEVERAL,
      processes: [{ name: "a", run: "node missing.ts", port: 7001 }, ...(SEVERAL.processes ?? []).slice(1)],
    },
  });
  await expect(openScene(pool)).rejects.toThrow(
    "a (missing.ts) ended with exit code 1 before it listened on port 7001.",
  );
});
