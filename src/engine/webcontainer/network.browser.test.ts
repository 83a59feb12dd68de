import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { UNREACHABLE } from "../../cli/skip-reporter.ts";
import { launchBrowser } from "../../e2e/browser.ts";
import { containerFiles } from "./container-files.ts";

const TYPES: Readonly<Record<string, string>> = { "/page.js": "text/javascript", "/": "text/html" };

async function openSite(): Promise<Server> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("network-page.ts", import.meta.url))],
    bundle: true,
    format: "esm",
    tsconfigRaw: {},
    write: false,
  });
  const contents = new Map([
    ["/", '<!doctype html><script type="module" src="/page.js"></script>'],
    ["/page.js", outputFiles[0]?.text ?? ""],
    ["/files.json", JSON.stringify(await containerFiles())],
  ]);
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    response.setHeader("Content-Type", TYPES[path] ?? "application/json");
    response.end(contents.get(path) ?? "");
  });
  return new Promise((resolve) => server.listen(0, "localhost", () => resolve(server)));
}

/** What `bootWebContainer` comes to in a page. `elsewhere`: what happens to requests to other hosts. */
async function outcomeInPage(timeoutMs: number, elsewhere: "goes" | "fails" | "hangs"): Promise<unknown> {
  const server = await openSite();
  const browser = await launchBrowser("chromium");
  try {
    const page = await browser.newPage();
    const asked = Promise.withResolvers<void>();
    if (elsewhere !== "goes") {
      await page.clock.install();
      await page.route(
        (url) => url.hostname !== "localhost",
        (route) => {
          asked.resolve();
          return elsewhere === "fails" ? route.abort() : undefined;
        },
      );
    }
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction(() => "bootOnce" in globalThis);
    const outcome = page.evaluate(`bootOnce(${timeoutMs})`);
    if (elsewhere !== "goes") {
      // It is waited for from then on.
      await Promise.race([asked.promise, outcome]);
      await page.clock.fastForward(timeoutMs);
    }
    return await outcome;
  } finally {
    await browser.close();
    await new Promise((resolve) => server.close(resolve));
  }
}

it.each(["fails", "hangs"] as const)(
  "says so in time where the network %s, though the real package's boot never settles",
  async (elsewhere) => {
    // Long enough for what comes before: 3 MB from this machine, when it is busy.
    expect(await outcomeInPage(9_500, elsewhere)).toMatch(
      /^WebContainer did not start within \d\.\d seconds; the network may be down, or its servers or their storage blocked in this browser\. Load the page again to try once more\.$/,
    );
  },
);

it("boots a real WebContainer and passes the probe", { timeout: 120_000 }, async (context) => {
  if (process.env["KEEPSAKE_WEBCONTAINER"] !== "1") {
    context.skip(
      `${UNREACHABLE}it needs StackBlitz's servers; set KEEPSAKE_WEBCONTAINER=1 where they can be reached.`,
    );
  }
  expect(await outcomeInPage(60_000, "goes")).toBe("ready");
});
