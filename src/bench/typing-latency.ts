/**
 * What typing costs in the workbench with everything open: program running, inspector on the screen, types on. From each
 * key to the frame that shows it, and what the page itself works for it, which is to be below 16 ms in 95 of 100.
 *
 *     npm run build && node src/bench/typing-latency.ts [keys, default 300]
 */
import process from "node:process";
import { fileURLToPath } from "node:url";
import { serveFolder } from "../cli/site-server/serve-folder.ts";
import { launchBrowser } from "../e2e/browser.ts";
import { openEverything } from "./typing/open-everything.ts";
import { percentile, typeAndMeasure } from "./typing/strokes.ts";

const keys = Number(process.argv[2] ?? 300);

const site = await serveFolder(fileURLToPath(new URL("../../dist", import.meta.url)));
const browser = await launchBrowser("chromium");
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const strokes = await typeAndMeasure(await openEverything(context, site.origin), keys);
  const row = (what: string, values: readonly number[]) =>
    `| ${what} | ${percentile(values, 0.5).toFixed(1)} | ${percentile(values, 0.95).toFixed(1)} | ${Math.max(...values).toFixed(1)} |`;
  console.log(`## Typing in the workbench, in chromium ${browser.version()}, ${strokes.length} keys with program, inspector and types

| for each key, in ms | median | p95 | longest |
|---|---|---|---|
${row(
  "from the key to the next frame",
  strokes.map(({ frameMs }) => frameMs),
)}
${row(
  "the page's own work for it: handlers, layout, paint",
  strokes.map(({ workMs }) => workMs),
)}
`);
} finally {
  await browser.close();
  await site.close();
}
