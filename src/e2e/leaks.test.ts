import process from "node:process";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { type Census, Counter } from "./census.ts";
import { addPlaygroundPage } from "./playground-site.ts";
import { WorkbenchPage } from "./workbench-page.ts";

const origin = inject("siteOrigin");
/** Before the first count: caches fill, code is compiled, the lists that keep the last few are full. */
const WARM_UP = 10;
/** Fewer in `npm test`, which runs at every change; `npm run test:full` runs them all. */
const isFull = process.env["KEEPSAKE_FULL"] === "1";
const RUNS = isFull ? 200 : 40;
const LESSON_CHANGES = isFull ? 50 : 12;
/** What code compiled late and tables grown once may add; 200 runs that kept 10 kB each would be over it. */
const FLAT_BYTES = 2_000_000;

const lessons = ["what-http-forgets", "the-first-cookie", "the-first-session", "flash-messages"];

const server = `
import { createServer } from "node:http";
createServer((req, res) => res.end("hello")).listen(7148, () => console.log("open"));
`;

let browser: Browser;
let context: BrowserContext;

/**
 * Nothing more of anything that must be given back, and the heap flat. Nodes and listeners may differ by what the page
 * happens to show at the two counts (a note, one file link more), so these are held to less than one for every second
 * time: whatever keeps but one node each time is over it.
 */
function expectNothingLeft(before: Census, after: Census, times: number): void {
  const { heapBytes: heapBefore, nodes: nodesBefore, listeners: listenersBefore, ...countsBefore } = before;
  const { heapBytes: heapAfter, nodes: nodesAfter, listeners: listenersAfter, ...countsAfter } = after;
  for (const [what, count] of Object.entries(countsAfter)) {
    expect(count, what).toBeLessThanOrEqual(countsBefore[what as keyof typeof countsBefore]);
  }
  expect(nodesAfter - nodesBefore, "nodes").toBeLessThan(times / 2);
  expect(listenersAfter - listenersBefore, "listeners").toBeLessThan(times / 2);
  expect(heapAfter - heapBefore, "bytes of heap").toBeLessThan(FLAT_BYTES);
}

describe.skipIf(browserExecutable("chromium") === undefined)("nothing is left behind, in chromium", () => {
  beforeAll(async () => {
    // All workers of the browser are counted.
    browser = await launchBrowser("chromium", { ownProcess: true });
  });
  afterAll(() => browser.close());
  afterEach(() => context.close());

  test(`by ${RUNS} times Run and Stop`, { timeout: 600_000 }, async () => {
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.route("**/files.json", async (route) => {
      const response = await route.fetch();
      const data = await response.json();
      const exercise = { ...data.exercise, open: ["server.ts"], startPath: "/" };
      await route.fulfill({ response, json: { ...data, exercise, starter: { "server.ts": server } } });
    });
    const page = await context.newPage();
    const counter = await Counter.watch(context, page);
    await page.goto(`${origin}/exercises/shopping-cart/`);
    const workbench = new WorkbenchPage(page);
    await workbench.ready();
    const runAndStop = async (times: number) => {
      for (let run = 0; run < times; run += 1) {
        await workbench.run();
        await workbench.preview.locator("body", { hasText: "hello" }).waitFor();
        await workbench.button("Stop").click();
        await workbench.status.filter({ hasText: "Not running" }).waitFor();
      }
      await tidy(workbench);
    };
    await runAndStop(WARM_UP);
    const before = await counter.count();
    await runAndStop(RUNS);
    await whatLeaksStays(async () => expectNothingLeft(before, await counter.count(), RUNS));
  });

  test(`by ${LESSON_CHANGES} playgrounds that are mounted, run and unmounted`, {
    timeout: 600_000,
  }, async () => {
    context = await browser.newContext();
    const address = await addPlaygroundPage(context, origin);
    const page = await context.newPage();
    const counter = await Counter.watch(context, page);
    await page.goto(address);
    await page.waitForFunction(() => window.mountPlayground !== undefined);
    await mountAndUnmount(page, WARM_UP);
    const before = await counter.count();
    await mountAndUnmount(page, LESSON_CHANGES);
    await whatLeaksStays(async () => {
      const after = await counter.count();
      expectNothingLeft(before, after, LESSON_CHANGES);
      expect([after.workers, after.frames]).toEqual([0, 1]);
    });
  });

  test(`by ${LESSON_CHANGES} changes from lesson to lesson, a program running in each`, {
    timeout: 600_000,
  }, async () => {
    context = await browser.newContext();
    const page = await context.newPage();
    const counter = await Counter.watch(context, page);
    const visit = async (count: number) => {
      for (let change = 0; change < count; change += 1) {
        await page.goto(`${origin}/lessons/${lessons[change % lessons.length]}/`);
        const experiment = page.locator("[data-experiment]").first();
        await experiment.getByRole("button", { name: "Run", exact: true }).click();
        await experiment.getByText("Listening on port 7148").waitFor();
      }
      await page.goto(`${origin}/course/`);
      await quiet(page);
    };
    await visit(lessons.length);
    const before = await counter.count();
    await visit(LESSON_CHANGES);
    await whatLeaksStays(async () => {
      const after = await counter.count();
      expectNothingLeft(before, after, LESSON_CHANGES);
      expect([after.workers, after.frames]).toEqual([0, 1]);
    });
  });
});

/** What was ended may be on its way out still; what leaks is there whenever one looks. */
async function whatLeaksStays(look: () => Promise<void>): Promise<void> {
  await vi.waitFor(look, { timeout: 60_000, interval: 500 });
}

/** Without what the workbench keeps for the learner, and with the spare worker made. */
async function tidy(workbench: WorkbenchPage): Promise<void> {
  for (const clear of await workbench.page.getByRole("button", { name: "Clear", exact: true }).all())
    await clear.click();
  await workbench.page.waitForFunction(() => window.pendingTimers.size <= 1);
}

/** What a page leaves for when it has time is done: files linked in the text, pages fetched ahead. */
async function quiet(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
}

/** Each with its program run, its page looked at in two browsers, and one left while it runs. */
async function mountAndUnmount(page: Page, times: number): Promise<void> {
  await page.evaluate(
    async ({ count, text }) => {
      for (let mounted = 0; mounted < count; mounted += 1) {
        const element = document.createElement("div");
        document.querySelector("main")?.append(element);
        const playground = window.mountPlayground(element, {
          id: "leak",
          files: { "server.ts": text },
          agents: ["Alice", "Bob"],
          clock: true,
        });
        const { promise: looked, resolve, reject } = Promise.withResolvers<void>();
        playground.onExchanges((entries) => {
          if (entries.length > 0) resolve();
        });
        const watch = new MutationObserver(() => {
          const [failure] = element.textContent.match(/The engine did not start:.*/) ?? [];
          if (failure !== undefined) reject(new Error(failure));
        });
        watch.observe(element, { childList: true, subtree: true, characterData: true });
        await playground.open({ run: true });
        await looked.finally(() => watch.disconnect());
        await playground.unmount();
        element.remove();
      }
    },
    { count: times, text: server },
  );
}
