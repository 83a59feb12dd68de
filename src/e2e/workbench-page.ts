import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BrowserContext, FrameLocator, Locator, Page } from "playwright-core";
import { runAgainWhenLate } from "../cli/run-again-when-late.ts";

const solutions = fileURLToPath(new URL("../../solutions/", import.meta.url));

/** The workbench as a learner meets it: everything by role and name. */
export class WorkbenchPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens an exercise; settles when the editor is there. */
  static async open(context: BrowserContext, origin: string, path = "/exercises/shopping-cart/") {
    const workbench = new WorkbenchPage(await context.newPage());
    await workbench.page.goto(origin + path);
    await workbench.ready();
    return workbench;
  }

  async ready(): Promise<void> {
    await this.page.locator("#workbench[data-ready]").waitFor();
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  region(name: string): Locator {
    return this.page.getByRole("region", { name, exact: true });
  }

  /** The one line that says how engine and program stand. */
  get status(): Locator {
    return this.page.locator(".run-status");
  }

  get editor(): Locator {
    return this.region("Editor").getByRole("textbox").first();
  }

  get address(): Locator {
    return this.page.getByRole("textbox", { name: "Address" });
  }

  /** The learner's page in the browser in front. */
  get preview(): FrameLocator {
    return this.region("Browser").frameLocator("iframe:visible");
  }

  async run(): Promise<void> {
    await this.button("Run").click();
    await this.status.filter({ hasText: "Listening on port 7148" }).waitFor();
  }

  /** In the shop: puts the first product into the cart, and waits for the shop to say so. */
  async addToCart(): Promise<void> {
    await this.preview.getByRole("button", { name: "Add to cart" }).click();
    await this.preview.locator(".alert").waitFor();
  }

  /** Brings a file to the front; makes it when it is not there. */
  async openFile(path: string): Promise<void> {
    const editor = this.region("Editor");
    await editor.getByText("Files", { exact: true }).click();
    await editor.locator(".menu-panel").waitFor();
    const entry = editor.getByRole("button", { name: path, exact: true });
    if ((await entry.count()) > 0) await entry.click();
    else {
      await editor.getByRole("textbox", { name: "New file" }).fill(path);
      await editor.getByRole("button", { name: "Create" }).click();
    }
    await editor.getByRole("textbox", { name: path }).waitFor();
  }

  /** Types over all of a file. */
  async replaceFile(path: string, text: string): Promise<void> {
    await this.openFile(path);
    await this.editor.click();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.insertText(text);
  }

  async writeSolution(): Promise<void> {
    for (const [path, text] of Object.entries(solutionFiles())) await this.replaceFile(path, text);
  }

  /**
   * Runs the tests, and again where the machine was too busy for them. Settles with the sentence about them when they are
   * noted, too: one may leave the page then.
   */
  check(press: () => Promise<void> = () => this.button("Check").click()): Promise<string> {
    const once = async () => {
      await press();
      const verdict = this.page
        .locator("#workbench-live")
        .filter({ hasText: /tests? (pass|fail)|The check could not run/ });
      return (await verdict.textContent()) ?? "";
    };
    return runAgainWhenLate(once, (sentence) => [sentence]);
  }

  /** Checks; rejects when not all tests pass. */
  async pass(): Promise<void> {
    await this.check();
    await this.region("Results")
      .getByRole("heading", { name: /^Passed: all \d+ tests$/ })
      .waitFor();
  }

  /** Settles when nothing typed is unsaved. */
  async saved(): Promise<void> {
    await this.page.getByText("Saved on this machine").waitFor();
  }
}

/** The same element, when it has the focus, which may come a moment after the element. */
export function hasFocus(target: Locator): Locator {
  return target.and(target.page().locator(":focus"));
}

/** An exercise's files that differ in the solution, by path. */
export function solutionFiles(slug = "shopping-cart"): Record<string, string> {
  const folder = join(solutions, slug);
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return Object.fromEntries(
    paths
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => [path.replaceAll("\\", "/"), readFileSync(join(folder, path), "utf8")]),
  );
}
