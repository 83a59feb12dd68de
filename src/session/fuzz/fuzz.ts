import fc from "fast-check";
import { it } from "vitest";
import { sized } from "../proof/run-size.ts";

const RUNS = { short: 2000, full: 1_000_000 };
/** A million of the slowest take some minutes. */
const TEST_LIMIT_MS = sized({ short: 60_000, full: 3_600_000 });

/**
 * Gives `take` inputs of all kinds. It throws when what comes out is wrong, and lets errors pass that are not
 * documented, so that they fail the test. The failure names the seed and the path: put them into `fc.assert` to
 * see it again.
 */
export function fuzz<T>(
  what: string,
  inputs: fc.Arbitrary<T>,
  take: (input: T) => void,
  runs: { readonly short: number; readonly full: number } = RUNS,
): void {
  const numRuns = sized(runs);
  it(`${what}: ${numRuns} inputs`, () => fc.assert(fc.property(inputs, take), { numRuns }), TEST_LIMIT_MS);
}

/** What `work` returns, or undefined when it threw the error that its contract names. */
export function orDocumented<T>(
  work: () => T,
  isDocumented: (error: unknown) => boolean,
): { readonly value: T } | undefined {
  try {
    return { value: work() };
  } catch (error) {
    if (isDocumented(error)) return undefined;
    throw error;
  }
}
