import type { Browser, BrowserContext, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import type { Har } from "../workbench/inspector/copy/har.ts";
import { harFaults } from "../workbench/inspector/copy/har-rules.fixture.ts";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { serveFourStores } from "./four-stores.ts";
import { savedFile } from "./saved-file.ts";
import { violations } from "./violations.ts";
import { WorkbenchPage } from "./workbench-page.ts";

const origin = inject("siteOrigin");

let browser: Browser;
let context: BrowserContext;
let workbench: WorkbenchPage;
let inspector: Locator;

/** Runs the shop on its stores; Alice has been to the one that keeps files, once. */
async function open(): Promise<void> {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await serveFourStores(context);
  workbench = await WorkbenchPage.open(context, origin);
  inspector = workbench.region("Inspector");
  await workbench.button("Run").click();
  await shows("files", "Visits: 1");
}

async function goTo(host: string, sees: string): Promise<void> {
  await workbench.address.fill(`http://${host}.test/`);
  await workbench.address.press("Enter");
  await shows(host, sees);
}

async function shows(host: string, text: string): Promise<void> {
  const body = workbench.preview.locator("body", { hasText: host });
  await body.filter({ hasText: text }).waitFor();
}

/** By the part of the tab's name that does not count. */
async function tab(name: RegExp): Promise<void> {
  await inspector.getByRole("tab", { name }).click();
}

/** What Ctrl-V gives: nobody else may read the clipboard. */
async function pasted(): Promise<string> {
  const { page } = workbench;
  await page.evaluate(() => {
    const place = document.createElement("textarea");
    place.id = "pasted";
    document.querySelector("#workbench-inspector")?.append(place);
    place.focus();
  });
  await page.keyboard.press("ControlOrMeta+v");
  await expect.poll(() => page.locator("#pasted").inputValue()).not.toBe("");
  const text = await page.locator("#pasted").inputValue();
  await page.evaluate(() => document.querySelector("#pasted")?.remove());
  return text;
}

/** The entries of the HAR file that a button saves. Whatever the format does not know is a fault. */
async function savedEntries(named: string, press: () => Promise<void>): Promise<Har["log"]["entries"]> {
  const { name, text } = await savedFile(workbench.page, press);
  expect(name).toBe(named);
  const har: Har = JSON.parse(text);
  expect(harFaults(har)).toEqual([]);
  return har.log.entries;
}

for (const name of ["chromium", "firefox"] as const) {
  describe.skipIf(browserExecutable(name) === undefined)(`the inspector, in ${name}`, () => {
    beforeAll(async () => {
      browser = await launchBrowser(name);
    });
    afterAll(() => browser.close());
    afterEach(() => context.close());

    test("a moment of the past can be looked at again: its jar, its record, its page", async () => {
      await open();
      await inspector.getByRole("option", { name: "GET files.test/" }).waitFor();
      await workbench.button("Reload").click();
      await shows("files", "Visits: 2");
      await tab(/^Session record$/);
      await inspector.getByText("Expires in").waitFor();
      expect(await inspector.locator(".record dd").first().textContent()).toBe("2");
      await tab(/^Exchanges/);
      await inspector.getByRole("option", { name: "GET files.test/" }).last().click();
      await inspector
        .getByText(/Set-Cookie/i)
        .first()
        .waitFor();
      await inspector.getByRole("button", { name: "Go to this moment" }).click();
      await inspector.getByText("You are looking at the past").waitFor();
      await tab(/^Session record$/);
      await inspector.getByText("Alice's session record then").waitFor();
      expect(await inspector.locator(".record dd").first().textContent()).toBe("1");
      await tab(/^Cookie jar 2/);
      expect(await inspector.getByRole("button", { name: /^Delete/ }).count()).toBe(0);
      await tab(/^Page$/);
      await inspector.frameLocator("iframe").getByText("Visits: 1").waitFor();
      expect(await violations(workbench.page, { except: "iframe" })).toEqual([]);
      await inspector.getByRole("button", { name: "Back to now" }).click();
      await inspector.getByRole("tab", { name: "Store" }).waitFor();
      expect(await inspector.getByText("You are looking at the past").count()).toBe(0);
      await shows("files", "Visits: 2");
    });

    test("an exchange is copied as curl, which the terminal runs, and as an HTTP Archive", async () => {
      await open();
      await workbench.preview.getByRole("button", { name: "Add" }).click();
      await shows("files", "Visits: 2");
      await inspector.getByRole("option", { name: "POST files.test/cart" }).click();
      const copy = inspector.locator("summary", { hasText: "Copy" });
      await copy.click();
      const panel = inspector.locator(".exchange-copy .menu-panel");
      expect(await panel.evaluate((box) => innerWidth - box.getBoundingClientRect().right)).toBeGreaterThan(
        0,
      );
      await inspector.getByRole("button", { name: "As a curl command" }).click();
      await inspector.getByText("The curl command is in the clipboard.").waitFor();
      const command = await pasted();
      expect(command).toMatch(/^curl 'http:\/\/files\.test\/cart'|^curl http:\/\/files\.test\/cart/);
      expect(command).toMatch(/-H 'Cookie: .*tina4_session=/);
      expect(command).toContain("product=Tea");
      await copy.click();
      await inspector.getByRole("button", { name: "As an HTTP Archive (HAR)" }).click();
      await inspector.getByText("The archive is in the clipboard.").waitFor();
      const { log } = JSON.parse(await pasted());
      expect(log.version).toBe("1.2");
      expect(log.entries).toEqual([
        expect.objectContaining({
          request: expect.objectContaining({ method: "POST", url: "http://files.test/cart" }),
          response: expect.objectContaining({ status: 303, redirectURL: "http://files.test/" }),
        }),
      ]);
      await copy.click();
      await inspector.getByRole("button", { name: "As a curl command" }).click();
      await inspector.getByText("The curl command is in the clipboard.").waitFor();
      await workbench.page.getByRole("tab", { name: "Terminal" }).click();
      const screen = workbench.page.locator(".xterm-rows");
      await screen.filter({ hasText: "$" }).waitFor();
      const before = await inspector.getByRole("option", { name: "POST files.test/cart" }).count();
      await workbench.page.keyboard.press("ControlOrMeta+v");
      await screen.filter({ hasText: "product=Tea" }).waitFor();
      await workbench.page.keyboard.press("Enter");
      await inspector.getByRole("option", { name: "POST files.test/cart" }).nth(before).waitFor();
    });

    test("what is on the list is saved as a HAR file: whole answers, every cookie, and why", async () => {
      await open();
      await workbench.preview.getByRole("button", { name: "Add" }).click();
      await shows("files", "Visits: 2");
      await inspector.getByRole("option", { name: "GET files.test/" }).nth(1).waitFor();
      const saveList = () => inspector.getByRole("button", { name: "Save HAR", exact: true }).click();
      const entries = await savedEntries("exchanges.har", saveList);
      expect(entries.map(({ request: { method, url } }) => `${method} ${url}`)).toEqual([
        "GET http://files.test/",
        "POST http://files.test/cart",
        "GET http://files.test/",
      ]);
      const times = entries.map(({ startedDateTime }) => Date.parse(startedDateTime));
      expect(times).toEqual(times.toSorted((one, other) => one - other));

      const [visit, post] = entries;
      const setCookies = (visit?.response.headers ?? [])
        .filter(({ name }) => name.toLowerCase() === "set-cookie")
        .map(({ value }) => value.split("=")[0]);
      expect(setCookies.toSorted()).toEqual(["theme", "tina4_session"]);
      expect(visit?.response.content).toMatchObject({ text: expect.stringContaining("Visits: 1") });
      expect(visit?.response.cookies).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ name: "tina4_session", path: "/", httpOnly: true }),
          expect.objectContaining({ name: "theme", value: "dark", httpOnly: false }),
        ]),
      );
      expect(visit?._cookieDecisions.response).toEqual(
        setCookies.map((name) =>
          expect.objectContaining({ name, verdict: "kept", reason: expect.stringMatching(/\w/) }),
        ),
      );
      expect(post?.request).toMatchObject({
        postData: { mimeType: "application/x-www-form-urlencoded", text: "product=Tea" },
        bodySize: "product=Tea".length,
      });
      expect(post?.request.cookies.map(({ name }) => name).sort()).toEqual(["theme", "tina4_session"]);
      expect(post?.response).toMatchObject({ status: 303, redirectURL: "http://files.test/" });

      await inspector.getByRole("combobox", { name: "Method" }).selectOption("POST");
      await inspector.getByText("1 of 3", { exact: true }).waitFor();
      expect(await savedEntries("exchanges.har", saveList)).toEqual([post]);
      await inspector.getByRole("option", { name: "POST files.test/cart" }).click();
      await inspector.locator("summary", { hasText: "Copy" }).click();
      const saveOne = () => inspector.getByRole("button", { name: "Save as a HAR file" }).click();
      expect(await savedEntries("post-cart.har", saveOne)).toEqual([post]);
    });

    test("the jar says where its cookies would go, and why not", async () => {
      await open();
      await tab(/^Cookie jar 2/);
      const questions = inspector.getByRole("region", { name: "Where would they go?" });
      const answers = questions.getByRole("status");
      await answers.getByText("Sent").first().waitFor();
      expect(await answers.getByText("Withheld").count()).toBe(0);
      await questions.getByLabel("made by").selectOption("a link on another site");
      await answers.getByText("Withheld").waitFor();
      expect(await answers.textContent()).toMatch(
        /Withheld.*theme.*SameSite=Strict|theme.*Withheld.*SameSite=Strict/s,
      );
      expect(await answers.getByText("Sent").count()).toBe(1);
      await questions.getByLabel("made by").selectOption("document.cookie on a page there");
      await answers
        .getByText(/HttpOnly/)
        .first()
        .waitFor();
      await questions.getByLabel("A request to").fill("http://keys.test/");
      await answers.getByText("Sent").waitFor({ state: "detached" });
      await questions.getByLabel("A request to").fill("keys.test");
      await answers.getByText("Write a whole address").waitFor();
      expect(await violations(workbench.page, { except: "iframe" })).toEqual([]);
    });

    test("the Store tab shows files, Redis keys, table rows and what a sealed cookie holds, as they change", async () => {
      await open();
      await tab(/^Store$/);
      const files = inspector.getByRole("region", { name: "Session files on the server" });
      await files.getByText("visits").waitFor();
      const redis = inspector.getByRole("region", { name: "Redis on port 6379" });
      await redis.getByText("No key yet.").waitFor();

      await goTo("keys", "Visits: 1");
      await redis.getByText(/tina4_session:\{[0-9a-f]{12}…\}/).waitFor();
      await redis
        .getByText(/Redis keeps the key for (5\d|60) min|Redis keeps the key for \d+ [dh]/)
        .waitFor();
      expect(await redis.locator(".record dd").first().textContent()).toBe("1");
      await workbench.button("Reload").click();
      await redis.locator(".record dd", { hasText: /^2$/ }).waitFor();

      await goTo("rows", "Visits: 1");
      const rows = inspector.getByRole("region", { name: "SQLite: data/shop.db" });
      await rows.locator(".record dd", { hasText: /^1$/ }).waitFor();
      await workbench.preview.getByRole("button", { name: "Add" }).click();
      await rows.locator("summary", { hasText: "orders" }).click();
      const table = rows.getByRole("table", { name: "Rows of orders" });
      await table.getByRole("cell", { name: "NULL" }).waitFor();
      expect(await table.getByRole("columnheader").allTextContents()).toEqual(["id", "product", "paid"]);
      expect((await table.getByRole("cell").allTextContents()).slice(1)).toEqual(["Tea", "NULL"]);

      await goTo("sealed", "Visits: 1");
      const cookies = inspector.getByRole("region", { name: "Cookies, taken apart" });
      const sealed = cookies.locator(".taken-apart", { hasText: "sealed" });
      await sealed.getByText("Opened with the secret").waitFor();
      expect(JSON.parse((await sealed.locator("pre").textContent()) ?? "")).toEqual({ data: { visits: 1 } });
      expect(await violations(workbench.page, { except: "iframe" })).toEqual([]);

      const console = workbench.region("Console");
      await console.getByRole("button", { name: "Stop redis" }).click();
      await redis.waitFor({ state: "detached" });
      await goTo("files", "Visits: 2");
      await files.locator(".record dd", { hasText: /^2$/ }).waitFor();
    });
  });
}
