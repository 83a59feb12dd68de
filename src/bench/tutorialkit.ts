/**
 * The workbench beside the page of a TutorialKit starter site that is built from its npm packages: the same measures on both,
 * in turn. WebContainer needs a network, so neither has a program running but in the typing, where ours has all of it.
 *
 *     npm run build && node src/bench/tutorialkit.ts [rounds, default 5] [keys, default 300]
 *
 * KEEPSAKE_TUTORIALKIT names a starter site that is built already; without it one is, in a temporary folder.
 */
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { serveFolder } from "../cli/site-server/serve-folder.ts";
import { launchBrowser } from "../e2e/browser.ts";
import { layoutShiftsOf } from "../e2e/layout-shifts.ts";
import { LighthouseRuns } from "./lighthouse/lighthouse-runs.ts";
import { measurePages, tableOf } from "./lighthouse/page-figures.ts";
import { buildStarterSite, STARTER_LESSON, TUTORIALKIT_VERSION } from "./tutorialkit/starter-site.ts";
import { openEverything } from "./typing/open-everything.ts";
import { percentile, type Stroke, typeAndMeasure } from "./typing/strokes.ts";

const rounds = Number(process.argv[2] ?? 5);
const keys = Number(process.argv[3] ?? 300);
const WIDTHS = [360, 1280] as const;

interface Side {
  readonly name: string;
  readonly url: string;
  /** Settles when all of the page is there. */
  readonly settled: (page: Page) => Promise<unknown>;
  /** Opens it with the focus in the editor. */
  readonly openEditor: (browser: Browser) => Promise<Page>;
}

async function shiftOf(browser: Browser, side: Side, width: number): Promise<number> {
  const context = await browser.newContext({ viewport: { width, height: 800 } });
  const shifts = await layoutShiftsOf(await context.newPage(), side.url, side.settled);
  await context.close();
  return shifts.reduce((sum, { score }) => sum + score, 0);
}

async function editorOf(browser: Browser, side: Side): Promise<readonly Stroke[]> {
  const page = await side.openEditor(browser);
  const strokes = await typeAndMeasure(page, keys);
  await page.context().close();
  return strokes;
}

const wide = { viewport: { width: 1440, height: 900 } };
const starter =
  process.env["KEEPSAKE_TUTORIALKIT"] === undefined
    ? await buildStarterSite()
    : { dist: process.env["KEEPSAKE_TUTORIALKIT"], remove: async () => undefined };
const ours = await serveFolder(fileURLToPath(new URL("../../dist", import.meta.url)));
const theirs = await serveFolder(starter.dist);
const sides: readonly Side[] = [
  {
    name: "Keepsake, workbench",
    url: `${ours.origin}/exercises/shopping-cart/`,
    settled: (page) => page.locator("#workbench[data-ready]").waitFor(),
    openEditor: async (browser) => openEverything(await browser.newContext(wide), ours.origin),
  },
  {
    name: "TutorialKit, lesson",
    url: theirs.origin + STARTER_LESSON,
    settled: (page) => page.locator(".cm-content").first().waitFor({ state: "attached" }),
    openEditor: async (browser) => {
      const page = await (await browser.newContext(wide)).newPage();
      await page.goto(theirs.origin + STARTER_LESSON);
      await page.locator(".cm-content").first().click();
      await page.keyboard.press("ControlOrMeta+End");
      return page;
    },
  },
];
const lighthouse = await LighthouseRuns.start();
const browser = await launchBrowser("chromium");
try {
  const pages = sides.map(({ name, url }) => [name, url] as const);
  const figures = await measurePages(lighthouse, pages, rounds);
  const rows: string[] = [];
  for (const side of sides) {
    const shifts: string[] = [];
    for (const width of WIDTHS) shifts.push((await shiftOf(browser, side, width)).toFixed(3));
    const work = (await editorOf(browser, side)).map(({ workMs }) => workMs);
    const [median, slowest] = [percentile(work, 0.5).toFixed(1), percentile(work, 0.95).toFixed(1)];
    rows.push(`| ${[side.name, ...shifts, `${median} ms`, `${slowest} ms`].join(" | ")} |`);
  }
  console.log(`## Beside a TutorialKit site (${TUTORIALKIT_VERSION}, its starter, built from npm), Lighthouse ${lighthouse.version}, medians of ${rounds} runs

${tableOf(figures)}

| | layout shift while it comes, slowest network, ${WIDTHS[0]} px wide | ${WIDTHS[1]} px | work for a key typed, median | p95 |
|---|---|---|---|---|
${rows.join("\n")}

Both are served by the same server and driven by the same browser, in turn. While one types, our program runs with inspector and types
on; TutorialKit's cannot run here, since WebContainer needs a network. Its page asks Google for its fonts: where there is no network, that
alone costs it best practices.
`);
} finally {
  await browser.close();
  await lighthouse.stop();
  await Promise.all([ours.close(), theirs.close()]);
  await starter.remove();
}
