import type { ContractCase } from "./case.ts";
import {
  finished,
  getText,
  nextEvent,
  outputUntil,
  PORT,
  runToEnd,
  spawnServer,
  startServer,
} from "./program.ts";

const namedServer = (port: number): string => `
  import { createServer } from "node:http";
  createServer((req, res) => res.end(process.env.NAME + " " + process.pid)).listen(${port});
`;

export const processCases: readonly ContractCase[] = [
  {
    name: "a script runs, writes and ends by itself",
    async run(engine, assert) {
      const { output, status } = await runToEnd(engine, {
        "main.js": `
          import { greeting } from "./greeting.ts";
          console.log(greeting("world"), process.argv.length, process.cwd().length > 0);
          setTimeout(() => process.stdout.write("late"), 5);
        `,
        "greeting.ts": `export const greeting = (who: string): string => \`hello \${who}\`;`,
      });
      assert.equal(output, "hello world 2 true\nlate", "output");
      assert.equal(status, { code: 0, reason: "exited" }, "exit");
    },
  },
  {
    name: "'beforeExit' may begin new work, is told of each end of it, and not of process.exit()",
    async run(engine, assert) {
      const ends = await runToEnd(engine, {
        "main.js": `
          let asked = 0;
          process.on("beforeExit", (code) => {
            asked += 1;
            console.log("before", code);
            if (asked < 3) setTimeout(() => console.log("work", asked), 1);
          });
          process.on("exit", (code) => console.log("exit", code));
          process.exitCode = 3;
        `,
      });
      assert.equal(ends.output, "before 3\nwork 1\nbefore 3\nwork 2\nbefore 3\nexit 3\n", "output");
      assert.equal(ends.status, { code: 3, reason: "exited" }, "exit");
      const leaves = await runToEnd(engine, {
        "main.js": `process.on("beforeExit", () => console.log("before")); process.exit();`,
      });
      assert.equal(leaves.output, "", "output after process.exit()");
    },
  },
  {
    name: "stdout and stderr keep their order and their names",
    async run(engine, assert) {
      await engine.mount({
        "main.js": `
          process.stdout.write("1");
          setTimeout(() => process.stderr.write("2"), 60);
          setTimeout(() => process.stdout.write("3"), 120);
        `,
      });
      const { stdout, stderr, output } = await finished(await engine.spawn("node", ["main.js"]));
      assert.equal([stdout, stderr, output], ["13", "2", "123"], "output");
    },
  },
  {
    name: "the exit code is the program's own",
    async run(engine, assert) {
      const called = await runToEnd(engine, {
        "main.js": `console.log("before"); process.exit(7); console.log("after");`,
      });
      assert.equal([called.stdout, called.status.code], ["before\n", 7], "process.exit");
      const set = await runToEnd(engine, { "main.js": "process.exitCode = 3;" });
      assert.equal(set.status, { code: 3, reason: "exited" }, "process.exitCode");
    },
  },
  {
    name: "the environment and the arguments are those that were given",
    async run(engine, assert) {
      await engine.mount({
        ".env": "FROM_FILE=1",
        "main.js": `console.log(process.env.GIVEN, process.env.FROM_FILE, process.argv.slice(2).join("|"));`,
      });
      const process = await engine.spawn("node", ["main.js", "a b", "--c"], { env: { GIVEN: "yes, given" } });
      assert.equal((await finished(process)).output, "yes, given undefined a b|--c\n", "output");
    },
  },
  {
    name: "an unknown command is refused",
    async run(engine, assert) {
      await engine.mount({});
      await assert.rejects(engine.spawn("rm", ["-rf", "."]), "unknown-command", "rm");
    },
  },
  {
    name: "a server keeps its process alive, is announced, and its port is free after kill",
    async run(engine, assert) {
      const process = await startServer(engine, namedServer(PORT), PORT, { NAME: "first" });
      assert.equal(engine.listening(), [{ port: PORT, pid: process.pid }], "listening");
      const closed = nextEvent(engine, "closed");
      await process.kill();
      assert.equal(await process.exit, { code: null, reason: "killed" }, "exit");
      assert.equal(await closed, { port: PORT, pid: process.pid }, "the event");
      assert.equal(engine.listening(), [], "listening after kill");
      await assert.rejects(getText(engine, "/"), "connection-refused", "a request after kill");
      await process.kill();
    },
  },
  {
    name: "a program restarts on the same port at once",
    async run(engine, assert) {
      await engine.mount({ "package.json": '{ "type": "module" }', "main.js": namedServer(PORT) });
      for (const name of ["one", "two", "three"]) {
        const process = await spawnServer(engine, "main.js", PORT, { NAME: name });
        assert.includes(await getText(engine, "/"), `${name} `, "the answer");
        await process.kill();
      }
    },
  },
  {
    name: "several processes serve several ports at once",
    async run(engine, assert) {
      await engine.mount({
        "package.json": '{ "type": "module" }',
        "a.js": namedServer(PORT),
        "b.js": namedServer(PORT + 1),
      });
      const a = await spawnServer(engine, "a.js", PORT, { NAME: "a" });
      const b = await spawnServer(engine, "b.js", PORT + 1, { NAME: "b" });
      assert.ok(a.pid !== b.pid, "two processes have two pids");
      assert.includes(await getText(engine, "/", PORT), "a ", "the first port");
      assert.includes(await getText(engine, "/", PORT + 1), "b ", "the second port");
      await a.kill();
      assert.includes(await getText(engine, "/", PORT + 1), "b ", "the second port after the first process");
    },
  },
  {
    name: "a port that is taken is EADDRINUSE",
    async run(engine, assert) {
      await startServer(engine, namedServer(PORT), PORT, { NAME: "first" });
      const second = await finished(await engine.spawn("node", ["main.js"]));
      assert.equal(second.status, { code: 1, reason: "exited" }, "the second process");
      assert.includes(second.stderr, "EADDRINUSE", "its stderr");
      assert.includes(second.stderr, String(PORT), "its stderr");
      assert.includes(await getText(engine, "/"), "first ", "the first still answers");
    },
  },
  {
    name: "two processes that create one file exclusively: one gets it",
    async run(engine, assert) {
      await engine.mount({
        "package.json": '{ "type": "module" }',
        "main.js": `
          import { open } from "node:fs/promises";
          let won = 0;
          for (let turn = 0; turn < 20; turn += 1) {
            const file = await open("lock-" + turn, "wx").catch((error) => {
              if (error.code !== "EEXIST") throw error;
            });
            if (file) { won += 1; await file.close(); }
          }
          console.log(won);
        `,
      });
      const both = [await engine.spawn("node", ["main.js"]), await engine.spawn("node", ["main.js"])];
      const results = await Promise.all(both.map(finished));
      assert.equal(
        results.map((result) => result.stderr),
        ["", ""],
        "stderr",
      );
      assert.equal(
        results.reduce((sum, result) => sum + Number(result.stdout), 0),
        20,
        "locks taken",
      );
    },
  },
  {
    name: "a program talks to another one's port",
    async run(engine, assert) {
      await engine.mount({
        "package.json": '{ "type": "module" }',
        "server.js": namedServer(PORT),
        "client.js": `
          import { get } from "node:http";
          console.log(await (await fetch("http://localhost:7148/")).text());
          get({ port: 7148, path: "/" }, (res) => {
            res.setEncoding("utf8");
            res.on("data", (text) => console.log(res.statusCode, text));
          });
          await fetch("http://localhost:7149/").catch((error) => console.log(error.cause.code));
        `,
      });
      await spawnServer(engine, "server.js", PORT, { NAME: "server" });
      const { output, stderr } = await finished(await engine.spawn("node", ["client.js"]));
      assert.equal(stderr, "", "stderr");
      assert.includes(output, "server ", "fetch");
      assert.includes(output, "200 server ", "http.get");
      assert.includes(output, "ECONNREFUSED", "a port where nothing listens");
    },
  },
  {
    name: "what the runtime reads for a program holds it until it is read",
    async run(engine, assert) {
      const { output, status, stderr } = await runToEnd(engine, {
        "main.js": `
          const text = await new Response("x".repeat(40_000_000)).text();
          new Response(text).arrayBuffer().then(({ byteLength }) => console.log("read", byteLength));
        `,
      });
      assert.equal(stderr, "", "stderr");
      assert.includes(output, "read 40000000", "a long text, read twice");
      assert.equal(status, { code: 0, reason: "exited" }, "exit");
    },
  },
  {
    name: "output written before a server listens can be read while it runs",
    async run(engine, assert) {
      const process = await startServer(engine, `console.log("starting");${namedServer(PORT)}`);
      assert.includes(await outputUntil(process, "starting"), "starting", "output");
    },
  },
  {
    name: "a process can tell whether another one still runs",
    async run(engine, assert) {
      const ask = `
        const runs = (pid) => { try { return process.kill(pid, 0); } catch (error) { return error.code; } };
        console.log(runs(process.pid), runs(Number(process.env.OTHER)));
      `;
      await engine.mount({ "server.mjs": namedServer(PORT), "ask.mjs": ask });
      const other = await spawnServer(engine, "server.mjs");
      const OTHER = (await getText(engine, "/")).split(" ")[1] ?? "";
      const during = await finished(await engine.spawn("node", ["ask.mjs"], { env: { OTHER } }));
      assert.equal(during.output, "true true\n", "while it runs");
      await other.kill();
      const after = await finished(await engine.spawn("node", ["ask.mjs"], { env: { OTHER } }));
      assert.equal(after.output, "true ESRCH\n", "after it was killed");
    },
  },
];
