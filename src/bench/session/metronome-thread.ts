import { parentPort, workerData } from "node:worker_threads";
import { type Beat, type Metronome, sharedNowMs } from "./metronome.ts";

const { perSecond, beats } = workerData as Metronome;
const nothing = new Int32Array(new SharedArrayBuffer(4));
const startMs = sharedNowMs();
for (let number = 0; number < beats; number += 1) {
  const dueMs = startMs + (number * 1000) / perSecond;
  const leftMs = dueMs - sharedNowMs();
  // Nobody wakes it: it sleeps to the microsecond, where a timer knows whole milliseconds.
  if (leftMs > 0) Atomics.wait(nothing, 0, 0, leftMs);
  const beat: Beat = { number, dueMs, sentMs: sharedNowMs() };
  parentPort?.postMessage(beat);
}
