import type { Assignment } from "./assignment.ts";

export const DAY_MS = 86_400_000;
const WHOLE_PERCENT = 100;

/** How a hand-in stands to the due time. */
export type Lateness =
  | { readonly kind: "in-time" }
  /** Nobody knows when it came, so it is not held against the learner: the report must say so. */
  | { readonly kind: "unknown" }
  | {
      readonly kind: "late";
      readonly lateMs: number;
      /** Days begun after the due time: a second late is 1. */
      readonly daysBegun: number;
      /** What is left of the points, 0 to 100. 0 when late hand-ins are refused. */
      readonly keptPercent: number;
      readonly refused: boolean;
    };

/**
 * Judges by when the hand-in was received, as the learning platform or the file system says: a learner's clock is
 * only what the learner says. `receivedAtMs` undefined: nobody knows.
 */
export function latenessOf(
  { dueAtMs, late }: Pick<Assignment, "dueAtMs" | "late">,
  receivedAtMs: number | undefined,
): Lateness {
  if (dueAtMs === undefined) return { kind: "in-time" };
  if (receivedAtMs === undefined) return { kind: "unknown" };
  const lateMs = receivedAtMs - dueAtMs;
  if (lateMs <= 0) return { kind: "in-time" };
  const daysBegun = Math.ceil(lateMs / DAY_MS);
  switch (late.kind) {
    case "refuse":
      return { kind: "late", lateMs, daysBegun, keptPercent: 0, refused: true };
    case "mark":
      return { kind: "late", lateMs, daysBegun, keptPercent: WHOLE_PERCENT, refused: false };
    case "percent-a-day":
      return {
        kind: "late",
        lateMs,
        daysBegun,
        keptPercent: Math.max(0, WHOLE_PERCENT - late.percent * daysBegun),
        refused: false,
      };
  }
}
