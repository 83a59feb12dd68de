import { afterEach, describe, expect, test } from "vitest";
import { type Engine, EngineError, type EngineKind } from "../../engine/engine.ts";
import { Bench } from "../bench.ts";
import { EngineChoice } from "./engine-choice.ts";
import type { EngineBootOptions, EngineOffer } from "./engine-offer.ts";
import { standIn } from "./stand-in-engine.fixture.ts";

const SERVER = `
import { createServer } from "node:http";
createServer((req, res) => res.end("here")).listen(7148);
`;
const ASKS = "WebContainer is loaded from StackBlitz's servers.";
const AGREED: readonly [string, string] = ["keepsake:engines-agreed-to", "webcontainer"];

const benches: Bench[] = [];
afterEach(() => Promise.all(benches.splice(0).map((bench) => bench.dispose())));

interface Given {
  readonly boot?: (options: EngineBootOptions) => Promise<Engine>;
  readonly obstacle?: string;
  readonly kept?: readonly (readonly [string, string])[];
  readonly runsOn?: readonly EngineKind[];
  readonly more?: readonly EngineOffer[];
}

function make({ boot, obstacle, kept = [], runsOn, more = [] }: Given = {}) {
  let tries = 0;
  const bench = new Bench({
    files: { "server.ts": SERVER },
    entry: "server.ts",
    port: 7148,
    agents: ["Alice"],
    bootEngine: () => standIn("inpage"),
  });
  benches.push(bench);
  const keeping = new Map(kept);
  const choice = new EngineChoice({
    bench,
    offers: [
      offerOf("inpage", () => standIn("inpage")),
      {
        ...offerOf("webcontainer", (options) => {
          tries += 1;
          return boot === undefined ? standIn("webcontainer") : boot(options);
        }),
        asks: ASKS,
        obstacle: () => obstacle,
      },
      ...more,
    ],
    runsOn: runsOn ?? ["inpage", "webcontainer", "local"],
    storage: () => ({
      getItem: (key) => keeping.get(key) ?? null,
      setItem: (key, value) => void keeping.set(key, value),
    }),
  });
  return { bench, choice, keeping, tries: () => tries };
}

function offerOf(kind: EngineKind, boot: EngineOffer["boot"]): EngineOffer {
  return { kind, place: `in ${kind}`, about: "", obstacle: () => undefined, boot };
}

const refuse = () => Promise.reject(new EngineError("boot-failed", "WebContainer did not start."));

async function answer(bench: Bench): Promise<number> {
  await bench.run();
  await bench.untilListening();
  const machine = await bench.machine();
  return (await machine.request(7148, { method: "GET", target: "/", headers: [["Host", "x"]] })).status;
}

describe("without the learner's word", () => {
  test("auto stays in the page and tries nothing", async () => {
    const { bench, choice, tries } = make();
    await bench.machine();
    await choice.restore();
    expect([choice.preference.value, choice.runsNow.value, choice.notice.value, tries()]).toEqual([
      "auto",
      "in inpage",
      undefined,
      0,
    ]);
  });

  test("WebContainer by name asks first, and does not try before there is a yes", async () => {
    const { bench, choice, tries } = make();
    await bench.machine();
    await choice.choose("webcontainer");
    expect(choice.notice.value).toMatchObject({ text: ASKS, agreeTo: { kind: "webcontainer" } });
    expect(tries()).toBe(0);
    await choice.agree("webcontainer");
    expect((await bench.machine()).kind).toBe("webcontainer");
    expect(choice.runsNow.value).toBe("in webcontainer");
  });

  test("no is kept: the next visit asks nothing", async () => {
    const { choice, keeping } = make();
    await choice.choose("webcontainer");
    await choice.decline("webcontainer");
    expect([choice.preference.value, choice.notice.value]).toEqual(["auto", undefined]);
    const next = make({ kept: [...keeping] });
    await next.choice.restore();
    expect([next.choice.notice.value, next.tries()]).toEqual([undefined, 0]);
  });

  test("an exercise that needs real Node gets it from the machine, if that offers it", async () => {
    const local = offerOf("local", () => standIn("local"));
    const { bench, choice, tries } = make({ runsOn: ["webcontainer", "local"], more: [local] });
    await bench.machine();
    await choice.restore();
    expect((await bench.machine()).kind).toBe("local");
    expect(tries()).toBe(0);
  });

  test("and asks for WebContainer where there is nothing else", async () => {
    const { choice, tries } = make({ runsOn: ["webcontainer", "local"] });
    await choice.restore();
    expect(choice.notice.value?.agreeTo?.kind).toBe("webcontainer");
    expect(tries()).toBe(0);
  });
});

