import { type EngineProcess, OUTPUT_LIMIT_BYTES, PROCESS_LIMIT } from "../engine.ts";
import type { ContractCase } from "./case.ts";
import {
  bodyText,
  finished,
  get,
  getText,
  nextEvent,
  outputUntil,
  PORT,
  runToEnd,
  startServer,
} from "./program.ts";

const loopServer = `
  import { createServer } from "node:http";
  createServer((req, res) => {
    if (req.url === "/") return res.end("fine");
    for (;;) {}
  }).listen(7148);
`;

export const limitCases: readonly ContractCase[] = [
  {
    name: "an endless loop is reported, can be killed, and the next run works",
    async run(engine, assert) {
      const process = await startServer(engine, loopServer);
      const stuck = getText(engine, "/loop");
      const reset = assert.rejects(stuck, "connection-reset", "the request in the loop");
      const { pid, forMs } = await nextEvent(engine, "unresponsive");
      assert.equal(pid, process.pid, "the process that is stuck");
      assert.ok(forMs > 0, "for how long");
      await process.kill();
      assert.equal(await process.exit, { code: null, reason: "killed" }, "exit");
      await reset;
      await startServer(engine, loopServer);
      assert.equal(await getText(engine, "/"), "fine", "the next run");
    },
  },
  {
    name: "an endless loop while the program loads can be killed",
    async run(engine, assert) {
      await engine.mount({ "main.js": `console.log("looping"); for (;;) {}` });
      const process = await engine.spawn("node", ["main.js"]);
      await outputUntil(process, "looping");
      await process.kill();
      assert.equal(await process.exit, { code: null, reason: "killed" }, "exit");
    },
  },
  {
    name: "10 MB of output is cut at the limit, said once, and the program runs on",
    async run(engine, assert) {
      const { stdout, stderr, status } = await runToEnd(engine, {
        "main.js": `
          const line = "x".repeat(1023) + "\\n";
          for (let count = 0; count < 10240; count += 1) process.stdout.write(line);
          setTimeout(() => process.exit(4), 20);
        `,
      });
      assert.equal(status, { code: 4, reason: "exited" }, "exit");
      assert.ok(stdout.length <= OUTPUT_LIMIT_BYTES, `stdout has ${stdout.length} bytes`);
      assert.ok(stdout.length > OUTPUT_LIMIT_BYTES / 2, `stdout has only ${stdout.length} bytes`);
      assert.ok(
        stderr.length > 0 && stderr.length < 500,
        `one sentence on stderr, not ${stderr.length} bytes`,
      );
    },
  },
  {
    name: "there may be so many processes and no more",
    async run(engine, assert) {
      await engine.mount({ "main.js": "setInterval(() => {}, 1000);" });
      const processes: EngineProcess[] = [];
      while (processes.length < PROCESS_LIMIT) processes.push(await engine.spawn("node", ["main.js"]));
      await assert.rejects(engine.spawn("node", ["main.js"]), "too-many-processes", "one more");
      await processes[0]?.kill();
      const again = await engine.spawn("node", ["main.js"]);
      assert.ok(again.pid > 0, "one ended, so there is room");
    },
  },
  {
    name: "teardown ends everything and may be called again",
    async run(engine, assert) {
      const server = await startServer(
        engine,
        `import { createServer } from "node:http";
        createServer((req, res) => { if (req.url === "/stream") res.write("beginning"); }).listen(7148);`,
      );
      const streaming = bodyText(await get(engine, "/stream"));
      const waiting = get(engine, "/wait");
      const outcomes = Promise.all([
        assert.rejects(streaming, "connection-reset", "a body under way"),
        assert.rejects(waiting, "connection-reset", "a request under way"),
      ]);
      await engine.teardown();
      assert.equal(await server.exit, { code: null, reason: "killed" }, "exit");
      await outcomes;
      await engine.teardown();
      assert.equal(engine.listening(), [], "ports");
      await assert.rejects(engine.mount({}), "torn-down", "mount");
      await assert.rejects(engine.spawn("node", ["main.js"]), "torn-down", "spawn");
      await assert.rejects(engine.fs.list(), "torn-down", "list");
      await assert.rejects(engine.setClock({ offsetMs: 0 }), "torn-down", "setClock");
      await assert.rejects(get(engine, "/"), "torn-down", "request");
    },
  },
  {
    name: "a closed server frees its port and lets the program end",
    async run(engine, assert) {
      const process = await startServer(
        engine,
        `import { createServer } from "node:http";
        const server = createServer((req, res) => { res.end("bye"); server.close(() => console.log("closed")); });
        server.listen(7148);`,
      );
      const closed = nextEvent(engine, "closed");
      assert.equal(await getText(engine, "/"), "bye", "the answer");
      assert.equal((await closed).port, PORT, "the event");
      const { stdout, status } = await finished(process);
      assert.equal([stdout, status.code], ["closed\n", 0], "how it ended");
    },
  },
];
