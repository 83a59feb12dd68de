/**
 * What typing costs in the workbench with everything open: program running, inspector on the screen, types on. From each
 * key to the frame that shows it, and what the page itself works for it.
 *
 *     npm run build && node src/bench/typing-latency.ts [keys, default 300]
 */
import process from "node:process";
import { fileURLToPath } from "node:url";
import { serveFolder } from "../cli/site-server/serve-folder.ts";
import { launchBrowser } from "../e2e/browser.ts";
import { WorkbenchPage } from "../e2e/workbench-page.ts";

/** As a fast typist does. */
const BETWEEN_KEYS_MS = 80;
const keys = Number(process.argv[2] ?? 300);
const sentence =
  "const total = (cart: Cart): number => cart.lines.reduce((sum, line) => sum + line.price, 0);\n";

/** Of one key, in milliseconds from its event. */
interface Stroke {
  /** To the beginning of the next frame. */
  readonly frameMs: number;
  /** To the end of all that the page does at once for it: handlers, layout. */
  readonly workMs: number;
}

declare global {
  var strokes: Stroke[];
}

const percentile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(Math.floor(values.length * part), values.length - 1)] ??
  Number.NaN;

const site = await serveFolder(fileURLToPath(new URL("../../dist", import.meta.url)));
const browser = await launchBrowser("chromium");
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const workbench = await WorkbenchPage.open(context, site.origin);
  const { page } = workbench;
  await workbench.writeSolution();
  await workbench.run();
  await workbench.preview.getByRole("button", { name: "Add to cart" }).click();
  await workbench.preview.locator(".alert").waitFor();
  await workbench
    .region("Inspector")
    .getByRole("option", { name: /POST \/cart\/add/ })
    .click();
  await workbench.replaceFile("src/total.ts", "export const wrong: number = 'a';\n");
  await page.getByRole("button", { name: /^\d+ problems?$/ }).waitFor();
  await page.keyboard.press("ControlOrMeta+End");
  await page.evaluate(() => {
    globalThis.strokes = [];
    addEventListener(
      "keydown",
      ({ timeStamp }) => {
        const { port1, port2 } = new MessageChannel();
        let workMs = 0;
        port1.onmessage = () => {
          workMs = performance.now() - timeStamp;
        };
        port2.postMessage(undefined);
        requestAnimationFrame((frame) => {
          globalThis.strokes.push({
            frameMs: Math.max(frame - timeStamp, 0),
            workMs: workMs || performance.now() - timeStamp,
          });
        });
      },
      { capture: true },
    );
  });
  await page.keyboard.type(sentence.repeat(Math.ceil(keys / sentence.length)).slice(0, keys), {
    delay: BETWEEN_KEYS_MS,
  });
  const strokes = await page.evaluate(() => globalThis.strokes);
  const row = (what: string, values: readonly number[]) =>
    `| ${what} | ${percentile(values, 0.5).toFixed(1)} | ${percentile(values, 0.95).toFixed(1)} | ${Math.max(...values).toFixed(1)} |`;
  console.log(`## Typing in the workbench, in chromium ${browser.version()}, ${strokes.length} keys with program, inspector and types

| from the key, in ms | median | p95 | longest |
|---|---|---|---|
${row(
  "to the next frame",
  strokes.map(({ frameMs }) => frameMs),
)}
${row(
  "to the end of the page's work for it",
  strokes.map(({ workMs }) => workMs),
)}
`);
} finally {
  await browser.close();
  await site.close();
}
