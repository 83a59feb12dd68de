import type { ContractCase } from "./case.ts";
import { finished, getText, PORT, startServer } from "./program.ts";

const HOUR_MS = 3_600_000;

const clockServer = `
  import { createServer } from "node:http";
  const started = performance.now();
  createServer((req, res) => {
    res.end([Date.now(), new Date().getTime(), performance.now() - started, new Date(0).getTime()].join());
  }).listen(7148);
`;

export const clockCases: readonly ContractCase[] = [
  {
    name: "the clock moves Date in running and later processes, and nothing else",
    async run(engine, assert) {
      await startServer(engine, clockServer);
      await engine.setClock({ offsetMs: HOUR_MS });
      const realMs = Date.now();
      const [now = 0, constructed = 0, elapsed = 0, epoch] = (await getText(engine, "/"))
        .split(",")
        .map(Number);
      assert.ok(Math.abs(now - realMs - HOUR_MS) < 60_000, `Date.now() is an hour ahead: ${now - realMs}`);
      assert.ok(Math.abs(constructed - now) < 1000, "new Date() agrees");
      assert.ok(elapsed < 60_000, `performance.now() stays on real time: ${elapsed}`);
      assert.equal(epoch, 0, "a given date stays");
      await engine.fs.writeFile("later.js", "console.log(Date.now());");
      const later = await finished(await engine.spawn("node", ["later.js"]));
      assert.ok(Math.abs(Number(later.stdout) - realMs - HOUR_MS) < 60_000, "a later process");
    },
  },
  {
    name: "a timer keeps real time while the clock moves, and the clock can go back",
    async run(engine, assert) {
      await startServer(engine, clockServer);
      await engine.fs.writeFile("wait.js", `setTimeout(() => console.log("rang"), 50);`);
      await engine.setClock({ offsetMs: 24 * HOUR_MS });
      assert.equal((await finished(await engine.spawn("node", ["wait.js"]))).stdout, "rang\n", "the timer");
      await engine.setClock({ offsetMs: 0 });
      const now = Number((await getText(engine, "/", PORT)).split(",")[0]);
      assert.ok(Math.abs(now - Date.now()) < 60_000, "back on real time");
    },
  },
];
