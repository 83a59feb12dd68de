import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { faultsOf, type SpokenControl, SpokenControls } from "./spoken-controls.ts";
import { WorkbenchPage } from "./workbench-page.ts";

const origin = inject("siteOrigin");

let browser: Browser;

/** A state that only its presence tells: "disabled", never "not disabled". */
const TOLD_ONLY_WHEN_TRUE: ReadonlySet<string> = new Set(["disabled", "invalid", "readonly"]);

/** "button Stop, disabled" and "tab Results, not selected": what stands in that part of the page, in order. */
function spokenIn(controls: readonly SpokenControl[], part: string): string[] {
  return controls
    .filter((control) => control.part === part)
    .map(({ role, name, states }) => [`${role} ${name}`, ...toldOf(states)].join(", "));
}

function toldOf(states: SpokenControl["states"]): string[] {
  return Object.entries(states).flatMap(([state, value]) => {
    if (state === "value") return [];
    if (value === true) return [state];
    return TOLD_ONLY_WHEN_TRUE.has(state) ? [] : [`not ${state}`];
  });
}

describe.skipIf(browserExecutable("chromium") === undefined)("a screen reader on the workbench", () => {
  let workbench: WorkbenchPage;
  let spoken: SpokenControls;
  const inspector = () => workbench.region("Inspector");

  beforeAll(async () => {
    browser = await launchBrowser("chromium");
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    workbench = await WorkbenchPage.open(context, origin);
    spoken = await SpokenControls.of(workbench.page);
  });
  afterAll(() => browser.close());

  /** The part says that in the end: what it says first may be on its way. */
  async function hears(part: string, expected: readonly string[]): Promise<void> {
    await expect.poll(async () => spokenIn(await spoken.read(), part)).toEqual(expected);
  }

  async function hearsNoFault(where: string): Promise<void> {
    await expect.poll(async () => faultsOf(await spoken.read()), { message: where }).toEqual([]);
  }

  test("hears of each control what it is, which, and how it stands", async () => {
    await hearsNoFault("at first");
    await hears("Program", [
      "button Run",
      "button Stop, disabled",
      "button Check",
      "button Reset",
      "DisclosureTriangle Drafts (0), not expanded",
      "DisclosureTriangle Share, not expanded",
      "DisclosureTriangle Engine: in the page, not expanded",
    ]);
    await hears("Exercise and results", ["tab Exercise, selected", "tab Results, not selected"]);
    await hears("Files", [
      "tab cart.ts, selected",
      "tab cart.html, not selected",
      "tab products.ts read only, not selected",
    ]);
    await hears("Editor", [
      "button No problems, not expanded",
      "button Find",
      "button Format",
      "DisclosureTriangle Files, not expanded",
    ]);
    await hears("Console and terminal", ["tab Console, selected", "tab Terminal, not selected"]);
    await hears("Browsers", ["tab Alice, selected", "tab Bob, not selected"]);
    await hears("Clock", [
      "button Back to now, disabled",
      ...["+1 min", "+10 min", "+1 h", "+1 d", "+1 week", "+1 year"].map(
        (move) => `button Move the clock ${move}`,
      ),
    ]);
    await hears("Alice", [
      "button Back, disabled",
      "button Forward, disabled",
      "button Reload, disabled",
      "textbox Address",
      "button Go",
      "DisclosureTriangle More of Alice's browser, not expanded",
    ]);
    const lines = (await spoken.read()).filter(({ role }) => role === "separator");
    expect(lines.map(({ name }) => name)).toEqual([
      "Width of the exercise",
      "Height of the console",
      "Width of browser and inspector",
      "Height of the inspector",
    ]);
  });

  test("hears it change when the control is used", async () => {
    const { page } = workbench;
    const editor = workbench.region("Editor");
    await workbench.writeSolution();
    await workbench.run();
    await hears("Program", expect.arrayContaining(["button Stop"]));

    await workbench.preview.getByRole("button", { name: "Add to cart" }).click();
    await workbench.preview.locator(".alert").waitFor();
    await hears("Inspector views", [
      "tab Exchanges 3, selected",
      "tab Cookie jar 1, not selected",
      "tab Session record, not selected",
      "tab Store, not selected",
    ]);
    await inspector()
      .getByRole("option", { name: /POST \/cart\/add/ })
      .click();
    await expect
      .poll(async () => {
        const exchanges = spokenIn(await spoken.read(), "Exchanges, newest first");
        return exchanges.map((exchange) => [/GET|POST/.exec(exchange)?.[0], exchange.endsWith(", selected")]);
      })
      .toEqual([
        ["GET", false],
        ["POST", true],
        ["GET", false],
      ]);

    await editor.getByText("Files", { exact: true }).click();
    await hears("Editor", expect.arrayContaining(["DisclosureTriangle Files, expanded"]));
    await page.getByRole("textbox", { name: "New file" }).fill("../outside.ts");
    await page.keyboard.press("Enter");
    await hears("Editor", expect.arrayContaining(["textbox New file, invalid"]));
    await page.keyboard.press("Escape");
    await hears("Editor", expect.arrayContaining(["DisclosureTriangle Files, not expanded"]));

    await editor.getByRole("button", { name: /problem/ }).click();
    await expect
      .poll(async () => spokenIn(await spoken.read(), "Editor").find((control) => /problem/.test(control)))
      .toMatch(/, expanded$/);

    await workbench.button("Move the clock +1 min").click();
    await hears("Clock", expect.arrayContaining(["button Back to now"]));

    await workbench.button("Dark").click();
    await hears("", expect.arrayContaining(["button Dark, pressed"]));
  });

  test("finds every control named, once, with its state, whatever is open", async () => {
    const { page } = workbench;
    for (const [part, label] of [
      [workbench.region("Editor"), "Files"],
      [page.getByRole("group", { name: "Program" }), "Drafts ("],
      [page.getByRole("group", { name: "Program" }), "Share"],
      [page.getByRole("group", { name: "Program" }), "Engine:"],
      [inspector(), "Copy"],
    ] as const) {
      const summary = part.locator("summary", { hasText: label });
      await summary.click();
      await summary.locator("..").and(page.locator("details[open]")).waitFor();
      await hearsNoFault(label);
      await page.keyboard.press("Escape");
    }
    await page.locator(`summary[aria-label="More of Alice's browser"]`).click();
    await page.getByRole("button", { name: "New tab" }).waitFor();
    await hearsNoFault("the browser's menu");
    await page.keyboard.press("Escape");
    for (const tab of [/^Cookie jar/, "Session record", "Store"]) {
      await inspector().getByRole("tab", { name: tab }).click();
      await inspector().getByRole("tab", { name: tab, selected: true }).waitFor();
      await hearsNoFault(`the inspector's ${tab}`);
    }
    await page.getByRole("tab", { name: "Terminal" }).click();
    await workbench.region("Console").getByRole("textbox").first().waitFor();
    await hearsNoFault("the terminal");
    await workbench.check();
    await workbench.region("Results").getByRole("heading", { name: /tests/ }).waitFor();
    await hearsNoFault("the results");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Search the course, or name a command" }).waitFor();
    await hears("Search and commands", expect.arrayContaining(["button Close"]));
    await hearsNoFault("the palette");
  });
});
