import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser } from "../e2e/browser.ts";
import { violationsInBothSchemes } from "../e2e/violations.ts";

const origin = inject("siteOrigin");
const pages = [
  "/",
  "/course/",
  "/course/sections/",
  "/exercises/",
  "/lessons/the-first-cookie/",
  "/lessons/the-first-session/",
  "/library/",
  "/library/reference/",
  "/library/from-express-session/",
  "/engines/",
  "/assign/",
  "/assignment/",
  "/feedback/",
  "/instructors/",
  "/404.html",
];
const lesson = "/lessons/the-first-cookie/";

/** Script that a lesson may need before the reader touches a playground, as it travels. */
const LESSON_SCRIPT_LIMIT_BYTES = 60_000;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser("chromium");
});
afterAll(() => browser.close());

async function withPage<T>(options: BrowserContextOptions, use: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext(options);
  try {
    return await use(await context.newPage());
  } finally {
    await context.close();
  }
}

describe.each([...pages, "/progress/"])("the page %s", (path) => {
  // Opened once for all that is asked of it.
  let page: Page;
  let status: number | undefined;
  const said: string[] = [];

  beforeAll(async () => {
    const context = await browser.newContext();
    page = await context.newPage();
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith(origin)) said.push(request.url());
    });
    const response = await page.goto(origin + path, { waitUntil: "networkidle" });
    status = response?.status();
  });
  afterAll(() => page.context().close());

  it("says nothing on the console, asks nobody else and is isolated", async () => {
    expect(status).toBe(200);
    expect(said).toEqual([]);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  });

  it("has its live regions from the begin, where a screen reader hears them", async () => {
    const deaf = await page.evaluate(() =>
      [...document.querySelectorAll("[role=status], [role=alert], [aria-live]")]
        // What is folded away speaks when it is unfolded.
        .filter((region) => region.closest("details:not([open])") === null)
        .filter((region) => region.parentElement?.checkVisibility() === true && !region.checkVisibility())
        .map(({ outerHTML }) => outerHTML),
    );
    expect(deaf).toEqual([]);
  });

  it("has no accessibility violation, light and dark", async () => {
    expect(await violationsInBothSchemes(page)).toEqual([]);
  });

  it("fits 320, 768 and 1920 pixels", async () => {
    for (const width of [320, 768, 1920]) {
      await page.setViewportSize({ width, height: 800 });
      // As it comes on a phone, and as it is when the window becomes wider.
      if (width === 320) await page.reload();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, `${path} at ${width}`).toBeLessThanOrEqual(0);
    }
  });
});

