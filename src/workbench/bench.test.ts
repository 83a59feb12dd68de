import { effect } from "@preact/signals";
import { afterEach, expect, test } from "vitest";
import type { Engine } from "../engine/engine.ts";
import { bootLocalEngine } from "../engine/local/local-engine.ts";
import { Bench, type BenchOptions } from "./bench.ts";
import { isAlive, type ProgramState } from "./bench-state.ts";

const server = `
import { createServer } from "node:http";
import { appendFileSync, readFileSync } from "node:fs";
createServer((req, res) => {
  appendFileSync("visits.txt", "x");
  res.setHeader("Set-Cookie", "seen=yes; Path=/; Max-Age=60");
  res.end("visits: " + readFileSync("visits.txt", "utf8").length + ", year: " + new Date().getUTCFullYear());
}).listen(7148, () => console.log("open"));
`;

const benches: Bench[] = [];

function makeBench(files: Record<string, string>, options: Partial<BenchOptions> = {}): Bench {
  const bench = new Bench({
    files,
    entry: "server.ts",
    port: 7148,
    agents: ["Alice", "Bob"],
    bootEngine: () => bootLocalEngine(),
    ...options,
  });
  benches.push(bench);
  return bench;
}

function firstAgent(bench: Bench) {
  const [agent] = bench.agents;
  if (agent === undefined) throw new Error("A bench without browsers.");
  return agent;
}

/** Settles when the program's state is one of that kind. */
function untilProgram<K extends ProgramState["kind"]>(bench: Bench, kind: K) {
  return new Promise<Extract<ProgramState, { kind: K }>>((resolve) => {
    const isWanted = (state: ProgramState): state is Extract<ProgramState, { kind: K }> =>
      state.kind === kind;
    const stop = effect(() => {
      const state = bench.program.value;
      if (!isWanted(state)) return;
      resolve(state);
      queueMicrotask(() => stop());
    });
  });
}

async function body(bench: Bench, path = "/"): Promise<string> {
  await firstAgent(bench).open(path);
  return firstAgent(bench).page.value?.text ?? "";
}

afterEach(async () => {
  await Promise.all(benches.splice(0).map((bench) => bench.dispose()));
});

test("run starts the program; a browser's visit is on the timeline and in its jar alone", async () => {
  const bench = makeBench({ "server.ts": server });
  expect(bench.engine.value).toEqual({ kind: "off" });
  await bench.run();
  await bench.untilListening();
  expect(bench.program.value).toEqual({ kind: "running", ports: [7148] });
  expect(await body(bench)).toContain("visits: 1");
  expect(
    bench.timeline.entries.value.map(({ exchange }) => [exchange.agent, exchange.response?.status]),
  ).toEqual([["Alice", 200]]);
  expect(bench.agents.map((agent) => agent.cookies.value.map((cookie) => cookie.name))).toEqual([
    ["seen"],
    [],
  ]);
});

test("run again takes a file for a folder that has its name now, and a folder for a file", async () => {
  const program = `
    import { readdirSync } from "node:fs";
    import { join } from "node:path";
    const below = readdirSync(".", { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = below.map(({ parentPath, name }) => join(parentPath, name));
    console.log(paths.filter((path) => path.startsWith("notes")).join());
  `;
  const bench = makeBench({ "server.ts": program });
  const { workspace } = bench;
  const printed = async () => {
    bench.console.clear();
    await bench.run();
    await untilProgram(bench, "ended");
    return bench.console.lines.value.map(({ text }) => text);
  };
  workspace.write("notes", "one");
  expect(await printed()).toEqual(["notes"]);
  workspace.write("notes/a.txt", "one");
  workspace.remove("notes");
  expect(await printed()).toEqual(["notes/a.txt"]);
  workspace.write("notes", "one");
  workspace.remove("notes/a.txt");
  expect(await printed()).toEqual(["notes"]);
});

test("run again brings the edits and keeps what the program wrote; wipe forgets it", async () => {
  const bench = makeBench({ "server.ts": server, "unused.ts": "" });
  await bench.run();
  await bench.untilListening();
  await body(bench);
  bench.workspace.write("server.ts", server.replace("visits: ", "VISITS: "));
  await bench.run();
  await bench.untilListening();
  expect(await body(bench)).toContain("VISITS: 2");
  await bench.wipe();
  await bench.run();
  await bench.untilListening();
  expect(await body(bench)).toContain("VISITS: 1");
});

test("the clock moves for the program and for the jars", async () => {
  const bench = makeBench({ "server.ts": server });
  await bench.run();
  await bench.untilListening();
  await body(bench);
  await bench.moveClock(2 * 365 * 86_400_000);
  expect(firstAgent(bench).cookies.value).toEqual([]);
  expect(await body(bench)).toContain(`year: ${new Date(bench.clock.nowMs()).getUTCFullYear()}`);
});

