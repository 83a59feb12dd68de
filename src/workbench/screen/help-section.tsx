import { useSignal } from "@preact/signals";
import * as words from "../../words/en/results.ts";
import type { WorkbenchModel } from "./workbench-model.ts";

/** Hints, one more for each attempt that did not pass or when asked for; and the way to the solution. */
export function HelpSection({ model }: { readonly model: WorkbenchModel }) {
  const { attempts, passedAtMs, solutionShownAtMs } = model.progress.value;
  const { hints } = model.exercise;
  const asked = useSignal<number | undefined>(undefined);
  const known = Math.max(0, ...model.log.value.hints.map(({ hint }) => hint));
  const { rules } = model;
  const unlocked =
    passedAtMs === undefined ? Math.min(hints.length, Math.max(attempts, known)) : hints.length;
  const count = rules.hints ? unlocked : 0;
  return (
    <section class="help" aria-labelledby="help-title">
      <h3 id="help-title">{words.help}</h3>
      {!rules.hints && <p class="quiet">{words.hintsClosed}</p>}
      {hints.slice(0, count).map((text, index) => (
        <details
          key={text}
          open={asked.value === index + 1}
          onToggle={({ currentTarget }) => {
            if (currentTarget.open) void model.showHint(index + 1, asked.peek() === index + 1);
          }}
        >
          <summary>{words.hint(index + 1, hints.length)}</summary>
          <p>{text}</p>
        </details>
      ))}
      <p class="help-ways">
        {rules.hints && count < hints.length && (
          <button
            type="button"
            class="small-button"
            onClick={() => {
              asked.value = count + 1;
              void model.showHint(count + 1, true);
            }}
          >
            {count === 0 ? words.showHint : words.showNextHint}
          </button>
        )}
        <button type="button" class="small-button" onClick={() => model.compare({ kind: "starter" })}>
          {words.whatChanged}
        </button>
        {rules.solution && (
          <button type="button" class="small-button" onClick={() => model.compare({ kind: "solution" })}>
            {words.compareWithSolution}
          </button>
        )}
      </p>
      {!rules.solution && <p class="quiet">{words.solutionClosed}</p>}
      {passedAtMs === undefined && rules.hints && rules.solution && (
        <p class="quiet">{solutionShownAtMs === undefined ? words.howHelpCounts : words.solutionWasSeen}</p>
      )}
    </section>
  );
}
