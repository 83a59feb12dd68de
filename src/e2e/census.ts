import type { BrowserContext, CDPSession, Page } from "playwright-core";

/** What is alive in a browser, counted after its garbage was collected. */
export interface Census {
  /** Targets of the whole browser, as the DevTools protocol lists them: workers, whichever frame made them. */
  readonly workers: number;
  /** The page's frames with all below, the page itself included. */
  readonly frames: number;
  /** Live `MessagePort` objects of the page's own world. */
  readonly ports: number;
  /** Timers of the page's own world that are still to fire: `setTimeout` and `setInterval`, see {@link Counter}. */
  readonly timers: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly heapBytes: number;
}

/** Counts what a page of Chromium keeps alive. Make it before the page loads: it wraps the page's timers. */
export class Counter {
  readonly #page: Page;
  readonly #session: CDPSession;
  readonly #browser: CDPSession;

  private constructor(page: Page, session: CDPSession, browser: CDPSession) {
    this.#page = page;
    this.#session = session;
    this.#browser = browser;
  }

  static async watch(context: BrowserContext, page: Page): Promise<Counter> {
    const browser = context.browser();
    if (browser === null) throw new Error("The context has no browser to ask.");
    await page.addInitScript(countTimers);
    const session = await context.newCDPSession(page);
    await session.send("Performance.enable");
    await session.send("HeapProfiler.enable");
    return new Counter(page, session, await browser.newBrowserCDPSession());
  }

  async count(): Promise<Census> {
    // Twice: the first collection lets go of ports and frames, which then let go of more.
    await this.#session.send("HeapProfiler.collectGarbage");
    await this.#session.send("HeapProfiler.collectGarbage");
    const { metrics } = await this.#session.send("Performance.getMetrics");
    const metric = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
    const { targetInfos } = await this.#browser.send("Target.getTargets", { filter: [{}] });
    return {
      workers: targetInfos.filter(({ type }) => type === "worker").length,
      frames: this.#page.frames().length,
      ports: await this.#instances("MessagePort"),
      timers: await this.#page.evaluate(() => window.pendingTimers.size),
      nodes: metric("Nodes"),
      listeners: metric("JSEventListeners"),
      heapBytes: metric("JSHeapUsedSize"),
    };
  }

  async #instances(kind: string): Promise<number> {
    const { result } = await this.#session.send("Runtime.evaluate", {
      expression: `${kind}.prototype`,
    });
    const { objects } = await this.#session.send("Runtime.queryObjects", {
      prototypeObjectId: result.objectId ?? "",
    });
    const counted = await this.#session.send("Runtime.callFunctionOn", {
      objectId: objects.objectId ?? "",
      functionDeclaration: "function () { return this.length; }",
    });
    for (const { objectId } of [result, objects])
      if (objectId !== undefined) await this.#session.send("Runtime.releaseObject", { objectId });
    return Number(counted.result.value);
  }
}

declare global {
  interface Window {
    readonly pendingTimers: ReadonlySet<unknown>;
  }
}

/** In the page, before any script of it: remembers timers until they fire or are cleared. */
function countTimers(): void {
  const pending = new Set<unknown>();
  Object.assign(window, { pendingTimers: pending });
  const counted = (set: typeof setTimeout, once: boolean) =>
    new Proxy(set, {
      apply(target, self, [handler, ...rest]: [(...args: unknown[]) => unknown, ...unknown[]]) {
        const id: unknown = Reflect.apply(target, self, [
          (...args: unknown[]) => {
            if (once) pending.delete(id);
            Reflect.apply(handler, window, args);
          },
          ...rest,
        ]);
        pending.add(id);
        return id;
      },
    });
  const uncounted = (clear: typeof clearTimeout) =>
    new Proxy(clear, {
      apply(target, self, [id]: [unknown]) {
        pending.delete(id);
        return Reflect.apply(target, self, [id]);
      },
    });
  window.setTimeout = counted(window.setTimeout, true);
  window.setInterval = counted(window.setInterval as typeof setTimeout, false) as typeof setInterval;
  window.clearTimeout = uncounted(window.clearTimeout);
  window.clearInterval = uncounted(window.clearInterval);
}
