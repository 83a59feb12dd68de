import type { Browser } from "playwright-core";
import type { Environment } from "vitest/runtime";
import type { BrowserName } from "./browser.ts";

declare global {
  /** What runs in this process already, where it runs tests. */
  var keptBrowsers: Map<BrowserName, Promise<Browser>> | undefined;
}

/**
 * Vitest's environment of the browsers' tests. A browser takes seconds to start: what one part of a file has started is
 * kept for the next, and ends with the file.
 */
export default {
  name: "kept-browsers",
  viteEnvironment: "ssr",
  setup() {
    const kept: typeof globalThis.keptBrowsers = new Map();
    globalThis.keptBrowsers = kept;
    return {
      async teardown() {
        for (const started of await Promise.allSettled(kept.values()))
          if (started.status === "fulfilled") await started.value.close();
      },
    };
  },
} satisfies Environment;
