import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";

export interface SavedFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The file that the page saves when `press` does what it does. Chromium's lies on the disk; Firefox tells Playwright of
 * no download, so there it is read as the page offers it.
 */
export async function savedFile(page: Page, press: () => Promise<void>): Promise<SavedFile> {
  if (page.context().browser()?.browserType().name() === "chromium") {
    const [download] = await Promise.all([page.waitForEvent("download"), press()]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
  }
  await page.evaluate(tellWhatIsSaved);
  await press();
  return page.evaluate((): Promise<SavedFile> => Reflect.get(window, "saved"));
}

/** Runs in the page: puts what is offered next into a promise of the window's. */
function tellWhatIsSaved(): void {
  const { createObjectURL } = URL;
  const { click } = HTMLAnchorElement.prototype;
  const { promise, resolve } = Promise.withResolvers<SavedFile>();
  Object.assign(window, { saved: promise });
  let content = new Blob();
  URL.createObjectURL = (source) => {
    if (source instanceof Blob) content = source;
    return createObjectURL.call(URL, source);
  };
  HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
    URL.createObjectURL = createObjectURL;
    HTMLAnchorElement.prototype.click = click;
    resolve(content.text().then((text) => ({ name: this.download, text })));
    click.call(this);
  };
}
