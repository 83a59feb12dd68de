import * as buttons from "../words/en/buttons.ts";
import * as words from "../words/en/program.ts";
import type { Bench } from "./bench.ts";
import type { BenchProcess } from "./bench-process.ts";
import { isAlive, type ProgramState, shortState } from "./bench-state.ts";

/** The processes of the bench, when there are several: how each stands, and a button to end or start it alone. */
export function ProcessList({ bench }: { readonly bench: Bench }) {
  if (bench.processes.length < 2) return null;
  return (
    <ul class="processes" aria-label={words.processes}>
      {bench.processes.map((process) => (
        <Row key={process.plan.name} process={process} />
      ))}
    </ul>
  );
}

function Row({ process }: { readonly process: BenchProcess }) {
  const { plan, state } = process;
  const alive = isAlive(state.value);
  return (
    <li>
      <span class="process-lamp" data-state={lampOf(state.value)} aria-hidden="true" />
      <span class="process-name" title={[plan.command, ...plan.args].join(" ")}>
        {plan.name}
      </span>
      <span class="process-state" data-bad={isBad(state.value) ? "" : undefined}>
        {shortState(state.value)}
      </span>
      <button
        type="button"
        class="small-button"
        aria-label={alive ? words.stopProcess(plan.name) : words.startProcess(plan.name)}
        onClick={() => (alive ? process.stop() : process.start())}
      >
        {alive ? buttons.stop : words.start}
      </button>
    </li>
  );
}

function lampOf(state: ProgramState): "on" | "coming" | "bad" | "off" {
  if (isBad(state)) return "bad";
  if (state.kind === "starting") return "coming";
  return state.kind === "running" ? "on" : "off";
}

function isBad({ kind }: ProgramState): boolean {
  return kind === "crashed" || kind === "unresponsive";
}
