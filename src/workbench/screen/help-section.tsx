import { useSignal } from "@preact/signals";
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
      <h3 id="help-title">Help</h3>
      {!rules.hints && <p class="quiet">Hints are closed until your assignment is over.</p>}
      {hints.slice(0, count).map((text, index) => (
        <details
          key={text}
          open={asked.value === index + 1}
          onToggle={({ currentTarget }) => {
            if (currentTarget.open) void model.showHint(index + 1, asked.peek() === index + 1);
          }}
        >
          <summary>
            Hint {index + 1} of {hints.length}
          </summary>
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
            {count === 0 ? "Show a hint" : "Show the next hint"}
          </button>
        )}
        <button type="button" class="small-button" onClick={() => model.compare({ kind: "starter" })}>
          What have I changed?
        </button>
        {rules.solution && (
          <button type="button" class="small-button" onClick={() => model.compare({ kind: "solution" })}>
            Compare with the solution
          </button>
        )}
      </p>
      {!rules.solution && <p class="quiet">The solution is closed until your assignment is over.</p>}
      {passedAtMs === undefined && rules.hints && rules.solution && (
        <p class="quiet">
          {solutionShownAtMs === undefined
            ? "Each attempt unlocks a hint. Who looks at the solution before passing passes with its help, and the progress says so."
            : "You have seen the solution. When your program passes, the progress says that it helped."}
        </p>
      )}
    </section>
  );
}