describe("once the learner has agreed", () => {
  test("auto tries WebContainer at each visit, and the program's next run is there", async () => {
    const { bench, choice } = make({ kept: [AGREED] });
    const before = await bench.machine();
    await choice.restore();
    expect((await bench.machine()).kind).toBe("webcontainer");
    expect(await answer(bench)).toBe(200);
    expect(choice.notice.value?.text).toBe("Your program runs in webcontainer from the next Run on.");
    await expect(before.fs.list()).rejects.toMatchObject({ code: "torn-down" });
  });

  test("one that cannot be had is said in a sentence, there and in the list, and the program goes on", async () => {
    const { bench, choice, keeping } = make({ kept: [AGREED], boot: refuse });
    expect(await answer(bench)).toBe(200);
    const before = await bench.machine();
    await choice.choose("webcontainer");
    expect(choice.notice.value).toEqual({
      text: "WebContainer did not start. Your program runs in the page instead.",
    });
    expect(choice.offers.map((offer) => choice.whyNot(offer))).toEqual([
      undefined,
      "WebContainer did not start.",
    ]);
    expect(await bench.machine()).toBe(before);
    expect(bench.program.value.kind).toBe("running");
    expect(keeping.get("keepsake:engine"), "tried again at the next visit").toBe("webcontainer");
  });

  test("what is known against it beforehand is said without a try", async () => {
    const { choice, tries } = make({ kept: [AGREED], obstacle: "The browser is offline." });
    await choice.restore();
    expect(choice.notice.value?.text).toBe("The browser is offline. Your program runs in the page instead.");
    expect(tries()).toBe(0);
  });

  test("a program that needs real Node is told that the page will not do", async () => {
    const { choice } = make({ kept: [AGREED], boot: refuse, runsOn: ["webcontainer"] });
    await choice.restore();
    expect(choice.notice.value?.text).toBe(
      "WebContainer did not start. This program needs real Node and will not run as it should in the page.",
    );
  });

  test("each step of a boot is said while the page's engine goes on", async () => {
    const told = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const { bench, choice } = make({
      kept: [AGREED],
      boot: async ({ onStep }) => {
        onStep?.("Starting Node");
        told.resolve();
        await gate.promise;
        return standIn("webcontainer");
      },
    });
    const searching = choice.restore();
    await told.promise;
    expect(choice.notice.value?.text).toBe("Starting Node… Meanwhile your program runs in the page.");
    expect(await answer(bench)).toBe(200);
    gate.resolve();
    await searching;
  });

  test("one that boots after the learner changed their mind is torn down", async () => {
    const { promise, resolve } = Promise.withResolvers<Engine>();
    const { bench, choice } = make({ kept: [AGREED], boot: () => promise });
    const before = await bench.machine();
    const searching = choice.choose("webcontainer");
    await choice.choose("inpage");
    const late = await standIn("webcontainer");
    resolve(late);
    await searching;
    expect(await bench.machine()).toBe(before);
    await expect(late.fs.list()).rejects.toMatchObject({ code: "torn-down" });
  });

  test("back in the page, the other machine is gone", async () => {
    const { bench, choice } = make({ kept: [AGREED] });
    await bench.machine();
    await choice.choose("webcontainer");
    const container = await bench.machine();
    await choice.choose("inpage");
    expect((await bench.machine()).kind).toBe("inpage");
    await expect(container.fs.list()).rejects.toMatchObject({ code: "torn-down" });
  });

  test("a machine that is lost later is replaced by the page's, and the page says why", async () => {
    const container = await standIn("webcontainer");
    const { bench, choice } = make({ kept: [AGREED], boot: async () => container });
    await bench.machine();
    await choice.restore();
    expect(await answer(bench)).toBe(200);
    await container.lose("WebContainer answers nothing any more.");
    await expect.poll(async () => (await bench.machine()).kind).toBe("inpage");
    expect(choice.notice.value?.text).toBe(
      "WebContainer answers nothing any more. What your program had stored there is gone with it. Your program runs in the page instead.",
    );
    expect(await answer(bench)).toBe(200);
  });
});

test("a kept choice that this page does not offer, or nobody knows, is auto", () => {
  for (const kept of ["local", "toaster"]) {
    expect(make({ kept: [["keepsake:engine", kept]] }).choice.preference.value).toBe("auto");
  }
});

test("a storage that throws keeps nothing and breaks nothing", async () => {
  const { bench } = make();
  const choice = new EngineChoice({
    bench,
    offers: [offerOf("inpage", () => standIn("inpage"))],
    runsOn: ["inpage"],
    storage: () => {
      throw new Error("SecurityError");
    },
  });
  await choice.choose("inpage");
  expect(choice.preference.value).toBe("inpage");
});
