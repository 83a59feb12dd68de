import type { Page } from "playwright-core";

/** Of one key, in milliseconds from its event. */
export interface Stroke {
  /** To the beginning of the next frame: most of it is waiting for the screen. */
  readonly frameMs: number;
  /** What the page works for it: to the end of all handlers, and then for the frame that shows it, layout and paint included. */
  readonly workMs: number;
}

declare global {
  var strokes: Stroke[];
}

/** As a fast typist does. */
const BETWEEN_KEYS_MS = 80;
const SENTENCE =
  "const total = (cart: Cart): number => cart.lines.reduce((sum, line) => sum + line.price, 0);\n";

/** Types so many keys into what has the focus, and tells what each cost. */
export async function typeAndMeasure(page: Page, keys: number): Promise<readonly Stroke[]> {
  await page.evaluate(() => {
    globalThis.strokes = [];
    const afterThisTask = (call: () => void) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = call;
      port2.postMessage(undefined);
    };
    let startMs = 0;
    let handledMs = 0;
    // The text itself comes with an event of its own, after the key's.
    for (const event of ["keydown", "input"]) {
      addEventListener(
        event,
        () => {
          afterThisTask(() => {
            handledMs = performance.now() - startMs;
          });
        },
        { capture: true },
      );
    }
    addEventListener(
      "keydown",
      ({ timeStamp }) => {
        startMs = timeStamp;
        requestAnimationFrame((frame) => {
          const drawnFromMs = performance.now();
          afterThisTask(() => {
            globalThis.strokes.push({
              frameMs: Math.max(frame - timeStamp, 0),
              workMs: handledMs + performance.now() - drawnFromMs,
            });
          });
        });
      },
      { capture: true },
    );
  });
  await page.keyboard.type(SENTENCE.repeat(Math.ceil(keys / SENTENCE.length)).slice(0, keys), {
    delay: BETWEEN_KEYS_MS,
  });
  // The last key's frame.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  return page.evaluate(() => globalThis.strokes);
}

/** `part` of 1: 0.95 for the value that one in twenty is above. */
export function percentile(values: readonly number[], part: number): number {
  const inOrder = values.toSorted((a, b) => a - b);
  return inOrder[Math.min(Math.floor(values.length * part), values.length - 1)] ?? Number.NaN;
}
