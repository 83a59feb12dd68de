import { useSignalEffect } from "@preact/signals";
import type { RefObject } from "preact";
import * as buttons from "../../words/en/buttons.ts";
import * as words from "../../words/en/screen.ts";
import { useWhenNeeded } from "../use-when-needed.ts";
import type { WorkbenchModel } from "./workbench-model.ts";

export interface ResultsRegionProps {
  readonly model: WorkbenchModel;
  /** Takes the focus when all tests pass. */
  readonly heading: RefObject<HTMLHeadingElement>;
}

/** The verdict, and under it what is fetched with the first check, when it is looked at, or when there are hints to show. */
export function ResultsRegion({ model, heading }: ResultsRegionProps) {
  const { module, failure, load } = useWhenNeeded(() => import("./test-results.tsx"));
  useSignalEffect(() => {
    const { attempts, passedAtMs } = model.progress.value;
    const isShown = model.panes.left.value === "results";
    if (isShown || model.bench.checked.value.kind !== "none" || attempts > 0 || passedAtMs !== undefined)
      load();
  });
  return (
    <div class="results">
      <h2 class="results-title" tabIndex={-1} ref={heading} data-kind={toneOf(model)}>
        {titleOf(model)}
      </h2>
      {model.bench.checked.value.kind === "none" && <p class="quiet">{words.howToCheck}</p>}
      {failure.value !== undefined && (
        <p class="failure">
          {words.resultsFailed(failure.value)}{" "}
          <button type="button" class="small-button" onClick={load}>
            {buttons.tryAgain}
          </button>
        </p>
      )}
      {module.value !== undefined && <module.value.TestResults model={model} />}
    </div>
  );
}

function titleOf(model: WorkbenchModel): string {
  const checked = model.bench.checked.value;
  switch (checked.kind) {
    case "none":
      return words.notChecked;
    case "checking":
      return checked.done.length === 0 ? words.checking : words.checkingDone(checked.done.length);
    case "failed":
      return words.checkFailed;
    case "graded": {
      const { tests, passed, failure } = checked.grade;
      if (failure !== undefined) return words.checkFailed;
      const passing = tests.filter((test) => test.state === "pass").length;
      return passed ? words.passedAll(tests.length) : words.passing(passing, tests.length);
    }
  }
}

function toneOf(model: WorkbenchModel): "ok" | "bad" | "plain" {
  const checked = model.bench.checked.value;
  if (checked.kind === "failed") return "bad";
  if (checked.kind !== "graded") return "plain";
  return checked.grade.passed ? "ok" : "bad";
}
