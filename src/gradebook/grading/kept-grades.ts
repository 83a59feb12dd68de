import type { Graded } from "./graded.ts";

/** Verdicts of earlier runs. A key names a hand-in with all that its verdict depends on, so a verdict never changes. */
export interface KeptGrades {
  /** `undefined`: not graded yet. */
  find(key: string): Promise<Graded | undefined>;
  /** Settles when it cannot be lost any more. Called once for a key; several at once for different ones. */
  keep(key: string, graded: Graded): Promise<void>;
}
