import { expect, test } from "vitest";
import { type ContractCase, engineContract } from "../../engine/contract.ts";
import { type Engine, EngineError } from "../../engine/engine.ts";
import type { EngineOffer } from "../engines/engine-offer.ts";
import { standIn } from "../engines/stand-in-engine.fixture.ts";
import { EngineTrial } from "./engine-trial.ts";

const cases: readonly ContractCase[] = [
  ...engineContract.slice(0, 2),
  { name: "it makes coffee", run: () => Promise.reject(new Error("expected coffee, received nothing")) },
];

function trialOf(kind: Engine["kind"], boot: EngineOffer["boot"]): EngineTrial {
  return new EngineTrial({ kind, place: "somewhere", about: "", obstacle: () => undefined, boot }, cases);
}

test("each case gets an engine of its own, and says what is wrong; the boot's steps are timed", async () => {
  const engines: Engine[] = [];
  const trial = trialOf("local", async ({ onStep }) => {
    onStep?.("First");
    onStep?.("Second");
    const engine = await standIn("local");
    engines.push(engine);
    return engine;
  });
  await trial.start();
  expect(trial.state.value).toEqual({ kind: "done" });
  expect(trial.contract.value.map(({ name, failure }) => [name, failure])).toEqual([
    [cases[0]?.name, undefined],
    [cases[1]?.name, undefined],
    ["it makes coffee", "expected coffee, received nothing"],
  ]);
  expect(trial.steps.value.map(({ text }) => text)).toEqual(["First"]);
  expect(engines).toHaveLength(1 + cases.length);
  for (const engine of engines) {
    await expect(engine.fs.list()).rejects.toMatchObject({ code: "torn-down" });
  }
});

test("a deviation that is gone is said to be", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  // Real Node under the name of the page's engine deviates in nothing.
  const trial = trialOf("inpage", () => standIn("inpage"));
  const stop = trial.deviations.subscribe((results) => {
    if (results.length > 0) resolve();
  });
  void trial.start();
  await promise;
  trial.stop();
  stop();
  expect(trial.deviations.value[0]?.failure).toBe("It does as real Node does: take it off the list.");
  expect(trial.state.value).toEqual({ kind: "stopped" });
});

test("an engine that cannot be booted says why", async () => {
  const trial = trialOf("webcontainer", () => Promise.reject(new EngineError("boot-failed", "No network.")));
  await trial.start();
  expect(trial.state.value).toEqual({ kind: "failed", message: "No network." });
});
