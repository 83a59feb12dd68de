import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { violations } from "./violations.ts";
import { WorkbenchPage } from "./workbench-page.ts";

const origin = inject("siteOrigin");

let browser: Browser;
let context: BrowserContext;
let workbench: WorkbenchPage;

async function openTerminal(): Promise<void> {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  workbench = await WorkbenchPage.open(context, origin);
  await workbench.page.getByRole("tab", { name: "Terminal" }).click();
  await shows(/\$/);
}

/** Settles when the screen shows that. */
async function shows(text: RegExp): Promise<void> {
  await workbench.page.locator(".xterm-rows").filter({ hasText: text }).waitFor();
}

async function type(line: string): Promise<void> {
  await workbench.page.keyboard.type(line);
  await workbench.page.keyboard.press("Enter");
}

for (const name of ["chromium", "firefox"] as const) {
  describe.skipIf(browserExecutable(name) === undefined)(`the terminal, in ${name}`, () => {
    beforeAll(async () => {
      browser = await launchBrowser(name);
    });
    afterAll(() => browser.close());
    afterEach(() => context.close());

    test("runs a server, asks it with curl, and the inspector shows what travelled", async () => {
      await openTerminal();
      await type("node server.ts &");
      await type("ls src/routes | cat");
      await shows(/cart\.ts/);
      await expect
        .poll(async () => {
          await type("clear; curl -s -o out.txt -w '[%{http_code}]' localhost:7148/cart/api");
          await shows(/\[\d+\]/);
          return workbench.page.locator(".xterm-rows").textContent();
        })
        .toContain("[501]");
      const exchange = workbench.region("Inspector").getByRole("option", { name: /GET \/cart\/api/ });
      await exchange.first().waitFor();
      await type("clear; cat out.txt | wc -c; ps");
      await shows(/the terminal +node server\.ts/);
    });

    test("Redis answers in the terminal, command by command and in conversation", async () => {
      await openTerminal();
      await type("redis-server &");
      await shows(/Ready to accept connections/);
      await type(
        "clear; redis-cli set greeting 'good day'; redis-cli get greeting; redis-cli keys '*' | wc -c",
      );
      await shows(/OK.*"good day".*9/s);
      await type("clear; redis-cli");
      await shows(/127\.0\.0\.1:6379>/);
      await type("select 2");
      await shows(/127\.0\.0\.1:6379\[2\]>/);
      await type('set k "x \\"y\\""');
      await type("get k");
      await shows(/OK.*"x \\"y\\""/s);
      await type("multi");
      await shows(/would have no effect/);
      await type("exit");
      await type("clear; redis-cli -n 2 exists k; redis-cli -p 6380 ping");
      await shows(/\(integer\) 1.*Could not connect to Redis at 127\.0\.0\.1:6380/s);
      const store = workbench.region("Inspector");
      // Nothing has travelled: it is fetched for who comes near it.
      await store.hover();
      await store.getByRole("tab", { name: "Store" }).click();
      await store.getByRole("table", { name: "Other keys" }).getByText("greeting").waitFor();
    });

    test("writes the learner's files, and the editor follows", async () => {
      await openTerminal();
      await type("echo '// from the terminal' > src/routes/cart.ts");
      await expect.poll(() => workbench.editor.textContent()).toContain("// from the terminal");
      await type("edit new.ts");
      await workbench.region("Editor").getByRole("textbox", { name: "new.ts" }).waitFor();
    });

    test("takes files away only until Undo, which brings their text back to the editor and to the machine", async () => {
      await openTerminal();
      const text = "// typed, and never kept by hand";
      // What only a command has made is none of the learner's files until it is opened.
      await type(`echo '${text}' > src/routes/cart.ts; echo 'of no starter' > mine.txt; edit mine.txt`);
      await workbench.region("Editor").getByRole("textbox", { name: "mine.txt" }).waitFor();
      await workbench.page.getByRole("textbox", { name: /^Terminal/ }).focus();
      await type("rm src/routes/cart.ts mine.txt");
      await workbench.page.locator(".toast").getByRole("button", { name: "Undo" }).click();
      await workbench.region("Editor").getByRole("textbox", { name: "src/routes/cart.ts" }).waitFor();
      await expect.poll(() => workbench.editor.textContent()).toContain(text);
      await workbench.page.getByRole("textbox", { name: /^Terminal/ }).focus();
      await type("clear; cat src/routes/cart.ts mine.txt");
      await shows(/never kept by hand.*of no starter/s);
    });

    test("traps no keyboard: Escape, then Tab leaves; and axe finds nothing", async () => {
      await openTerminal();
      const { page } = workbench;
      const focus = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
      await page.keyboard.type("cat serv");
      await page.keyboard.press("Tab");
      await shows(/cat server\.ts/);
      expect(await focus()).toContain("Escape, then Tab leaves it");
      await page.keyboard.press("Escape");
      await workbench
        .region("Console")
        .getByRole("status")
        .filter({ hasText: "Tab leaves" })
        .waitFor({ state: "attached" });
      await page.keyboard.press("Tab");
      expect(await focus()).not.toContain("Terminal");
      expect(await violations(page, { except: "iframe" })).toEqual([]);
    });

    test("keeps what runs in it while the console is shown, and Ctrl-C ends it", async () => {
      await openTerminal();
      await type("node server.ts");
      const { page } = workbench;
      await page.getByRole("tab", { name: "Console", exact: true }).click();
      await page.getByRole("tab", { name: "Terminal" }).click();
      await page.locator(".xterm-helper-textarea:focus").waitFor({ state: "attached" });
      await page.keyboard.press("Control+c");
      await shows(/\^C/);
      await type("clear; curl -sS localhost:7148");
      await shows(/\(7\) Failed to connect/);
    });
  });
}
