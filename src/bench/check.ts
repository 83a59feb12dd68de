/**
 * A Check of the finished shopping cart, all its tests: in the page, and beside it the same test file under Vitest on
 * real Node (`npm run grade`), process start included.
 *
 *     npm run build && node src/bench/check.ts [rounds, default 5]
 */
import { execFile } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { serveFolder } from "../cli/site-server/serve-folder.ts";
import { launchBrowser } from "../e2e/browser.ts";
import { WorkbenchPage } from "../e2e/workbench-page.ts";

const rounds = Number(process.argv[2] ?? 5);
const root = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);

/** From the click to the verdict on the screen. */
async function inPage(workbench: WorkbenchPage): Promise<number> {
  const started = performance.now();
  await workbench.button("Check").click();
  await workbench.page.waitForFunction(
    () =>
      document.querySelector("button[aria-busy=true]") === null &&
      /Passed: all \d+ tests/.test(document.body.textContent),
  );
  return performance.now() - started;
}

async function native(): Promise<number> {
  const started = performance.now();
  await run(process.execPath, ["src/cli/grade.ts", "shopping-cart"], { cwd: root });
  return performance.now() - started;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const site = await serveFolder(fileURLToPath(new URL("../../dist", import.meta.url)));
const browser = await launchBrowser("chromium");
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const workbench = await WorkbenchPage.open(context, site.origin);
  await workbench.writeSolution();
  await inPage(workbench);
  const page: number[] = [];
  const node: number[] = [];
  for (let at = 0; at < rounds; at += 1) {
    page.push(await inPage(workbench));
    node.push(await native());
  }
  console.log(`## Check: all tests of the shopping cart, ${rounds} rounds

| | median | best | ratio |
|---|---|---|---|
| in the page (chromium ${browser.version()}) | ${seconds(median(page))} | ${seconds(Math.min(...page))} | ${(median(page) / median(node)).toFixed(2)} |
| Vitest on native Node ${process.version} | ${seconds(median(node))} | ${seconds(Math.min(...node))} | 1 |
`);
} finally {
  await browser.close();
  await site.close();
}
