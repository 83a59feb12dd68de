import { describe, expect, it } from "vitest";
import { compareScenario } from "./compare.ts";
import { startMemoryServer } from "./memory-server.ts";
import { startRealServer } from "./real-server.ts";
import { scenarios } from "./requests.ts";

describe("the built-ins, in a thread of Node, against real Node", () => {
  it.for(scenarios)("answers as Node does: $program", async (scenario) => {
    // Both start at once; when one of them does not, the other is stopped all the same.
    const starting = [startRealServer(scenario.program), startMemoryServer(scenario.program)] as const;
    try {
      const [real, engine] = await Promise.all(starting);
      const faults = await compareScenario(scenario, real, engine, "thread");
      expect(faults.join("\n")).toBe("");
    } finally {
      for (const start of await Promise.allSettled(starting))
        if (start.status === "fulfilled") await start.value.stop();
    }
  });
});
