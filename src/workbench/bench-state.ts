import type { EngineKind } from "../engine/engine.ts";
import * as words from "../words/en/program.ts";
import type { StackPosition } from "./console/stack-position.ts";

/** Where the machine is. */
export type EngineState =
  | { readonly kind: "off" }
  /** `step` is a sentence: "Loading the engine". */
  | { readonly kind: "booting"; readonly step: string }
  | { readonly kind: "ready"; readonly engine: EngineKind }
  /** `reason` is a sentence; `message` says it, and what to do next. Run tries again. */
  | { readonly kind: "failed"; readonly reason: string; readonly message: string };

/** Where the learner's program is. */
export type ProgramState =
  | { readonly kind: "stopped" }
  | { readonly kind: "starting" }
  /** `ports` is empty while it listens on none. */
  | { readonly kind: "running"; readonly ports: readonly number[] }
  /** It computes and answers nothing. Stop still works. */
  | { readonly kind: "unresponsive"; readonly ports: readonly number[]; readonly forMs: number }
  /** It ended by itself, with no error. */
  | { readonly kind: "ended" }
  | {
      readonly kind: "crashed";
      readonly code: number;
      /** "TypeError: x is not a function"; empty when the program said nothing. */
      readonly summary: string;
      /** Where in the learner's files, when that is known. */
      readonly position?: StackPosition;
    };

/** Whether a program is alive, so that Stop has something to do. */
export function isAlive(state: ProgramState): boolean {
  return state.kind === "starting" || state.kind === "running" || state.kind === "unresponsive";
}

/** Several processes as one: what the liveliest does, with the ports of all. */
export function combineStates(states: readonly ProgramState[]): ProgramState {
  const [only] = states;
  if (only !== undefined && states.length === 1) return only;
  const ports = states.flatMap((state) =>
    state.kind === "running" || state.kind === "unresponsive" ? state.ports : [],
  );
  for (const kind of livelinessOrder) {
    const state = states.find((candidate) => candidate.kind === kind);
    if (state === undefined) continue;
    return state.kind === "running" || state.kind === "unresponsive" ? { ...state, ports } : state;
  }
  return { kind: "stopped" };
}

const livelinessOrder = ["unresponsive", "starting", "running", "crashed", "ended", "stopped"] as const;

/** How each of several processes stands, by name, as one line. */
export function describeProcesses(
  engine: EngineState,
  processes: readonly { readonly name: string; readonly state: ProgramState }[],
): string {
  if (engine.kind === "booting" || engine.kind === "failed")
    return describeState(engine, { kind: "stopped" });
  return processes.map(({ name, state }) => `${name}: ${shortState(state)}`).join(" · ");
}

/** A state in few words: "listening on 7001". */
export function shortState(state: ProgramState): string {
  switch (state.kind) {
    case "stopped":
      return words.shortStopped;
    case "starting":
      return words.shortStarting;
    case "running":
      return state.ports.length === 0 ? words.shortRunning : words.shortListening(state.ports.join(", "));
    case "unresponsive":
      return words.shortNoAnswer(Math.round(state.forMs / 1000));
    case "ended":
      return words.shortEnded;
    case "crashed":
      return state.summary === "" ? words.shortEndedWithCode(state.code) : words.shortCrashed(state.summary);
  }
}

/** The state as a sentence, for the status line and the screen reader. */
export function describeState(engine: EngineState, program: ProgramState): string {
  if (engine.kind === "booting") return words.step(engine.step);
  if (engine.kind === "failed") return engine.message;
  switch (program.kind) {
    case "stopped":
      return words.stopped;
    case "starting":
      return words.starting;
    case "running":
      return program.ports.length === 0
        ? words.runningWithoutPort
        : words.listening(program.ports.join(", "));
    case "unresponsive":
      return words.answersNothing(Math.round(program.forMs / 1000));
    case "ended":
      return words.ended;
    case "crashed":
      return describeCrash(program.code, program.summary, program.position);
  }
}

function describeCrash(code: number, summary: string, position: StackPosition | undefined): string {
  const what = summary === "" ? words.endedWithCode(code) : words.crashed(summary);
  return position === undefined ? what : words.atPlace(what, position.path, position.line);
}
