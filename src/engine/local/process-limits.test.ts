import { describe, expect, it } from "vitest";
import { overLimit, type ProcessLimits, usageFromOutside } from "./process-limits.ts";

const limits: ProcessLimits = { memoryBytes: 2 ** 20, cpuMs: 1_000, wallMs: 5_000, silentMs: 500 };
const modest = { memoryBytes: 2 ** 20, cpuMs: 1_000, wallMs: 5_000, silentMs: 500 };

describe("the limits of a process", () => {
  it("are not passed by what is just within them", () => {
    expect(overLimit(limits, modest)).toBeUndefined();
  });

  it.each([
    ["memoryBytes", "more than 1 MB of memory"],
    ["cpuMs", "computed for more than 1 s"],
    ["wallMs", "ran for more than 5 s"],
    ["silentMs", "answered nothing for 0.5 s"],
  ] as const)("are passed by more %s, and the sentence says so", (name, words) => {
    expect(overLimit(limits, { ...modest, [name]: modest[name] + 1 })).toContain(words);
  });

  it.runIf(process.platform === "linux")("are held against what the system counts", () => {
    const usage = usageFromOutside(process.pid);
    expect(usage?.cpuMs).toBeGreaterThan(0);
    const reported = process.memoryUsage.rss();
    expect(usage?.memoryBytes).toBeGreaterThan(reported / 2);
    expect(usage?.memoryBytes).toBeLessThan(reported * 2);
    expect(usageFromOutside(2 ** 30)).toBeUndefined();
  });
});
