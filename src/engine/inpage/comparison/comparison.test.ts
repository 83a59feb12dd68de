import { describe, expect, it } from "vitest";
import { compareScenario } from "./compare.ts";
import { startMemoryServer } from "./memory-server.ts";
import { startRealServer } from "./real-server.ts";
import { scenarios } from "./requests.ts";

describe("the built-ins, in a thread of Node, against real Node", () => {
  it.for(scenarios)("answers as Node does: $program", async (scenario, { onTestFinished }) => {
    const { program } = scenario;
    const [real, engine] = await Promise.all([
      startRealServer(program, onTestFinished),
      startMemoryServer(program, onTestFinished),
    ]);
    const faults = await compareScenario(scenario, real, engine, "thread");
    expect(faults.join("\n")).toBe("");
  });
});
