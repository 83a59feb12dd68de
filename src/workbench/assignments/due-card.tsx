import type { Assignment } from "../../assignment/assignment.ts";
import { helpInWords, lateInWords, passingInWords } from "./assignment-words.ts";
import { dateInWords, timeLeft } from "./time-left.ts";

/** When it is due, in the learner's own time, and the rules. */
export function DueCard({ assignment, nowMs }: { readonly assignment: Assignment; readonly nowMs: number }) {
  const { dueAtMs, opensAtMs } = assignment;
  return (
    <aside class="due-card" aria-label="Dates and rules">
      {opensAtMs !== undefined && nowMs < opensAtMs && (
        <p class="due-time">
          <span class="label">Opens</span>
          <time dateTime={new Date(opensAtMs).toISOString()}>{dateInWords(opensAtMs)}</time>
          <strong>{timeLeft(opensAtMs, nowMs)}</strong>
        </p>
      )}
      {dueAtMs === undefined ? (
        <p class="due-time">
          <span class="label">Due</span>
          <strong>No due date</strong>
        </p>
      ) : (
        <p class="due-time" data-over={nowMs > dueAtMs ? "" : undefined}>
          <span class="label">{nowMs > dueAtMs ? "Was due" : "Due"}</span>
          <strong>{timeLeft(dueAtMs, nowMs)}</strong>
          <time dateTime={new Date(dueAtMs).toISOString()}>{dateInWords(dueAtMs)}</time>
        </p>
      )}
      <ul>
        {dueAtMs !== undefined && (
          <li>{lateInWords(assignment.late)} What counts is when your file arrives, not when you make it.</li>
        )}
        <li>{passingInWords(assignment.passing)}</li>
        <li>{helpInWords(assignment)}</li>
      </ul>
    </aside>
  );
}
