import type { Page } from "playwright-core";
import type { WebDriver } from "selenium-webdriver";
import { type AnyBrowserName, launchBrowser } from "./browser.ts";
import { startWebKit } from "./webkit.ts";

/** What JSON can carry: arguments and results of scripts travel as it. Members that are `undefined` are lost. */
export type Portable =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Portable[]
  | { readonly [name: string]: Portable };

/**
 * One page of a fresh browser, as far as every driver can. Scripts travel as their text, so that they see
 * their argument and the page's globals and nothing else; what they throw or reject with is thrown here.
 */
export interface ScriptedPage {
  readonly browserVersion: string;
  /** Settles when the page has loaded. */
  goto(url: string): Promise<void>;
  evaluate<Result>(script: () => Result | Promise<Result>): Promise<Result>;
  evaluate<Result, Argument extends Portable>(
    script: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>;
  /** As `evaluate`, in the page's first frame, whatever its origin. Throws when there is no frame. */
  evaluateInFrame<Result, Argument extends Portable>(
    script: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>;
  /** A PNG of what the window shows. */
  screenshot(): Promise<Buffer>;
  /** Ends the browser and what was started for it. */
  close(): Promise<void>;
}

/** Starts the browser and opens a page. Throws when it is not installed. */
export async function openScriptedPage(name: AnyBrowserName): Promise<ScriptedPage> {
  if (name === "webkit") {
    const { driver, version, close } = await startWebKit();
    return new DriverPage(driver, version, close);
  }
  const browser = await launchBrowser(name);
  return new PlaywrightPage(await browser.newPage(), browser.version(), () => browser.close());
}

type Script = (argument: never) => unknown;

class PlaywrightPage implements ScriptedPage {
  readonly browserVersion: string;
  readonly close: () => Promise<void>;
  readonly #page: Page;

  constructor(page: Page, version: string, close: () => Promise<void>) {
    this.#page = page;
    this.browserVersion = version;
    this.close = close;
  }

  async goto(url: string): Promise<void> {
    await this.#page.goto(url);
  }

  evaluate<Result>(script: Script, argument?: Portable): Promise<Result> {
    return this.#page.evaluate<Result, unknown>(script as (argument: unknown) => Promise<Result>, argument);
  }

  async evaluateInFrame<Result>(script: Script, argument: Portable): Promise<Result> {
    await this.#page.waitForSelector("iframe", { state: "attached" });
    const frame = this.#page.frames()[1];
    if (frame === undefined) throw new Error("The page has no frame.");
    return frame.evaluate<Result, unknown>(script as (argument: unknown) => Promise<Result>, argument);
  }

  screenshot(): Promise<Buffer> {
    return this.#page.screenshot();
  }
}

type Outcome<Result> = { readonly value: Result } | { readonly error: string };

class DriverPage implements ScriptedPage {
  readonly browserVersion: string;
  readonly close: () => Promise<void>;
  readonly #driver: WebDriver;

  constructor(driver: WebDriver, version: string, close: () => Promise<void>) {
    this.#driver = driver;
    this.browserVersion = version;
    this.close = close;
  }

  async goto(url: string): Promise<void> {
    await this.#driver.get(url);
  }

  async evaluate<Result>(script: Script, argument?: Portable): Promise<Result> {
    const outcome: Outcome<Result> = await this.#driver.executeAsyncScript(
      `const [argument, done] = arguments;
       new Promise((resolve) => resolve((${script})(argument ?? undefined))).then(
         (value) => done({ value }),
         (error) => done({ error: error instanceof Error ? error.message + "\\n" + error.stack : String(error) }),
       );`,
      argument,
    );
    if ("error" in outcome) throw new Error(outcome.error);
    return outcome.value;
  }

  async evaluateInFrame<Result>(script: Script, argument: Portable): Promise<Result> {
    await this.#driver.switchTo().frame(0);
    try {
      return await this.evaluate(script, argument);
    } finally {
      await this.#driver.switchTo().defaultContent();
    }
  }

  async screenshot(): Promise<Buffer> {
    return Buffer.from(await this.#driver.takeScreenshot(), "base64");
  }
}
