import { TurnLines, type Waiter } from "../turn-line.ts";
import type { PlaceInLine } from "./sql-driver.ts";

/** The connections of this process that are in a transaction: one at most for each file. */
const writers = new Map<string, object>();
const lines = new TurnLines();

/** From now on nobody else of this process can write to the file. */
export function transactionBegan(file: string, connection: object): void {
  writers.set(file, connection);
}

/** Repeating is free. */
export function transactionEnded(file: string, connection: object): void {
  if (writers.get(file) !== connection) return;
  writers.delete(file);
  lines.wakeFirst(file);
}

/**
 * Behind all of this process who wait to write to the file. A transaction of this process has its end told; of
 * other processes nobody tells, so the first in line looks again after each pause, and only the first.
 */
export function lineUp(file: string): PlaceInLine {
  const waiter: Waiter = { wake: undefined };
  lines.join(file, waiter);
  return {
    async next(pauseMs, longestMs) {
      const giveUpMs = performance.now() + longestMs;
      for (;;) {
        const mayLook = lines.first(file) === waiter && !writers.has(file);
        const leftMs = giveUpMs - performance.now();
        await lines.sleep(waiter, mayLook ? Math.min(pauseMs, leftMs) : leftMs);
        const isNext = lines.first(file) === waiter && !writers.has(file);
        if (isNext || performance.now() >= giveUpMs) return;
      }
    },
    leave: () => lines.leave(file, waiter),
  };
}
