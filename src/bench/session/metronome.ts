/** A thread that says when: every so often, whatever the one that listens is busy with. */
import { hrtime } from "node:process";
import { Worker } from "node:worker_threads";

export interface Beat {
  /** From 0 on. */
  readonly number: number;
  /** When it was to be sent, and when it was. */
  readonly dueMs: number;
  readonly sentMs: number;
}

export interface Metronome {
  readonly perSecond: number;
  readonly beats: number;
}

/** The clock of {@link Beat}: the same in all threads. */
export function sharedNowMs(): number {
  return Number(hrtime.bigint()) / 1e6;
}

/** Resolves after the last beat. */
export async function beat(metronome: Metronome, onBeat: (beat: Beat) => void): Promise<void> {
  const thread = new Worker(new URL("metronome-thread.ts", import.meta.url), { workerData: metronome });
  await new Promise<void>((resolve, reject) => {
    thread.on("message", onBeat);
    thread.on("error", reject);
    thread.on("exit", () => resolve());
  });
}
