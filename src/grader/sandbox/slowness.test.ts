import { expect, it } from "vitest";
import { slownessNow, slownessOf } from "./slowness.ts";

it.each([
  ["0.00 0.01 0.05 1/398 32361", 2, 1],
  ["2.00 1.00 0.50 2/398 32361", 2, 1],
  ["0.40 0.30 0.20 7/398 32361", 2, 4],
  ["5.10 0.30 0.20 1/398 32361", 2, 3],
  ["90.0 80.0 70.0 99/999 32361", 2, 6],
  ["", 4, 1],
])("with the load %j on %i cores things take %i times as long", (load, cores, times) => {
  expect(slownessOf(load, cores)).toBe(times);
});

it.runIf(process.platform === "linux")("is read of this machine", () => {
  expect(slownessNow()).toBeGreaterThanOrEqual(1);
});
