import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { WorkbenchPage } from "./workbench-page.ts";

const origin = inject("siteOrigin");

let browser: Browser;
let context: BrowserContext;

/** Something that takes away or disables what has the focus, done by keyboard. */
interface Action {
  readonly what: string;
  act(workbench: WorkbenchPage): Promise<void>;
  /** What has the focus then: see `focusOf`. */
  readonly focus: string;
}

const actions: readonly Action[] = [
  {
    what: "a file is chosen in its menu, which closes",
    act: async (workbench) => {
      await openMenu(workbench, "Files");
      await press(editorOf(workbench).getByRole("button", { name: "src/products.ts", exact: true }));
    },
    focus: "Files",
  },
  {
    what: "a file is made",
    act: async (workbench) => {
      await openMenu(workbench, "Files");
      await workbench.page.getByRole("textbox", { name: "New file" }).fill("a-note.ts");
      await workbench.page.keyboard.press("Enter");
      await editorOf(workbench).getByRole("textbox", { name: "a-note.ts" }).waitFor();
    },
    focus: "Files",
  },
  {
    what: "a file is removed, and the button with it",
    act: async (workbench) => {
      await openMenu(workbench, "Files");
      await press(workbench.button("Remove a-note.ts"));
      await toast(workbench, "a-note.ts is removed.").waitFor();
    },
    focus: "server.ts",
  },
  {
    what: "a menu is closed by Escape",
    act: (workbench) => workbench.page.keyboard.press("Escape"),
    focus: "Files",
  },
  {
    what: "a message is put away",
    act: async (workbench) => {
      await workbench.button("Reset").focus();
      await press(workbench.button("Dismiss: a-note.ts is removed."));
    },
    focus: "Reset",
  },
  {
    what: "the program is stopped, so that there is nothing to stop",
    act: async (workbench) => {
      await workbench.writeSolution();
      await workbench.run();
      await workbench.preview.getByRole("button", { name: "Add to cart" }).click();
      await workbench.preview.locator(".alert").waitFor();
      await press(workbench.button("Stop"));
    },
    focus: "Check Ctrl Enter",
  },
  {
    what: "the clock is moved back, so that it is at now",
    act: async (workbench) => {
      await press(workbench.button("Move the clock +1 min"));
      await press(workbench.region("Browser").getByRole("button", { name: "Back to now" }));
    },
    focus: "Move the clock +1 min",
  },
  {
    what: "a cookie is deleted, and its row with it",
    act: async (workbench) => {
      await press(inspector(workbench).getByRole("tab", { name: /^Cookie jar/ }));
      await press(workbench.button("Delete tina4_session"));
    },
    focus: "Cookie jar 0",
  },
  {
    what: "that is undone, and the message goes",
    act: (workbench) =>
      press(toast(workbench, "out of Alice's cookie jar").getByRole("button", { name: "Undo" })),
    focus: "Cookie jar 1",
  },
  {
    what: "a filter is taken back, and the button for that goes",
    act: async (workbench) => {
      await press(inspector(workbench).getByRole("tab", { name: /^Exchanges/ }));
      await inspector(workbench).getByRole("textbox", { name: "Path contains" }).fill("add");
      await press(workbench.button("Show all"));
    },
    focus: "Save HAR",
  },
  {
    what: "all exchanges are cleared",
    act: (workbench) => press(inspector(workbench).getByRole("button", { name: "Clear", exact: true })),
    focus: "Exchanges 0",
  },
  {
    what: "the second of two tabs is closed, and the strip with it",
    act: async (workbench) => {
      await press(workbench.page.locator(`summary[aria-label="More of Alice's browser"]`));
      await press(workbench.button("New tab"));
      await press(workbench.page.getByRole("button", { name: /^Close the tab/ }));
    },
    focus: "Back",
  },
  {
    what: "the last hint is shown, and there is no next one",
    act: async (workbench) => {
      await press(workbench.page.getByRole("tab", { name: "Results" }));
      const next = workbench.page.getByRole("button", { name: /^Show (a|the next) hint$/ });
      await next.waitFor();
      for (let shown = await hints(workbench); (await next.count()) > 0; shown++) {
        await press(next);
        await expect.poll(() => hints(workbench)).toBe(shown + 1);
      }
    },
    focus: "What have I changed?",
  },
  {
    what: "a dialog opens",
    act: (workbench) =>
      press(workbench.region("Results").getByRole("button", { name: "What have I changed?" })),
    focus: "Close",
  },
  {
    what: "a dialog is closed",
    act: (workbench) => press(workbench.button("Close")),
    focus: "What have I changed?",
  },
  {
    what: "one types after a comparison, which stays closed",
    act: async (workbench) => {
      await workbench.openFile("server.ts");
      await workbench.editor.press("Control+End");
      await workbench.page.keyboard.type("// more");
      await workbench.editor.filter({ hasText: "// more" }).waitFor();
      await workbench.saved();
    },
    focus: "server.ts",
  },
  {
    what: "the palette is opened and left",
    act: async ({ page }) => {
      await page.keyboard.press("Control+k");
      const field = page.getByRole("combobox", { name: "Search the course, or name a command" });
      await field.press("Escape");
      await field.waitFor({ state: "detached" });
    },
    focus: "server.ts",
  },
];

for (const name of ["chromium", "firefox"] as const) {
  describe.skipIf(browserExecutable(name) === undefined)(`the focus, in ${name}`, () => {
    beforeAll(async () => {
      browser = await launchBrowser(name);
    });
    afterAll(() => browser.close());
    afterEach(() => context.close());

    test("is somewhere after each of these", async () => {
      context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      const workbench = await WorkbenchPage.open(context, origin);
      for (const { what, act, focus } of actions) {
        await act(workbench);
        await expect.poll(() => focusOf(workbench.page), { message: what }).toBe(focus);
      }
    });

    test("goes along when Back leads to another pane of a narrow window", async () => {
      context = await browser.newContext({ viewport: { width: 390, height: 844 } });
      const workbench = await WorkbenchPage.open(context, origin);
      const { page } = workbench;
      await press(page.getByRole("link", { name: "Editor", exact: true }));
      await workbench.editor.focus();
      await page.goBack();
      await workbench.region("Exercise").waitFor();
      await expect.poll(() => focusOf(page)).not.toBe("nothing");
      await expect.poll(() => workbench.editor.isVisible()).toBe(false);
    });
  });
}

/** The name of what has the focus, or "nothing". */
function focusOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return "nothing";
    return focused.getAttribute("aria-label") ?? focused.textContent?.trim() ?? "";
  });
}

function editorOf(workbench: WorkbenchPage): Locator {
  return workbench.region("Editor");
}

function inspector(workbench: WorkbenchPage): Locator {
  return workbench.region("Inspector");
}

function hints(workbench: WorkbenchPage): Promise<number> {
  return workbench
    .region("Results")
    .locator("summary", { hasText: /^Hint / })
    .count();
}

function toast({ page }: WorkbenchPage, text: string): Locator {
  return page.locator(".toast", { hasText: text });
}

async function openMenu({ page }: WorkbenchPage, label: string): Promise<void> {
  await press(page.locator("summary", { hasText: label }));
}

async function press(target: Locator): Promise<void> {
  await target.press("Enter");
}