describe("a lesson", () => {
  it("can be read with no script: prose, programs, what is seen, answers", async () => {
    await withPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(origin + lesson);
      await page.getByRole("heading", { level: 1, name: "The first cookie" }).waitFor();
      expect(await page.locator("pre[data-file]").first().textContent()).toContain('res.cookie("theme"');
      expect(await page.locator("pre[data-language=wire]").first().textContent()).toContain(
        "Set-Cookie: theme=dark",
      );
      await page.getByText("Answer", { exact: true }).click();
      await page.getByText("The jar lets go of a cookie").waitFor();
    });
  });

  it(`loads at most ${LESSON_SCRIPT_LIMIT_BYTES} bytes of script before the reader touches a playground`, async () => {
    await withPage({}, async (page) => {
      await page.goto(origin + lesson, { waitUntil: "networkidle" });
      const scripts = await page.evaluate(() =>
        performance
          .getEntriesByType("resource")
          .filter(
            (entry) =>
              entry instanceof PerformanceResourceTiming && new URL(entry.name).pathname.endsWith(".js"),
          )
          .map(({ name }) => name),
      );
      let bytes = 0;
      for (const script of scripts) bytes += (await (await page.request.get(script)).body()).byteLength;
      expect(scripts.length).toBeGreaterThan(0);
      expect(bytes).toBeLessThanOrEqual(LESSON_SCRIPT_LIMIT_BYTES);
    });
  });

  it("answers a prediction, and says whether it was right", async () => {
    await withPage({}, async (page) => {
      await page.goto(origin + lesson);
      const question = page.getByRole("group", { name: /The cookie was set for an hour/ });
      const explanation = page.getByText("The jar lets go of a cookie");
      expect(await explanation.isVisible()).toBe(false);
      await question.getByRole("radio", { name: "theme=dark", exact: true }).check();
      await page.getByRole("status").getByText("Not this time").waitFor();
      expect(await explanation.isVisible()).toBe(true);
      await question.getByRole("radio", { name: "no cookie" }).check();
      await page.getByRole("status").getByText("As you said").waitFor();
    });
  });

  it("says where the browser keeps nothing: beside a prediction, and before the reader goes on", async () => {
    await withPage({}, async (page) => {
      await page.goto(origin + lesson);
      const nothingIsKept = page.getByText("This browser keeps no note that you read this lesson.");
      expect(await nothingIsKept.isVisible()).toBe(false);
      await page.addInitScript(() => {
        Storage.prototype.setItem = () => {
          throw new DOMException("The quota has been exceeded", "QuotaExceededError");
        };
      });
      await page.reload();
      await nothingIsKept.waitFor();
      const question = page.getByRole("group", { name: /The cookie was set for an hour/ });
      await question.getByRole("radio", { name: "no cookie" }).check();
      await page
        .getByRole("status")
        .getByText("This browser keeps no note of it. As you said.", { exact: true })
        .waitFor();
    });
  });

  it("is done when the reader goes on, and the course shows it", async () => {
    await withPage({}, async (page) => {
      await page.goto(origin + lesson);
      await page.getByRole("link", { name: /Next/ }).click();
      await page.waitForURL("**/lessons/the-first-session/");
      await page.getByRole("link", { name: "Course", exact: true }).click();
      const done = page.getByRole("listitem").filter({ hasText: "The first cookie" }).getByText("Done");
      await done.waitFor();
      await page.getByText("1 of 4 read", { exact: true }).waitFor();
      expect(
        await page
          .getByText(/of \d+ read$/)
          .filter({ visible: true })
          .count(),
      ).toBe(1);
      const other = page
        .getByRole("listitem")
        .filter({ hasText: "Messages that show once" })
        .getByText("Done");
      expect(await other.isVisible()).toBe(false);
    });
  });

  it("shows in the contents where one reads, after a jump too", async () => {
    await withPage({ viewport: { width: 1280, height: 800 } }, async (page) => {
      await page.goto(origin + lesson);
      const current = page.getByRole("navigation", { name: "On this page" }).locator("[aria-current]");
      for (const heading of ["Delete it", "Whose word is it?", "Set it, and see it come back"]) {
        await page
          .getByRole("heading", { name: heading, exact: true })
          .evaluate((element) => element.scrollIntoView());
        await current.filter({ hasText: heading }).waitFor();
      }
    });
  });

  it("does not shift when its fonts arrive late", async () => {
    await withPage({ viewport: { width: 1280, height: 900 } }, async (page) => {
      const held = Promise.withResolvers<void>();
      await page.route("**/*.woff2", async (route) => {
        await held.promise;
        await route.continue();
      });
      await page.goto(origin + lesson, { waitUntil: "domcontentloaded" });
      await page.evaluate(() => {
        Object.assign(window, { shift: 0 });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            if ("value" in entry)
              Object.assign(window, { shift: Number(Reflect.get(window, "shift")) + Number(entry.value) });
          }
        }).observe({ type: "layout-shift", buffered: true });
      });
      held.resolve();
      await page.evaluate(() => document.fonts.ready);
      await page.waitForLoadState("networkidle");
      expect(await page.evaluate(() => Number(Reflect.get(window, "shift")))).toBeLessThan(0.05);
    });
  });
});

describe("the frame of all pages", () => {
  it("can be skipped by keyboard", async () => {
    await withPage({}, async (page) => {
      await page.goto(`${origin}/`);
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the content");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Start with lesson 1");
    });
  });

  it("keeps the theme that was chosen, and follows the system again when it agrees", async () => {
    await withPage({ colorScheme: "light" }, async (page) => {
      const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      await page.goto(`${origin}/`);
      const light = await ground();
      await page.getByRole("button", { name: "Dark" }).click();
      const dark = await ground();
      expect(dark).not.toBe(light);
      await page.goto(`${origin}/course/`);
      expect(await ground()).toBe(dark);
      expect(await page.getByRole("button", { name: "Dark", pressed: true }).isVisible()).toBe(true);
      await page.getByRole("button", { name: "Dark" }).click();
      expect(await ground()).toBe(light);
      expect(await page.evaluate(() => document.documentElement.dataset["theme"])).toBeUndefined();
    });
  });
});
