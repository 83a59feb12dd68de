import type { Assignment } from "../../assignment/assignment.ts";
import * as words from "../../words/en/assignment.ts";
import { helpInWords, lateInWords, passingInWords } from "./assignment-words.ts";
import { dateInWords, timeLeft } from "./time-left.ts";

/** When it is due, in the learner's own time, and the rules. */
export function DueCard({ assignment, nowMs }: { readonly assignment: Assignment; readonly nowMs: number }) {
  const { dueAtMs, opensAtMs } = assignment;
  return (
    <aside class="due-card" aria-label={words.datesAndRules}>
      {opensAtMs !== undefined && nowMs < opensAtMs && (
        <p class="due-time">
          <span class="label">{words.opens}</span>
          <time dateTime={new Date(opensAtMs).toISOString()}>{dateInWords(opensAtMs)}</time>
          <strong>{timeLeft(opensAtMs, nowMs)}</strong>
        </p>
      )}
      {dueAtMs === undefined ? (
        <p class="due-time">
          <span class="label">{words.due}</span>
          <strong>{words.noDueDate}</strong>
        </p>
      ) : (
        <p class="due-time" data-over={nowMs > dueAtMs ? "" : undefined}>
          <span class="label">{nowMs > dueAtMs ? words.wasDue : words.due}</span>
          <strong>{timeLeft(dueAtMs, nowMs)}</strong>
          <time dateTime={new Date(dueAtMs).toISOString()}>{dateInWords(dueAtMs)}</time>
        </p>
      )}
      <ul>
        {dueAtMs !== undefined && <li>{words.lateRule(lateInWords(assignment.late))}</li>}
        <li>{passingInWords(assignment.passing)}</li>
        <li>{helpInWords(assignment)}</li>
      </ul>
    </aside>
  );
}
