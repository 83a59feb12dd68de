import { By, until, type WebDriver, type WebElement } from "selenium-webdriver";
import { describe, inject, test } from "vitest";
import { runAgainWhenLate } from "../cli/run-again-when-late.ts";
import { browserExecutable } from "./browser.ts";
import { startWebKit } from "./webkit.ts";

const origin = inject("siteOrigin");

/** A state that does not come fails the test by then. */
const STATE_TIMEOUT_MS = 180_000;
/** WebKitGTK has no GPU here, and a grade runs 36 programs. */
const TEST_TIMEOUT_MS = 900_000;
/** What WebDriver says of an element or a frame that is no longer there, or not yet where it can be pressed. */
const NOT_NOW: ReadonlySet<string> = new Set([
  "ElementNotInteractableError",
  "ElementClickInterceptedError",
  "StaleElementReferenceError",
  "NoSuchFrameError",
  "NoSuchWindowError",
]);

describe.skipIf(browserExecutable("webkit") === undefined)("in webkit", () => {
  test("the core of the cart: run it, see the answer, edit, check, take the solution, pass", {
    timeout: TEST_TIMEOUT_MS,
  }, async () => {
    const webkit = await startWebKit();
    try {
      const screen = new WebKitScreen(webkit.driver);
      await webkit.driver.get(`${origin}/exercises/shopping-cart/`);
      await screen.element("#workbench[data-ready]");

      await screen.press("#workbench-toolbar button", "Run");
      await screen.withText(".run-status", /Listening on port 7148/);
      await screen.withText("#workbench-inspector [role=option]", /GET.*\/cart.*501/s);
      await screen.withTextInFrame("#workbench-browser iframe", /not written yet/);

      await (await screen.element("#workbench-editor .cm-editor")).click();
      await webkit.driver.actions().sendKeys("// mine ").perform();
      await screen.withText("#workbench-editor .cm-content", /\/\/ mine/);
      await screen.withText(".keep-status", /Saved on this machine/);

      await screen.press("#workbench-toolbar button", "Check");
      await screen.withText("#workbench-results h2", /^\d+ of \d+ tests pass$/);
      await screen.press("#workbench-results button", "Compare with the solution");
      await screen.press("dialog[open] button", "Show the solution anyway");
      const paths = await screen.texts("dialog[open] [role=tab]", 1);
      for (const path of paths) {
        await screen.press("dialog[open] [role=tab]", path);
        await screen.press("dialog[open] button", "Take this file");
        await screen.withText("dialog[open] .compare-foot", /the same on both sides/);
      }
      await screen.press("dialog[open] button", "Close");

      const check = async () => {
        await screen.press("#workbench-toolbar button", "Check");
        return screen.withText("#workbench-live", /tests? (pass|fail)|The check could not run/);
      };
      await runAgainWhenLate(check, (sentence) => [sentence]);
      await screen.withText("#workbench-results h2", /^Passed: all \d+ tests$/);
    } finally {
      await webkit.close();
    }
  });
});

/** Elements by selector and text, each waited for. */
class WebKitScreen {
  readonly #driver: WebDriver;

  constructor(driver: WebDriver) {
    this.#driver = driver;
  }

  element(selector: string): Promise<WebElement> {
    return this.#driver.wait(
      until.elementLocated(By.css(selector)),
      STATE_TIMEOUT_MS,
      `There is no ${selector}.`,
    );
  }

  /** The text of the first element that has it. */
  withText(selector: string, wanted: RegExp): Promise<string> {
    return this.#until(selector, `says ${wanted}`, async (elements) =>
      (await Promise.all(elements.map(textOf))).find((text) => wanted.test(text)),
    );
  }

  /** Waits until the document in such a frame says that. */
  async withTextInFrame(selector: string, wanted: RegExp): Promise<void> {
    await this.#until(selector, `holds a document that says ${wanted}`, async (frames) => {
      for (const frame of frames) {
        await this.#driver.switchTo().frame(frame);
        try {
          const bodies = await this.#driver.findElements(By.css("body"));
          if ((await Promise.all(bodies.map(textOf))).some((text) => wanted.test(text))) return true;
        } finally {
          await this.#driver.switchTo().defaultContent();
        }
      }
      return undefined;
    });
  }

  /** All their texts, once there are so many. */
  texts(selector: string, atLeast: number): Promise<string[]> {
    return this.#until(selector, `are ${atLeast}`, async (elements) => {
      if (elements.length < atLeast) return undefined;
      return Promise.all(elements.map(textOf));
    });
  }

  /** Clicks the element whose text begins so: after it, a button may name its keys. */
  async press(selector: string, text: string): Promise<void> {
    await this.#until(selector, `says "${text}" and can be pressed`, async (elements) => {
      for (const element of elements) {
        if (!(await textOf(element)).startsWith(text) || !(await element.isEnabled())) continue;
        // Elements in scrolled panes are not always brought into view by the driver.
        await this.#driver.executeScript("arguments[0].scrollIntoView({ block: 'center' })", element);
        await element.click();
        return true;
      }
      return undefined;
    });
  }

  /** An element or a frame may go away while it is looked at: then it is looked for again. */
  async #until<T>(
    selector: string,
    what: string,
    find: (elements: readonly WebElement[]) => Promise<T | undefined>,
  ): Promise<T> {
    let said: readonly string[] = [];
    let lastError: unknown;
    const attempt = async (): Promise<T | undefined> => {
      const elements = await this.#driver.findElements(By.css(selector));
      said = await Promise.all(elements.map(textOf));
      return find(elements);
    };
    const condition = () =>
      attempt().catch((error: unknown) => {
        lastError = error;
        if (error instanceof Error && NOT_NOW.has(error.name)) return undefined;
        throw error;
      });
    try {
      return await this.#driver.wait<T>(async () => (await condition()) as T, STATE_TIMEOUT_MS);
    } catch (error) {
      throw new Error(`Nothing that is ${selector} ${what}. They say: ${JSON.stringify(said)}`, {
        cause: lastError ?? error,
      });
    }
  }
}

/** Not `getText`, which gives nothing for a line that may be cut with an ellipsis. */
async function textOf(element: WebElement): Promise<string> {
  return String(await element.getProperty("textContent")).trim();
}
