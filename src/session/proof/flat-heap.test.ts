import { describe, expect, it } from "vitest";
import { startTrialProcess } from "../trial-process.ts";
import { isFullRun, sized } from "./run-size.ts";

/**
 * Sessions come and go in a process of their own, windows of them, each as long as the store waits between two
 * collections or a multiple of it. The heap after a window is compared with the heap after others.
 */
async function heapAfterWindows(spec: string, windows: number, sessions: number): Promise<readonly number[]> {
  const program = startTrialProcess("trial-memory-program.ts", [spec, String(windows), String(sessions)], {
    nodeOptions: ["--expose-gc"],
  });
  try {
    const heaps: number[] = [];
    while (heaps.length < windows) heaps.push(Number(await program.line()));
    expect(await program.line()).toMatch(/^[1-9]\d* commits$/);
    return heaps;
  } finally {
    await program.end();
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** What a warm program may differ by; a leak of 100 bytes a session is more within half of the short run. */
const NOISE_BYTES = 1_000_000;

function expectFlat(heaps: readonly number[]): void {
  // In the first window there was nothing yet to be over.
  const [, ...warm] = heaps;
  const half = Math.floor(warm.length / 2);
  expect(median(warm.slice(half))).toBeLessThan(median(warm.slice(0, half)) + NOISE_BYTES);
}

describe("the heap stays flat", () => {
  const [windows, sessions] = sized({ short: [9, 6000], full: [19, 54_000] });

  it(`over ${windows * sessions} sessions in memory that are made, remembered, given up and expired`, async () => {
    expectFlat(await heapAfterWindows("memory", windows, sessions));
  }, 1_200_000);

  // What processes keep beside a store that keeps the records elsewhere.
  it.each(isFullRun ? ["file", "sqlite", "redis"] : [])(
    "over 20000 sessions in %s",
    async (name) => {
      const { start } = await import(`../trial-stores/${name}.ts`);
      const backend = await start();
      try {
        const trial = await backend.open();
        expectFlat(await heapAfterWindows(trial.spec, 10, 2000));
        await trial.close();
      } finally {
        await backend.stop();
      }
    },
    1_200_000,
  );
});
