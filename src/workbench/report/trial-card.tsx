import { useId } from "preact/hooks";
import * as buttons from "../../words/en/buttons.ts";
import * as words from "../../words/en/engine-report.ts";
import type { EngineTrial, TrialResult, TrialState } from "./engine-trial.ts";
import { passed } from "./report-text.ts";

/** One engine: what it is, its trial, and what came of it. */
export function TrialCard({ trial }: { readonly trial: EngineTrial }) {
  const id = useId();
  const { offer } = trial;
  const state = trial.state.value;
  const obstacle = offer.obstacle();
  const contract = trial.contract.value;
  const deviations = trial.deviations.value;
  return (
    <section class="trial" aria-labelledby={id}>
      <h3 id={id}>{capitalised(offer.place)}</h3>
      <p>
        {offer.about} {offer.asks}
      </p>
      {obstacle !== undefined && <p class="failure">{obstacle}</p>}
      {obstacle === undefined && <TrialButton trial={trial} running={state.kind === "running"} />}
      <p class="trial-state" role="status" data-bad={state.kind === "failed" ? "" : undefined}>
        {stateText(state, [...contract, ...deviations])}
      </p>
      {trial.steps.value.length > 0 && (
        <table class="trial-steps">
          <caption>{words.boot}</caption>
          <tbody>
            {trial.steps.value.map(({ text, durationMs }) => (
              <tr key={text}>
                <th scope="row">{text}</th>
                <td>{words.milliseconds(Math.round(durationMs))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Results title={words.contract} all={trial.caseCount} results={contract} good={words.passes} />
      <Results
        title={words.deviations}
        all={trial.shownDeviations.length}
        results={deviations}
        good={words.asListed}
      />
    </section>
  );
}

function TrialButton({ trial, running }: { readonly trial: EngineTrial; readonly running: boolean }) {
  if (running) {
    return (
      <button type="button" class="button" onClick={() => trial.stop()}>
        {buttons.stop}
      </button>
    );
  }
  const label = trial.offer.asks === undefined ? words.bootAndTry : words.agreeAndTry;
  return (
    <button
      type="button"
      class="button"
      aria-label={words.tryPlace(label, trial.offer.place)}
      onClick={() => trial.start()}
    >
      {label}
    </button>
  );
}

interface ResultsProps {
  readonly title: string;
  readonly all: number;
  readonly results: readonly TrialResult[];
  readonly good: string;
}

/** Failures stand open; the rest is folded away under its count. */
function Results({ title, all, results, good }: ResultsProps) {
  if (results.length === 0) return null;
  const failures = results.filter(({ failure }) => failure !== undefined);
  return (
    <>
      <details>
        <summary>
          {words.outcome(title, passed(results), all, good)}
          {failures.length > 0 && <span class="failure">{words.notSo(failures.length)}</span>}
        </summary>
        <ul>
          {results.map(({ name, failure, durationMs }) => (
            <li key={name} data-state={failure === undefined ? "pass" : "fail"}>
              <span class="verdict">{failure === undefined ? "✓" : "✗"}</span>
              <span>
                <span class="visually-hidden">
                  {failure === undefined ? words.isGood(good) : words.isNot}
                </span>
                {name}
              </span>
              <span class="quiet">{words.milliseconds(Math.round(durationMs))}</span>
            </li>
          ))}
        </ul>
      </details>
      {failures.length > 0 && (
        <ul>
          {failures.map(({ name, failure }) => (
            <li key={name} class="trial-failure">
              <strong>{name}</strong>
              <br />
              {failure}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function stateText(state: TrialState, results: readonly TrialResult[]): string {
  switch (state.kind) {
    case "none":
      return "";
    case "running":
      return words.step(state.step);
    case "failed":
      return state.message;
    case "stopped":
      return words.stopped;
    case "done": {
      const bad = results.length - passed(results);
      return bad === 0 ? words.asPromised : words.notAsPromised(bad, results.length);
    }
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
