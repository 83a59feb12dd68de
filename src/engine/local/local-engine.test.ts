import { afterEach, expect, test } from "vitest";
import { contractAssert, engineContract } from "../contract.ts";
import { writtenBy } from "../deviations/deviation.ts";
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

test("a program asks its own server as soon as that listens", async () => {
  const program = `
    import { createServer } from "node:http";
    const server = createServer((request, response) => response.end("heard")).listen(0, async () => {
      const asked = fetch("http://localhost:" + server.address().port);
      console.log(await asked.then((answer) => answer.text(), (error) => error.cause.code));
      server.close().closeAllConnections();
    });
  `;
  expect(await writtenBy(await boot(), program)).toBe("heard");
});
