import { afterEach, test } from "vitest";
import { contractAssert, engineContract } from "../contract.ts";
import type { Engine } from "../engine.ts";
import { bootLocalEngine } from "./local-engine.ts";

const booted: Engine[] = [];

async function boot(): Promise<Engine> {
  const engine = await bootLocalEngine();
  booted.push(engine);
  return engine;
}

afterEach(async () => {
  await Promise.all(booted.splice(0).map((engine) => engine.teardown()));
});

for (const contractCase of engineContract) {
  test(`contract: ${contractCase.name}`, async () => {
    await contractCase.run(await boot(), contractAssert);
  });
}
