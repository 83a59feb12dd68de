import { effect, type ReadonlySignal } from "@preact/signals";
import type { ProcessPlan } from "../course/setup.ts";
import { isAlive, type ProgramState } from "./bench-state.ts";

/** One process of the bench, as one sees it and acts on it. */
export interface BenchProcess {
  readonly plan: ProcessPlan;
  readonly state: ReadonlySignal<ProgramState>;
  /** Starts it alone, on the files as they are now. One that runs is ended first. Never rejects. */
  start(): Promise<void>;
  /** Ends it alone, as a crash would: what it had in memory is gone, files stay. Never rejects. */
  stop(): Promise<void>;
}

/** Whether it does what it was started for: it listens, or it runs and need not listen. */
export function isUp(plan: ProcessPlan, state: ProgramState): boolean {
  if (state.kind !== "running" && state.kind !== "unresponsive") return false;
  return plan.port === undefined || state.ports.length > 0;
}

/** Whether it is alive but not up yet. One that answers nothing may still come: a slow machine makes it look so. */
export function isComing(plan: ProcessPlan, state: ProgramState): boolean {
  return isAlive(state) && !isUp(plan, state);
}

/** Settles when it is up (true) or will not be (false): it ended, crashed or was stopped. */
export function untilUp(plan: ProcessPlan, state: ReadonlySignal<ProgramState>): Promise<boolean> {
  return new Promise((resolve) => {
    const stopWaiting = effect(() => {
      if (isComing(plan, state.value)) return;
      resolve(isUp(plan, state.value));
      queueMicrotask(() => stopWaiting());
    });
  });
}
