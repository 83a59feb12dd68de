import type { Browser, BrowserContext, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { BOOT_TIMEOUT_MS } from "../engine/webcontainer/boot-webcontainer.ts";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { hasFocus, WorkbenchPage } from "./workbench-page.ts";

const origin = inject("siteOrigin");

let browser: Browser;
let context: BrowserContext;
let workbench: WorkbenchPage;
const failures: string[] = [];

async function openFresh(options: Parameters<Browser["newContext"]>[0] = {}, path?: string): Promise<void> {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  context.on("weberror", (error) => failures.push(String(error.error())));
  workbench = await WorkbenchPage.open(context, origin, path);
}

afterEach(async () => {
  await context.close();
  expect(failures.splice(0)).toEqual([]);
});

/** The text of an element, once it contains `part`. */
async function textWith(locator: Locator, part: string | RegExp): Promise<string> {
  return (await locator.filter({ hasText: part }).textContent()) ?? "";
}

async function fillCartAndLook(): Promise<void> {
  await workbench.writeSolution();
  await workbench.run();
  await workbench.preview.getByRole("button", { name: "Add to cart" }).click();
  await workbench.preview.getByRole("alert").or(workbench.preview.locator(".alert")).waitFor();
  await workbench.preview.locator("body", { hasText: "79.99" }).waitFor();

  const inspector = workbench.region("Inspector");
  const posted = inspector.getByRole("option", { name: /POST \/cart\/add/ });
  await posted.click();
  const detail = inspector.getByRole("group", { name: "The selected exchange" });
  expect(await textWith(detail, "Set-Cookie:")).toMatch(/Set-Cookie: tina4_session=[^;]+;.*HttpOnly/);
  const text = await textWith(detail, "Record after");
  expect(text).toContain("HTTP/1.1 303");
  expect(text).toContain("set cart = ");
  expect(text).toContain("Wireless Keyboard");

  await inspector.getByRole("tab", { name: /Cookie jar/ }).click();
  const row = inspector.getByRole("row", { name: /tina4_session/ });
  await row.waitFor();
  const [, place, timeLeft, attributes] = await row.getByRole("cell").allTextContents();
  expect(place).toBe("localhost/");
  expect(attributes).toBe("HttpOnly, not Secure, SameSite=Lax");
  expect(timeLeft).toMatch(/^(1 h|5\d min( \d+ s)?)$/);
  await inspector.getByRole("tab", { name: "Session record" }).click();
  await inspector
    .locator(".record", { hasText: "Alice's session record now" })
    .filter({ hasText: "cart" })
    .waitFor();
}

for (const name of ["chromium", "firefox"] as const) {
  describe.skipIf(browserExecutable(name) === undefined)(`in ${name}`, () => {
    beforeAll(async () => {
      browser = await launchBrowser(name);
    });
    afterAll(() => browser.close());
    beforeEach(() => openFresh());

    test("a learner runs the server, fills the cart, and sees cookie, jar and record", async () => {
      await fillCartAndLook();
    });

    test("a check says what fails, with request and message; mended, it passes and the focus is there", async () => {
      await workbench.button("Check").click();
      const results = workbench.region("Results");
      await results.getByRole("heading", { name: /\d+ of \d+ tests pass/ }).waitFor();
      const failing = results
        .locator("[data-state=fail]")
        .filter({ hasText: /Received\s*501/ })
        .first();
      const failure = await textWith(failing, "Received");
      expect(failure).toMatch(/Expected\s*201\s*Received\s*501/);
      expect(failure).toContain("POST /cart/add HTTP/1.1");

      await workbench.writeSolution();
      await workbench.pass();
      await hasFocus(results.getByRole("heading", { name: /Passed: all \d+ tests/ })).waitFor();
      await results.getByRole("link", { name: "Continue" }).waitFor();
      await workbench.page.reload();
      await workbench.ready();
      await workbench.page.getByText(/^Passed \d/).waitFor();
    });

    test("what was typed survives a reload; Reset brings the starter, Drafts what was there", async () => {
      await workbench.replaceFile("src/routes/cart.ts", "// mine\n");
      await workbench.saved();
      await workbench.page.reload();
      await workbench.ready();
      await workbench.editor.filter({ hasText: "// mine" }).waitFor();

      await workbench.button("Reset").click();
      await workbench.editor.filter({ hasText: "import { Router }" }).waitFor();
      await workbench.page.getByText("Drafts (1)").click();
      await workbench.page.getByRole("button", { name: /Restore the draft of .* before a reset/ }).click();
      await workbench.editor.filter({ hasText: "// mine" }).waitFor();
    });
  });
}

describe("in chromium, in detail", () => {
  beforeAll(async () => {
    browser = await launchBrowser("chromium");
  });
  afterAll(() => browser.close());

  test("the whole path goes by keyboard", async () => {
    await openFresh();
    const { page } = workbench;
    await page.keyboard.press("ControlOrMeta+s");
    await workbench.status.filter({ hasText: "Listening on port 7148" }).waitFor();
    await workbench.editor.focus();
    await page.keyboard.press("ControlOrMeta+Home");
    await page.keyboard.type("// typed");
    await page.keyboard.press("Tab");
    expect(await workbench.editor.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    expect(await workbench.editor.evaluate((element) => element.contains(document.activeElement))).toBe(
      false,
    );

    await workbench
      .region("Editor")
      .getByRole("tab", { name: /cart\.ts/ })
      .focus();
    await page.keyboard.press("ArrowRight");
    const second = workbench.region("Editor").getByRole("tab", { name: /cart\.html/ });
    expect(await second.getAttribute("aria-selected")).toBe("true");
    expect(await second.evaluate((tab) => tab === document.activeElement)).toBe(true);

    const separator = page.getByRole("separator", { name: "Width of the exercise" });
    await separator.focus();
    await page.keyboard.press("ArrowRight");
    expect(await separator.getAttribute("aria-valuenow")).toBe("30");
    await page.reload();
    await workbench.ready();
    expect(await separator.getAttribute("aria-valuenow")).toBe("30");

    await page.keyboard.press("ControlOrMeta+Enter");
    await workbench
      .region("Results")
      .getByRole("heading", { name: /of \d+ tests pass/ })
      .waitFor();
  });

  test("one who comes to the editor by Tab leaves it by Tab", async () => {
    await openFresh();
    await workbench.region("Editor").getByText("Files", { exact: true }).focus();
    await workbench.page.keyboard.press("Tab");
    expect(await workbench.editor.evaluate((element) => element === document.activeElement)).toBe(true);
    await workbench.page.keyboard.press("Tab");
    expect(await workbench.editor.evaluate((element) => element === document.activeElement)).toBe(false);
    expect(await workbench.editor.textContent()).toMatch(/^import/);
  });

  test("a syntax error is said, marked on its line, and its position opens the editor", async () => {
    await openFresh();
    await workbench.replaceFile(
      "src/routes/cart.ts",
      'import { Router } from "keepsake";\n\nRouter.get("/cart", (;\n',
    );
    await workbench.openFile("src/products.ts");
    await workbench.button("Run").click();
    expect(await textWith(workbench.status, "crashed")).toMatch(
      /SyntaxError.*\(src\/routes\/cart\.ts, line 3\)/s,
    );
    await workbench
      .region("Console")
      .getByRole("button", { name: /src\/routes\/cart\.ts:3/ })
      .first()
      .click();
    await workbench.region("Editor").getByRole("textbox", { name: "src/routes/cart.ts" }).waitFor();
    await workbench.region("Editor").locator(".cm-lintRange-error").waitFor();
  });

  test("an endless loop leaves the page usable; Stop ends it, and the next Run works", async () => {
    await openFresh();
    await workbench.replaceFile("server.ts", "for (;;) {}\n");
    await workbench.button("Run").click();
    await workbench.status.filter({ hasText: "answered nothing" }).waitFor();
    await workbench.page.getByRole("tab", { name: "Session record" }).click();
    await workbench.button("Stop").click();
    await workbench.status.filter({ hasText: "Not running" }).waitFor();
    await workbench.button("Reset").click();
    await workbench.run();
    await workbench.preview.locator("body", { hasText: "not written yet" }).waitFor();
  });

  test("two browsers have two carts, and moving the clock ends a session", async () => {
    await openFresh();
    await fillCartAndLook();
    await workbench.page.getByRole("tab", { name: "Bob" }).click();
    await workbench.address.fill("/cart");
    await workbench.address.press("Enter");
    await workbench.preview.getByText("Your cart is empty").waitFor();
    await workbench.page.getByRole("tab", { name: "Alice" }).click();
    await workbench.button("Reload").click();
    await workbench.preview.locator("table").waitFor();
    await workbench.page.getByRole("button", { name: "Move the clock +1 d" }).click();
    await workbench.button("Reload").click();
    await workbench.preview.getByText("Your cart is empty").waitFor();
  });

  test("a narrow window shows one pane, named in the address, and Back goes back", async () => {
    await openFresh({ viewport: { width: 390, height: 844 } });
    const { page } = workbench;
    await page.getByRole("link", { name: "Editor" }).click();
    expect(page.url()).toContain("?pane=editor");
    await workbench.region("Editor").waitFor();
    expect(await workbench.region("Exercise").isVisible()).toBe(false);
    await page.getByRole("link", { name: "Inspector" }).click();
    await workbench.region("Inspector").waitFor();
    await page.goBack();
    await workbench.region("Editor").waitFor();
    await page.goBack();
    await workbench.region("Exercise").waitFor();

    // A window of 1280 by 800 at 200 %: what is under the editor does not lie over it.
    await page.setViewportSize({ width: 640, height: 400 });
    await page.getByRole("link", { name: "Editor" }).click();
    await workbench.editor.click();
  });

  test("one who read the last verdict to its end sees the beginning of the next", async () => {
    await openFresh({ viewport: { width: 360, height: 500 } });
    await workbench.page.getByRole("link", { name: "Results", exact: true }).click();
    const results = workbench.region("Results");
    // Help stays while a check runs, and is longer than the window.
    for (const shown of [1, 2, 3]) {
      await results.getByRole("button", { name: /^Show (a|the next) hint$/ }).click();
      await results.getByText(`Hint ${shown} of`).waitFor();
    }
    const scrollTop = () => results.evaluate((element) => element.scrollTop);
    await results.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    expect(await scrollTop()).toBeGreaterThan(0);
    await workbench.button("Check").click();
    await expect.poll(scrollTop).toBe(0);
  });

  test("a second tab sees what the first one saved", async () => {
    await openFresh();
    const other = await WorkbenchPage.open(context, origin);
    await workbench.replaceFile("src/routes/cart.ts", "// from the first tab\n");
    await other.editor.filter({ hasText: "// from the first tab" }).waitFor();
    await other.page.getByText("changed in another tab").waitFor();
  });

  test("without storage, the page says that nothing is kept, and works", async () => {
    context = await browser.newContext();
    await context.addInitScript(() => {
      Object.defineProperty(window, "indexedDB", { value: undefined });
    });
    workbench = await WorkbenchPage.open(context, origin);
    await workbench.page.getByText("This browser does not keep your text").waitFor();
    await workbench.run();
  });

  test("WebContainer is asked about first; with the network cut it is refused in a sentence, and the page's engine goes on", async () => {
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const elsewhere: string[] = [];
    await context.route(
      (url) => !url.href.startsWith(origin),
      (route) => {
        elsewhere.push(route.request().url());
        return route.abort("internetdisconnected");
      },
    );
    workbench = await WorkbenchPage.open(context, origin);
    await workbench.run();
    await workbench.page.getByText("Engine: in the page").click();
    await workbench.page.getByRole("radio", { name: "in a WebContainer" }).check();
    await workbench.page.keyboard.press("Escape");
    const yes = workbench.page.getByRole("button", { name: "Run in a WebContainer" });
    await yes.waitFor();
    expect(elsewhere).toEqual([]);
    await workbench.page.clock.install();
    await yes.click();
    // It is waited for from then on.
    await expect.poll(() => elsewhere.length).toBeGreaterThan(0);
    await workbench.page.clock.fastForward(BOOT_TIMEOUT_MS);
    await workbench.page.getByText("Your program runs in the page instead.").waitFor();
    await workbench.run();
  });
});