test("a program that does not compile has crashed, with the line", async () => {
  const bench = makeBench({ "server.ts": "const a = 1;\nconst b = ;\n" });
  await bench.run();
  const state = await untilProgram(bench, "crashed");
  expect(state.summary).toContain("SyntaxError");
  expect(state.position).toMatchObject({ path: "server.ts", line: 2 });
  expect(bench.console.lines.value.some((line) => line.stream === "stderr")).toBe(true);
});

test("an error at run time names the line that threw", async () => {
  const bench = makeBench({
    "server.ts": 'import "./broken.ts";',
    "broken.ts": "\n\nthrow new TypeError('no cart');\n",
  });
  await bench.run();
  const state = await untilProgram(bench, "crashed");
  expect(state.summary).toBe("TypeError: no cart");
  expect(state.position).toMatchObject({ path: "broken.ts", line: 3 });
});

test("a program that only prints has ended", async () => {
  const bench = makeBench({ "server.ts": "console.log('done');" });
  await bench.run();
  await untilProgram(bench, "ended");
  expect(bench.console.lines.value.map((line) => line.text)).toEqual(["done"]);
});

test("stop ends an endless loop, and the next run works", async () => {
  const bench = makeBench({ "server.ts": "for (;;) {}" });
  await bench.run();
  await bench.stop();
  expect(bench.program.value).toEqual({ kind: "stopped" });
  bench.workspace.write("server.ts", server);
  await bench.run();
  await bench.untilListening();
  expect(await body(bench)).toContain("visits: 1");
});

test("stop during the boot gives the start up", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const bench = makeBench(
    { "server.ts": server },
    {
      bootEngine: async () => {
        await promise;
        return bootLocalEngine();
      },
    },
  );
  const run = bench.run();
  await bench.stop();
  resolve();
  await run;
  expect(isAlive(bench.program.value)).toBe(false);
  expect(bench.engine.value).toEqual({ kind: "ready", engine: "local" });
});

test("runs pressed in a row end in one program", async () => {
  const bench = makeBench({ "server.ts": server });
  await Promise.all([bench.run(), bench.run(), bench.run()]);
  await bench.untilListening();
  expect(bench.program.value).toEqual({ kind: "running", ports: [7148] });
  expect(await body(bench)).toContain("visits: 1");
});

test("a boot that fails says so, and the next run tries again", async () => {
  let boots = 0;
  const bench = makeBench(
    { "server.ts": server },
    {
      bootEngine: async (): Promise<Engine> => {
        boots++;
        if (boots === 1) throw new Error("No frame");
        return bootLocalEngine();
      },
    },
  );
  await bench.run();
  expect(bench.engine.value).toEqual({
    kind: "failed",
    reason: "No frame.",
    message: "The engine did not start: No frame. Press Run to try again.",
  });
  await bench.run();
  await bench.untilListening();
  expect(bench.program.value.kind).toBe("running");
});

test("a request while nothing listens fails with a sentence, also to a host that is not there", async () => {
  const bench = makeBench({ "server.ts": server });
  await firstAgent(bench).open("/");
  await firstAgent(bench).open("https://example.com/");
  expect(bench.timeline.entries.value.map(({ exchange }) => exchange.failure?.code)).toEqual([
    "connection-refused",
    "unknown-host",
  ]);
  expect(bench.timeline.entries.value[0]?.exchange.failure?.message).toContain("Press Run");
});

test("check grades the files as they are, tells each result, and a newer check wins", async () => {
  const graded: string[] = [];
  const bench = makeBench(
    { "server.ts": "one" },
    {
      grade: async ({ files, onTest, signal }) => {
        const text = files["server.ts"] ?? "";
        graded.push(text);
        onTest({ name: text, state: "pass", durationMs: 1 });
        if (text === "one")
          await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
        return {
          exerciseId: "x",
          seed: 1,
          passed: true,
          durationMs: 1,
          tests: [{ name: text, state: "pass", durationMs: 1 }],
        };
      },
    },
  );
  const first = bench.check();
  expect(bench.checked.value).toMatchObject({ kind: "checking", done: [{ name: "one" }] });
  bench.workspace.write("server.ts", "two");
  await bench.check();
  await first;
  expect(graded).toEqual(["one", "two"]);
  expect(bench.checked.value).toMatchObject({ kind: "graded", grade: { tests: [{ name: "two" }] } });
});

test("a machine that was still booting when it was changed for another comes too late, and is torn down", async () => {
  const late = await bootLocalEngine();
  const booting = Promise.withResolvers<Engine>();
  const bench = makeBench({ "server.ts": server }, { bootEngine: () => booting.promise });
  const waiting = bench.machine();
  const chosen = await bootLocalEngine();
  await bench.changeEngine(chosen);
  booting.resolve(late);
  expect(await waiting).toBe(chosen);
  await expect(late.fs.list()).rejects.toThrow("shut down");
  await bench.run();
  await bench.untilListening();
  expect(chosen.listening().map(({ port }) => port)).toEqual([7148]);
});
