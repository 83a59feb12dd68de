import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { type ServedSite, serveFolder } from "../cli/site-server/serve-folder.ts";
import { writeOfflineSite } from "../offline/astro-offline.ts";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { violations } from "./violations.ts";
import { WorkbenchPage } from "./workbench-page.ts";

const dist = fileURLToPath(new URL("../../dist/", import.meta.url));
/** The copy is of the whole site, on a machine that may be busy. */
const COPY_TIMEOUT_MS = 240_000;
const TEST_TIMEOUT_MS = 900_000;

let browser: Browser;
let context: BrowserContext;
let site: ServedSite;
let folder: string;

/** Another build of the same site, with one page changed, in place of the one that is served. */
async function publishNewBuild(): Promise<void> {
  const path = join(folder, "exercises/shopping-cart/index.html");
  const page = await readFile(path, "utf8");
  await writeFile(path, page.replace(/<title>[^<]*/, "<title>The new build"));
  await writeOfflineSite(pathToFileURL(`${folder}/`));
}

/**
 * Another build, in which all that an old page's workers and frames load is gone or means something else: the scripts and the
 * engine have other names, as those whose content changed, and the lists that keep their name say so.
 */
async function publishBuildWithoutOldFiles(): Promise<void> {
  const gone = /^(types-worker|grade-worker|host|worker|library)-/;
  for (const part of ["_astro", "engine", "types"]) {
    const names = await readdir(join(folder, part));
    const old = names.filter((name) => gone.test(name));
    expect(old.length, part).toBeGreaterThan(0);
    await Promise.all(old.map((name) => rm(join(folder, part, name))));
  }
  await writeFile(join(folder, "types/manifest.json"), JSON.stringify({ library: "library-new.pack" }));
  await writeFile(join(folder, "types/library-new.pack"), "for the new worker alone");
  await writeFile(join(folder, "engine/manifest.json"), "{}");
  await publishNewBuild();
}

async function visitOnce(path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(site.origin + path);
  await page.locator("[data-offline-state=ready]").waitFor({ timeout: COPY_TIMEOUT_MS });
  return page;
}

async function cutTheNetwork(): Promise<void> {
  await site.close();
  await context.setOffline(true);
}

const buildOf = (page: Page) =>
  page.evaluate(async () => (await (await fetch("/version.json")).json()) as { readonly build: string });

