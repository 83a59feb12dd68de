import type { BrowserContext, Page } from "playwright-core";
import { WorkbenchPage } from "../../e2e/workbench-page.ts";

/** The workbench with everything open: program running, inspector on the screen, types on; one types in a file of one's own. */
export async function openEverything(context: BrowserContext, origin: string): Promise<Page> {
  const workbench = await WorkbenchPage.open(context, origin);
  const { page } = workbench;
  await workbench.writeSolution();
  await workbench.run();
  await workbench.addToCart();
  await workbench
    .region("Inspector")
    .getByRole("option", { name: /POST \/cart\/add/ })
    .click();
  await workbench.replaceFile("src/total.ts", "export const wrong: number = 'a';\n");
  await page.getByRole("button", { name: /^\d+ problems?$/ }).waitFor();
  await page.keyboard.press("ControlOrMeta+End");
  return page;
}
