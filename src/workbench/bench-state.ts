import type { EngineKind } from "../engine/engine.ts";
import type { StackPosition } from "./console/stack-position.ts";

/** Where the machine is. */
export type EngineState =
  | { readonly kind: "off" }
  /** `step` is a sentence: "Loading the engine". */
  | { readonly kind: "booting"; readonly step: string }
  | { readonly kind: "ready"; readonly engine: EngineKind }
  /** `message` says what to do next. Run tries again. */
  | { readonly kind: "failed"; readonly message: string };

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

/** The state as a sentence, for the status line and the screen reader. */
export function describeState(engine: EngineState, program: ProgramState): string {
  if (engine.kind === "booting") return `${engine.step}…`;
  if (engine.kind === "failed") return engine.message;
  switch (program.kind) {
    case "stopped":
      return "Not running";
    case "starting":
      return "Starting your program…";
    case "running":
      return program.ports.length === 0
        ? "Running, not listening on a port yet"
        : `Listening on port ${program.ports.join(", ")}`;
    case "unresponsive":
      return `Your program has answered nothing for ${Math.round(program.forMs / 1000)} s. Press Stop if this is an endless loop.`;
    case "ended":
      return "Your program ended by itself. A server stays alive while it listens.";
    case "crashed":
      return describeCrash(program.code, program.summary, program.position);
  }
}

function describeCrash(code: number, summary: string, position: StackPosition | undefined): string {
  const what = summary === "" ? `Your program ended with code ${code}.` : `Your program crashed: ${summary}`;
  return position === undefined ? what : `${what} (${position.path}, line ${position.line})`;
}
