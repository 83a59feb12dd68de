import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Store } from "../store.ts";
import type { OpenTrial } from "../trial-stores/trial-store.ts";
import { Actor } from "./model-actor.ts";
import { type Plan, plan, schedule } from "./model-plan.ts";
import { MODEL_NOW_MS, ModelWorld } from "./model-world.ts";
import { isFullRun } from "./run-size.ts";

/**
 * The rules of a session against a model: the record is what one gets by replaying each visit's calls, whole
 * visits one after another, in the order of their commits, whatever ran beside them.
 */
export function storeModel(name: string, open: OpenTrial): void {
  describe(`a session, against its model (${name})`, () => {
    it(
      "is what replaying whole visits in the order of their commits gives, whatever ran beside them",
      async () => {
        const trial = await open({ nowMs: () => MODEL_NOW_MS });
        try {
          const stores: Stores = trial.other === undefined ? [trial.store] : [trial.store, trial.other];
          const stories = fc.asyncProperty(
            fc.array(plan, { minLength: 1, maxLength: 6 }),
            schedule,
            (plans, turns) => act(stores, plans, turns),
          );
          await manyRuns(stories);
        } finally {
          await trial.close();
        }
      },
      TEST_LIMIT_MS,
    );
  });
}

/** As many as a quick store plays in no time; a slow one plays what it can in some seconds, and a few always. */
const MOST_RUNS = isFullRun ? 4000 : 400;
const LEAST_RUNS = 20;
const AT_A_TIME = 10;
const BUDGET_MS = isFullRun ? 60_000 : 4000;
const TEST_LIMIT_MS = 120_000;

async function manyRuns(stories: fc.IAsyncProperty<[Plan[], number[]]>): Promise<void> {
  const started = performance.now();
  for (let runs = 0; runs < MOST_RUNS; runs += AT_A_TIME) {
    if (runs >= LEAST_RUNS && performance.now() - started > BUDGET_MS) return;
    await fc.assert(stories, { numRuns: AT_A_TIME });
  }
}

type Stores = readonly [Store, ...Store[]];

async function act(stores: Stores, plans: readonly Plan[], turns: readonly number[]): Promise<void> {
  const world = new ModelWorld(stores);
  // A session to begin with: first contacts in parallel make sessions of their own (rule 15).
  const first = new Actor(world, { isUnsafe: true, calls: [{ kind: "set", key: "a", value: 1 }] }, 0);
  while (first.state !== "done") await first.step();
  const actors = plans.map((each, n) => new Actor(world, each, n));
  for (const turn of turns) await actors[turn % actors.length]?.step();
  for (let round = 0; actors.some((actor) => actor.state !== "done"); round += 1) {
    if (round > 200) throw new Error("A visit never ended.");
    for (const actor of actors) await actor.step();
  }
  for (const [at, model] of world.records) {
    for (const store of stores) {
      const loaded = await store.load(at);
      if (!loaded.found) throw new Error("The model has a record that the store has not.");
      const { data, flash } = loaded.record;
      expect(new Map([...data].map(([key, json]) => [key, JSON.parse(json)]))).toEqual(model.data);
      expect(new Map([...flash].map(([key, { json }]) => [key, JSON.parse(json)]))).toEqual(model.flash);
    }
  }
  expect(new Set(world.taken).size).toBe(world.taken.length);
}
