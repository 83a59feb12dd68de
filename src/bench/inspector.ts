/**
 * What the inspector costs: requests per second through a browser with and without it on the screen, and a timeline of
 * ten thousand exchanges: how fast it takes them, how it scrolls, what it keeps.
 *
 *     node src/bench/inspector.ts [rounds, default 5]
 */
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { launchBrowser } from "../e2e/browser.ts";
import { openTestSite } from "../engine/inpage/test-site.ts";
import type { InspectorBench } from "./inspector-page.tsx";

declare const inspectorBench: InspectorBench;

const COUNT = 2000;
const rounds = Number(process.argv[2] ?? 5);

async function perSecond(page: Page, inspector: boolean): Promise<number> {
  return page.evaluate(
    async ({ count, shown }) => {
      await inspectorBench.open(shown);
      await inspectorBench.send(count);
      const rate = await inspectorBench.send(count);
      await inspectorBench.close();
      return rate;
    },
    { count: COUNT, shown: inspector },
  );
}

/** The page's own heap after everything that is not needed has gone, in MB. */
async function heapMegabytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize / (1024 * 1024);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const round = (value: number): string => Math.round(value).toLocaleString("en");

const site = await openTestSite(fileURLToPath(new URL("inspector-page.tsx", import.meta.url)));
const browser = await launchBrowser("chromium");
try {
  const bare: number[] = [];
  const inspected: number[] = [];
  for (let at = 0; at < rounds; at += 1) {
    const page = await browser.newPage();
    await page.goto(site.url);
    bare.push(await perSecond(page, false));
    inspected.push(await perSecond(page, true));
    await page.close();
  }
  const page = await browser.newPage();
  await page.goto(site.url);
  await page.evaluate(() => inspectorBench.open(true));
  const before = await heapMegabytes(page);
  const limit = await page.evaluate(() => inspectorBench.limit);
  await page.evaluate((count) => inspectorBench.send(count), limit);
  const kept = (await heapMegabytes(page)) - before;
  const adding = await page.evaluate((count) => inspectorBench.add(count), 2 * limit);
  const { listed, inDocument, frameMs } = await page.evaluate(() => inspectorBench.scroll());
  if (listed !== limit) throw new Error(`The list has ${listed} exchanges, not ${limit}.`);
  console.log(`## The inspector, in chromium ${browser.version()}, ${rounds} rounds of ${COUNT} requests eight at once

| | per second | ratio |
|---|---|---|
| browser with jar and timeline, no inspector on the screen | ${round(median(bare))} | 1 |
| the same with the inspector on the screen | ${round(median(inspected))} | ${(median(inspected) / median(bare)).toFixed(2)} |
| exchanges that timeline and inspector alone take | ${round(adding)} | |

A timeline of ${round(limit)} exchanges (${round(limit)} requests of this server, each with its session record before and after): ${inDocument} rows are in the document; scrolling from end to end takes ${median(frameMs).toFixed(1)} ms a frame (median; longest ${Math.max(...frameMs).toFixed(1)} ms); it keeps ${kept.toFixed(1)} MB.
`);
} finally {
  await browser.close();
  await site.close();
}
