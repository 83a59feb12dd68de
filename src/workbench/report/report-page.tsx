import { signal } from "@preact/signals";
import { render } from "preact";
import * as words from "../../words/en/engine-report.ts";
import { localEngines } from "../engines/local-engines.ts";
import { pageEngines } from "../engines/page-engines.ts";
import { EngineTrial } from "./engine-trial.ts";
import { type ReportedTrial, reportText } from "./report-text.ts";
import { TrialCard } from "./trial-card.tsx";

/** The page's engines, and on a dev server this machine's Node. */
const offers = [...pageEngines, ...(await localEngines())];
const trials = offers.map((offer) => new EngineTrial(offer));
const copied = signal("");

function EngineReport() {
  return (
    <>
      <div class="trials">
        {trials.map((trial) => (
          <TrialCard key={trial.offer.kind} trial={trial} />
        ))}
      </div>
      <p class="copy-report">
        <button type="button" class="button" onClick={copyReport}>
          {words.copyReport}
        </button>{" "}
        <span role="status">{copied.value}</span>
      </p>
    </>
  );
}

async function copyReport(): Promise<void> {
  const text = reportText(
    {
      userAgent: navigator.userAgent,
      crossOriginIsolated,
      isSecureContext,
      hardwareConcurrency: navigator.hardwareConcurrency,
    },
    trials.map(reported),
  );
  try {
    await navigator.clipboard.writeText(text);
    copied.value = words.copied;
  } catch {
    copied.value = words.copyByHand;
  }
}

function reported(trial: EngineTrial): ReportedTrial {
  return {
    kind: trial.offer.kind,
    obstacle: trial.offer.obstacle(),
    state: trial.state.value,
    steps: trial.steps.value,
    contract: trial.contract.value,
    deviations: trial.deviations.value,
    caseCount: trial.caseCount,
  };
}

const place = document.getElementById("engine-report");
if (place !== null) {
  place.replaceChildren();
  render(<EngineReport />, place);
}
