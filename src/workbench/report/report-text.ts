import type { TimedStep, TrialResult, TrialState } from "./engine-trial.ts";

/** What a page can say of the browser that it is in. No address, no name, nothing of the learner. */
export interface BrowserFacts {
  readonly userAgent: string;
  readonly crossOriginIsolated: boolean;
  readonly isSecureContext: boolean;
  readonly hardwareConcurrency: number;
}

export interface ReportedTrial {
  readonly kind: string;
  readonly obstacle: string | undefined;
  readonly state: TrialState;
  readonly steps: readonly TimedStep[];
  readonly contract: readonly TrialResult[];
  readonly deviations: readonly TrialResult[];
  readonly caseCount: number;
}

/** The report as text, for a bug report. */
export function reportText(browser: BrowserFacts, trials: readonly ReportedTrial[]): string {
  const lines = [
    "Keepsake engine report",
    `Browser: ${browser.userAgent}`,
    `Cross-origin isolated: ${yesNo(browser.crossOriginIsolated)}; secure context: ${yesNo(browser.isSecureContext)}; processors: ${browser.hardwareConcurrency}`,
    ...trials.flatMap(trialLines),
  ];
  return `${lines.join("\n")}\n`;
}

function trialLines(trial: ReportedTrial): string[] {
  const { kind, obstacle, state, steps, contract, deviations, caseCount } = trial;
  const head = ["", `Engine ${kind}: ${outcome(state, obstacle)}`];
  if (state.kind === "none") return head;
  const bad = [...contract, ...deviations].filter(({ failure }) => failure !== undefined);
  return [
    ...head,
    ...steps.map(({ text, durationMs }) => `  ${text}: ${Math.round(durationMs)} ms`),
    `  Contract: ${passed(contract)} of ${caseCount} cases pass`,
    `  Deviations: ${passed(deviations)} of ${deviations.length} are as listed`,
    ...bad.map(({ name, failure }) => `  ✗ ${name}\n    ${failure}`),
  ];
}

function outcome(state: TrialState, obstacle: string | undefined): string {
  switch (state.kind) {
    case "none":
      return obstacle === undefined ? "not tried" : `not to be had (${obstacle})`;
    case "running":
      return "being tried";
    case "done":
      return "tried";
    case "stopped":
      return "stopped before its end";
    case "failed":
      return `failed: ${state.message}`;
  }
}

export function passed(results: readonly TrialResult[]): number {
  return results.filter(({ failure }) => failure === undefined).length;
}

function yesNo(value: boolean): string {
  return value ? "yes" : "no";
}
