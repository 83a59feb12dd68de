import { useSignalEffect } from "@preact/signals";
import type { RefObject } from "preact";
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
      {model.bench.checked.value.kind === "none" && (
        <p class="quiet">Check runs the exercise's tests on your program: Ctrl+Enter, or ⌘+Enter.</p>
      )}
      {failure.value !== undefined && (
        <p class="failure">
          The results could not be loaded ({failure.value}).{" "}
          <button type="button" class="small-button" onClick={load}>
            Try again
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
      return "Not checked yet";
    case "checking":
      return checked.done.length === 0 ? "Checking…" : `Checking… ${checked.done.length} done`;
    case "failed":
      return "The check could not run";
    case "graded": {
      const { tests, passed, failure } = checked.grade;
      if (failure !== undefined) return "The check could not run";
      const passing = tests.filter((test) => test.state === "pass").length;
      return passed ? `Passed: all ${tests.length} tests` : `${passing} of ${tests.length} tests pass`;
    }
  }
}

function toneOf(model: WorkbenchModel): "ok" | "bad" | "plain" {
  const checked = model.bench.checked.value;
  if (checked.kind === "failed") return "bad";
  if (checked.kind !== "graded") return "plain";
  return checked.grade.passed ? "ok" : "bad";
}
