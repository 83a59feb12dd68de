import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { Browser, FrameLocator, Page } from "playwright-core";
import { expect } from "vitest";
import type { Route, SeenRequest } from "./agent-window.fixture.ts";
import { buildBridge, framePage } from "./preview-assets.ts";
import type { WindowState } from "./window-state.ts";

/** Where the learner's server is, for the user agent in the page. */
export const shop = "http://localhost:7148";

/** A picture of one pixel. */
export const pixel: Route = {
  base64: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  headers: [["Content-Type", "image/png"]],
};

export function html(body: string, headers: Route["headers"] = []): Route {
  return { body, headers: [["Content-Type", "text/html; charset=utf-8"], ...headers] };
}

/** A page whose script hands what it finds to `show`, which puts it into #out. */
export function scripted(script: string): Route {
  return html(`<!doctype html><title>t</title><body><output id="out"></output><script>
    const show = (value) => { document.querySelector("#out").textContent = typeof value === "string" ? value : JSON.stringify(value); };
    ${script}</script>`);
}

const here = (path: string) => new URL(path, import.meta.url).pathname;

/** A small course site, with the headers and the kind of policy the real one has. */
export class CourseSite {
  /** Requests since the last {@link reset}. */
  asked: { readonly url: string; readonly cookie: string | undefined }[] = [];
  readonly #headers: Readonly<Record<string, string>>;
  #folder = "";
  readonly #server: Server;

  /** `headers` go with every response. */
  constructor(headers: Readonly<Record<string, string>>) {
    this.#headers = headers;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  reset(): void {
    this.asked = [];
  }

  async start(): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), "keepsake-window-"));
    await buildBridge(join(this.#folder, "bridge.js"));
    await build({
      entryPoints: [here("agent-window.fixture.ts")],
      outdir: this.#folder,
      entryNames: "stage",
      bundle: true,
      splitting: true,
      format: "esm",
      target: "es2024",
    });
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", "http://site").pathname;
    this.asked.push({ url: path, cookie: request.headers.cookie });
    for (const [name, value] of Object.entries(this.#headers)) response.setHeader(name, value);
    if (path === "/") {
      response.setHeader("Set-Cookie", "course=secret; Path=/");
      response.setHeader("Content-Security-Policy", "default-src 'self'; style-src 'self' 'unsafe-inline'");
      response.setHeader("Content-Type", "text/html").end(coursePage);
    } else if (path === "/preview/frame.html") {
      response.setHeader("Content-Type", "text/html").end(await framePage(join(this.#folder, "bridge.js")));
    } else if (/^\/(?:preview\/)?[\w-]+\.js$/.test(path)) {
      const script = await readFile(join(this.#folder, path.split("/").at(-1) ?? ""));
      response.setHeader("Content-Type", "text/javascript").end(script);
    } else {
      response.writeHead(404).end();
    }
  }
}

const coursePage = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Course</title>
  <body><button>before</button><main style="height: 400px"></main><button>after</button>
  <script type="module" src="/stage.js"></script></body></html>`;

/** The window in a real browser, as a test sees it. */
export class Screen {
  readonly page: Page;
  readonly frame: FrameLocator;

  constructor(page: Page) {
    this.page = page;
    this.frame = page.frameLocator("iframe");
  }

  /** Opens the course site in a new page, with a secret in its storage. */
  static async open(browser: Browser, site: CourseSite): Promise<Screen> {
    const page = await browser.newPage();
    await page.goto(`${site.origin}/`);
    await page.evaluate(() => localStorage.setItem("course", "secret"));
    return new Screen(page);
  }

  /** A new user agent in a new window, and these answers of the learner's server. */
  async stage(routes: Readonly<Record<string, Route>>, withTabs = false): Promise<void> {
    await this.page.evaluate(([given, tabs]) => window.newStage(given, tabs), [routes, withTabs] as const);
  }

  /** A path of the shop, or a whole address. */
  async navigate(address: string): Promise<void> {
    await this.page.evaluate((url) => window.stage.window.navigate(url), new URL(address, shop).href);
  }

  state(): Promise<WindowState> {
    return this.page.evaluate(() => window.stage.window.state);
  }

  seen(): Promise<SeenRequest[]> {
    return this.page.evaluate(() => window.stage.network.seen);
  }

  /** The paths asked for so far, with their methods. */
  async asked(): Promise<string[]> {
    return (await this.seen()).map(({ method, url }) => `${method} ${new URL(url).pathname}`);
  }

  /** The page's console. */
  lines(): Promise<string[]> {
    return this.page.evaluate(() => window.stage.console.map(({ level, text }) => `${level}: ${text}`));
  }

  async text(selector: string): Promise<string> {
    return (await this.frame.locator(selector).textContent()) ?? "";
  }

  /** Waits for what a page's script shows. */
  async expectOut(expected: string | RegExp): Promise<void> {
    const out = expect.poll(() => this.text("#out"));
    await (typeof expected === "string" ? out.toBe(expected) : out.toMatch(expected));
  }

  imageWidth(selector: string): Promise<number> {
    return this.frame
      .locator(selector)
      .evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : -1));
  }
}
