import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { engineContract } from "../engine/contract.ts";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { type DevServer, startDevServer } from "./dev-server.ts";
import { violations } from "./violations.ts";
import { WorkbenchPage } from "./workbench-page.ts";

const CART = "src/routes/cart.ts";
const dist = fileURLToPath(new URL("../../dist/", import.meta.url));

it("the built site has neither the machines nor the code that would use them", async () => {
  const names = await readdir(dist, { recursive: true });
  const texts = await Promise.all(
    names
      .filter((name) => /\.(?:js|html|json)$/.test(name) && !name.startsWith("webcontainer"))
      .map(async (name) => ({ name, text: await readFile(join(dist, name), "utf8") })),
  );
  const found = texts.filter(({ text }) => /@keepsake\/machine|keepsake\.local\.1/.test(text));
  expect(found.map(({ name }) => name)).toEqual([]);
  expect(texts.length).toBeGreaterThan(20);
});

const isFull = process.env["KEEPSAKE_FULL"] === "1";

describe.skipIf(browserExecutable("chromium") === undefined)("with chromium installed", () => {
  let work: string;
  let server: DevServer;
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), "keepsake-work-"));
    [server, browser] = await Promise.all([startDevServer(work), launchBrowser("chromium")]);
  });
  afterEach(async () => {
    await context?.close();
    await rm(join(work, "work"), { recursive: true, force: true });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(work, { recursive: true, force: true });
  });

  const onDisk = (path: string) => join(work, "work/shopping-cart", path);

  async function openWorkbench(): Promise<WorkbenchPage> {
    const workbench = await WorkbenchPage.open(context, server.origin);
    return workbench;
  }

  async function chooseThisMachine({ page }: WorkbenchPage): Promise<void> {
    await page.getByText(/^Engine: /).click();
    await page.getByRole("radio", { name: /^on this machine \(Node v\d/ }).check();
    await page.getByText(/^Engine: on this machine/).waitFor();
    await page.keyboard.press("Escape");
  }

  /** What the editor shows of the file in front. */
  async function shown(page: Page): Promise<string> {
    return (await page.locator("#workbench-editor .cm-content").textContent()) ?? "";
  }

  // Otherwise the socket alone is held to it, by machine-socket.test.ts.
  if (isFull) {
    it("passes the engine's contract in a page of the dev server", async () => {
      context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${server.origin}/course/`);
      const outcome = await page.evaluate(
        async (names) => {
          // Written out as text: Vitest puts a function of its own, which no page has, in the place of import().
          const from = new Function("path", "return import(path)") as <T>(path: string) => Promise<T>;
          const { connectMachine } = await from<typeof import("../engine/local/dev/connect-machine.ts")>(
            "/src/engine/local/dev/connect-machine.ts",
          );
          const { engineContract: cases, contractAssert } =
            await from<typeof import("../engine/contract.ts")>("/src/engine/contract.ts");
          const { token } = await (await fetch("/@keepsake/machine.json")).json();
          const failed: string[] = [];
          for (const one of cases) {
            const engine = await connectMachine({ origin: location.origin, token });
            await one
              .run(engine, contractAssert)
              .catch((error: unknown) => failed.push(`${one.name}: ${error}`));
            await engine.teardown();
          }
          return { failed, count: names.length === cases.length };
        },
        engineContract.map(({ name }) => name),
      );
      expect(outcome).toEqual({ failed: [], count: true });
    });
  }

  it("runs the exercise in real Node, with its files on the disk both ways", async () => {
    context = await browser.newContext();
    const workbench = await openWorkbench();
    await chooseThisMachine(workbench);
    await workbench.run();
    expect(await readdir(onDisk(""))).toContain("server.ts");
    await workbench.openFile(CART);
    await writeFile(onDisk(CART), "// by my own editor\n");
    await expect.poll(() => shown(workbench.page)).toContain("by my own editor");
    await workbench.replaceFile(CART, "// in the page\n");
    await expect.poll(() => readFile(onDisk(CART), "utf8")).toBe("// in the page\n");
  });

  it("keeps both when page and disk changed the same file, and asks", async () => {
    context = await browser.newContext();
    const workbench = await openWorkbench();
    const { page } = workbench;
    await chooseThisMachine(workbench);
    await workbench.replaceFile(CART, "// agreed\n");
    await expect.poll(() => readFile(onDisk(CART), "utf8").catch(() => "")).toBe("// agreed\n");
    // Closed meanwhile, the page knows nothing of the disk; what it did not send yet is its own edit.
    await workbench.saved();
    await page.close();
    await writeFile(onDisk(CART), "// on the disk\n");
    const again = new WorkbenchPage(await context.newPage());
    await again.page.route("**/@keepsake/machine.json", (route) => route.abort());
    await again.page.goto(`${server.origin}/exercises/shopping-cart/`);
    await again.ready();
    await again.replaceFile(CART, "// in the page\n");
    await again.saved();
    await again.page.unroute("**/@keepsake/machine.json");
    await again.page.reload();
    await again.ready();
    const question = again.page.getByText(`${CART} changed here and in work/shopping-cart.`);
    await question.waitFor();
    expect(await readFile(onDisk(CART), "utf8")).toBe("// on the disk\n");
    expect(await violations(again.page)).toEqual([]);
    await again.button("Take the disk's").click();
    await question.waitFor({ state: "detached" });
    await again.openFile(CART);
    await expect.poll(() => shown(again.page)).toContain("on the disk");
    await again.page.getByText(/^Drafts \(\d+\)$/).click();
    await again.page.getByRole("button", { name: /^Restore .* beside the disk$/ }).click();
    await expect.poll(() => shown(again.page)).toContain("in the page");
    await expect.poll(() => readFile(onDisk(CART), "utf8")).toBe("// in the page\n");
  });
});
