import { afterEach, expect, test } from "vitest";
import { type Engine, EngineError } from "../engine/engine.ts";
import { bootLocalEngine } from "../engine/local/local-engine.ts";
import { Bench } from "./bench.ts";
import { EngineChoice } from "./engine-choice.ts";

const SERVER = `
import { createServer } from "node:http";
createServer((req, res) => res.end(process.env.NAME ?? "here")).listen(7148);
`;

const benches: Bench[] = [];
afterEach(() => Promise.all(benches.splice(0).map((bench) => bench.dispose())));

function makeChoice(
  bootWebContainer: (signal: AbortSignal) => Promise<Engine>,
  kept = new Map<string, string>(),
) {
  const bench = new Bench({
    files: { "server.ts": SERVER },
    entry: "server.ts",
    port: 7148,
    agents: ["Alice"],
    bootEngine: () => bootLocalEngine(),
  });
  benches.push(bench);
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const options = { bench, bootInpage: () => bootLocalEngine(), bootWebContainer, storage: () => storage };
  return { bench, kept, choice: new EngineChoice(options) };
}

async function answerOf(bench: Bench): Promise<number | undefined> {
  await bench.run();
  await bench.untilListening();
  return (
    await (await bench.machine()).request(7148, { method: "GET", target: "/", headers: [["Host", "x"]] })
  ).status;
}

test("a WebContainer that cannot be had is said in a sentence, and the program goes on", async () => {
  const { bench, choice, kept } = makeChoice(() =>
    Promise.reject(
      new EngineError("boot-failed", "WebContainer needs the network, and the browser is offline."),
    ),
  );
  expect(await answerOf(bench)).toBe(200);
  const before = await bench.machine();
  await choice.choose("webcontainer");
  expect(choice.notice.value).toBe(
    "WebContainer needs the network, and the browser is offline. Your program runs in the page instead.",
  );
  expect(choice.chosen.value).toBe("inpage");
  expect(await bench.machine()).toBe(before);
  expect(bench.program.value.kind).toBe("running");
  expect([...kept.values()], "tried again at the next visit").toEqual(["webcontainer"]);
});

test("one that boots takes the next run over; the machine before is gone", async () => {
  const container = await bootLocalEngine();
  const { bench, choice } = makeChoice(() => Promise.resolve(container));
  const before = await bench.machine();
  await choice.choose("webcontainer");
  expect(await bench.machine()).toBe(container);
  expect(await answerOf(bench)).toBe(200);
  await expect(before.spawn("node", ["server.ts"])).rejects.toMatchObject({ code: "torn-down" });
});

test("one that boots after the learner changed their mind is torn down", async () => {
  const { promise, resolve } = Promise.withResolvers<Engine>();
  const { bench, choice } = makeChoice(() => promise);
  const before = await bench.machine();
  const trial = choice.choose("webcontainer");
  await choice.choose("inpage");
  const late = await bootLocalEngine();
  resolve(late);
  await trial;
  expect(await bench.machine()).toBe(before);
  await expect(late.spawn("node", ["server.ts"])).rejects.toMatchObject({ code: "torn-down" });
});

test("the choice of an earlier visit is tried again, and only that", async () => {
  let tried = 0;
  const boot = () => {
    tried += 1;
    return Promise.reject(new EngineError("boot-failed", "No."));
  };
  await makeChoice(boot).choice.restore();
  expect(tried).toBe(0);
  await makeChoice(boot, new Map([["keepsake:engine", "webcontainer"]])).choice.restore();
  expect(tried).toBe(1);
});
