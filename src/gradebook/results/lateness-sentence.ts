import type { Assignment } from "../../assignment/assignment.ts";
import type { Lateness } from "../../assignment/lateness.ts";

/** What a report says about the time; `undefined`: it came in time, and there is nothing to say. */
export function latenessSentence(lateness: Lateness, { late }: Pick<Assignment, "late">): string | undefined {
  if (lateness.kind === "in-time") return undefined;
  if (lateness.kind === "unknown") return "When it was received is not known, so it counts as in time.";
  const days = lateness.daysBegun === 1 ? "within the first day" : `on day ${lateness.daysBegun}`;
  switch (late.kind) {
    case "refuse":
      return `Received late, ${days} after it was due. Late hand-ins of this assignment give no points.`;
    case "mark":
      return `Received late, ${days} after it was due. Nothing is taken off.`;
    case "percent-a-day":
      return `Received late, ${days} after it was due. ${100 - lateness.keptPercent} percent of the points are taken off.`;
  }
}
