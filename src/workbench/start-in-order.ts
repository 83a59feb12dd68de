import type { ProcessPlan } from "../course/setup.ts";

/** A process that can be started and waited for. */
export interface Startable {
  readonly plan: ProcessPlan;
  /** Settles when it exists. */
  start(): Promise<void>;
  /** Whether it came up; see `untilUp`. */
  untilUp(): Promise<boolean>;
  /** Called instead of `start` when one that it waits for did not come up. */
  giveUp(missing: string): void;
}

/**
 * Starts all at once, but each only after those that it waits for are up. Settles when all exist or were given up;
 * rejects when one cannot be started at all.
 */
export async function startInOrder(processes: readonly Startable[]): Promise<void> {
  const comingUp = new Map<string, Promise<boolean>>();
  const starts = processes.map((process) => {
    const started = startAfter(process, comingUp);
    const { name } = process.plan;
    comingUp.set(
      name,
      started.then((exists) => exists && process.untilUp()),
    );
    return started;
  });
  await Promise.all(starts);
}

/** Whether it was started. */
async function startAfter(
  process: Startable,
  comingUp: ReadonlyMap<string, Promise<boolean>>,
): Promise<boolean> {
  const waited = process.plan.after.map(async (name) => ({ name, up: await comingUp.get(name) }));
  const missing = (await Promise.all(waited)).find(({ up }) => up === false);
  if (missing !== undefined) {
    process.giveUp(missing.name);
    return false;
  }
  await process.start();
  return true;
}