for (const name of ["chromium", "firefox"] as const) {
  describe.skipIf(browserExecutable(name) === undefined)(`the site's own copy, in ${name}`, () => {
    beforeAll(async () => {
      expect(inject("siteOrigin")).toMatch(/^http/);
      browser = await launchBrowser(name, { serviceWorkers: true });
    });
    afterAll(() => browser.close());
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), "keepsake-offline-"));
      await cp(dist, folder, { recursive: true });
      site = await serveFolder(folder);
      context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    });
    afterEach(async () => {
      await context.close();
      await site.close().catch(() => undefined);
      await rm(folder, { recursive: true });
    });

    test("after one visit of the first page, all of it works with the network cut and the server gone", {
      timeout: TEST_TIMEOUT_MS,
    }, async () => {
      const page = await visitOnce("/");
      await cutTheNetwork();
      await page.getByRole("link", { name: "Start with lesson 1" }).click();
      const playground = page.locator(".playground").first();
      await playground.getByRole("button", { name: "Run" }).click();
      await playground.getByText("Listening on port 7148").first().waitFor();
      const workbench = await WorkbenchPage.open(context, site.origin);
      await workbench.writeSolution();
      await workbench.run();
      await workbench.preview.getByRole("button", { name: "Add to cart" }).click();
      await workbench.preview.locator(".alert").waitFor();
      expect(await workbench.page.evaluate(() => crossOriginIsolated)).toBe(true);
      // What learners' code runs in is opaque by the worker's answer, and stays so wherever it leads itself.
      const frames = workbench.page.locator("iframe");
      for (const frame of await frames.all()) {
        expect(await frame.getAttribute("sandbox")).not.toContain("allow-same-origin");
        const content = await (await frame.elementHandle())?.contentFrame();
        expect(await content?.evaluate(() => self.origin)).toBe("null");
      }
      await workbench.pass();
    });

    test("a new version waits until it is asked for, and keeps what was typed", {
      timeout: TEST_TIMEOUT_MS,
    }, async () => {
      const other = await visitOnce("/course/");
      const before = await buildOf(other);
      const workbench = await WorkbenchPage.open(context, site.origin);
      const { page } = workbench;
      await publishNewBuild();
      await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
      const toast = page.getByRole("status").filter({ hasText: "There is a new version" });
      await toast.waitFor({ timeout: COPY_TIMEOUT_MS });
      expect(await page.title()).not.toBe("The new build");
      expect(await violations(page, { only: "[data-new-version]" })).toEqual([]);
      await workbench.replaceFile("server.ts", "// typed while the new version waited\n");
      await toast.getByRole("button", { name: "Reload" }).click();
      await page.waitForFunction(() => document.title === "The new build");
      await workbench.ready();
      await workbench.openFile("server.ts");
      await workbench.editor.filter({ hasText: "typed while the new version waited" }).waitFor();
      const after = await buildOf(page);
      expect(after.build).not.toBe(before.build);
      // The other tab is told, is not reloaded, and keeps the files of its own version.
      await other.getByRole("status").filter({ hasText: "There is a new version" }).waitFor();
      expect(await buildOf(other)).toEqual(before);
    });

    test("a page of the old version goes on with all that it needs while another has the new one, and what it keeps is there in the new one", {
      timeout: TEST_TIMEOUT_MS,
    }, async () => {
      const other = await visitOnce("/course/");
      const before = await buildOf(other);
      const old = await WorkbenchPage.open(context, site.origin, "/exercises/shopping-cart/?pane=text");
      await publishBuildWithoutOldFiles();
      await other.evaluate(async () => (await navigator.serviceWorker.ready).update());
      const news = { hasText: "There is a new version" };
      await other
        .getByRole("status")
        .filter(news)
        .getByRole("button", { name: "Reload" })
        .click({ timeout: COPY_TIMEOUT_MS });
      // A machine that is busy may load it once more before the new worker has taken over.
      const opened = async () => {
        await other.goto(`${site.origin}/course/`);
        return buildOf(other);
      };
      await expect.poll(() => opened().catch(() => before)).not.toEqual(before);
      const toast = old.page.getByRole("status").filter(news);
      await toast.waitFor();
      await cutTheNetwork();

      // None of it was loaded before: the worker with the types, the engine's frame, the grader's worker, the terminal.
      expect(await buildOf(old.page)).toEqual(before);
      await old.replaceFile("src/kept.ts", "export const kept: number = 'in the old version';\n");
      await old.page.locator(".cm-lintRange-error").first().waitFor();
      await old.run();
      expect(await old.check()).toMatch(/tests fail/);
      await old.page.getByRole("tab", { name: "Terminal" }).click();
      await old.page.locator(".xterm-rows", { hasText: "$" }).waitFor();
      await old.saved();

      await other.goto(`${site.origin}/exercises/shopping-cart/`);
      expect(await other.title()).toBe("The new build");
      const fresh = new WorkbenchPage(other);
      await fresh.ready();
      await fresh.openFile("src/kept.ts");
      await fresh.editor.filter({ hasText: "in the old version" }).waitFor();
      await other.close();

      await old.replaceFile("src/kept.ts", "// typed last\n");
      await toast.getByRole("button", { name: "Reload" }).click();
      await old.page.waitForFunction(() => document.title === "The new build");
      await old.ready();
      await old.openFile("src/kept.ts");
      await old.editor.filter({ hasText: "typed last" }).waitFor();
    });
  });
}

describe.skipIf(browserExecutable("chromium") === undefined)("Chromium", () => {
  test("finds the site fit to be installed", async () => {
    const chromium = await launchBrowser("chromium", { serviceWorkers: true });
    try {
      const page = await chromium.newPage();
      await page.goto(`${inject("siteOrigin")}/`);
      const session = await page.context().newCDPSession(page);
      const { errors, url } = await session.send("Page.getAppManifest");
      expect([errors, new URL(url).pathname]).toEqual([[], "/manifest.webmanifest"]);
      const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
      // A window without an address bar is a private one, where nothing is installed.
      expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
    } finally {
      await chromium.close();
    }
  });
});
