/** A page's script may not hold the whole tab for longer than this in one go. */
const LOOP_LIMIT_MS = 2_000;
const TURNS_BETWEEN_LOOKS = 4_096;

/**
 * What rewritten loops call at each turn: `__keepsakeTurn()`. Time counts while one task runs; a loop that waits in
 * between goes on for ever, as it may.
 */
export function guardLoops(): void {
  let turns = 0;
  let sinceMs: number | undefined;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    sinceMs = undefined;
  };
  const turn = (): void => {
    if (++turns % TURNS_BETWEEN_LOOKS !== 0) return;
    const nowMs = performance.now();
    if (sinceMs === undefined) {
      sinceMs = nowMs;
      port2.postMessage(null);
    } else if (nowMs - sinceMs > LOOP_LIMIT_MS) {
      sinceMs = undefined;
      throw new RangeError(
        `A loop ran for more than ${LOOP_LIMIT_MS / 1000} seconds without a pause, so the preview stopped it.`,
      );
    }
  };
  Object.defineProperty(window, "__keepsakeTurn", { value: turn });
}
