/**
 * What the in-page engine costs, beside native Node running the same cart server:
 *
 *     node src/bench/engine.ts [chromium|firefox, default chromium] [rounds, default 15]
 *
 * One interleaved run: each round starts the server once in the page and once natively, so that a machine that
 * slows down slows both; medians count. Prints Markdown tables. "Run to first response" is from `spawn` until
 * the body of GET /cart/api has been read.
 */
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { get } from "node:http";
import { join, relative, sep } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { type BrowserName, launchBrowser } from "../e2e/browser.ts";
import type { TestPage } from "../engine/inpage/test-page.ts";
import { openTestSite } from "../engine/inpage/test-site.ts";
import { openLocalBench } from "./local-edit.ts";

declare const testPage: TestPage;

const root = fileURLToPath(new URL("../../", import.meta.url));
const PATH = "/cart/api";
const PORT = 7148;
const COLD_ROUNDS = 5;
/** Servers at once on one engine: as many as an exercise may have. */
const PROCESSES = 8;
const name: BrowserName = process.argv[2] === "firefox" ? "firefox" : "chromium";
const rounds = Number(process.argv[3] ?? 15);

/** Answers as little as a server can: what is measured is the way there and back. */
const HELLO = `import { createServer } from "node:http";
createServer((req, res) => res.end("hello")).listen(${PORT});`;

interface Throughput {
  readonly sequential: number;
  readonly concurrent: number;
}

async function cartFolder(): Promise<string> {
  // Inside the repository, so that native Node finds `keepsake` and its packages.
  await mkdir(join(root, "data"), { recursive: true });
  const folder = await mkdtemp(join(root, "data", "bench-"));
  await cp(join(root, "exercises/shopping-cart/starter"), folder, { recursive: true });
  await cp(join(root, "solutions/shopping-cart"), folder, { recursive: true });
  return folder;
}

async function filesOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(paths.map((path) => readFile(path, "utf8")));
  return Object.fromEntries(
    paths.map((path, index) => [relative(folder, path).split(sep).join("/"), contents[index] ?? ""]),
  );
}

function firstAnswer(): Promise<void> {
  return new Promise((resolve) => {
    const attempt = () => {
      const request = get({ port: PORT, path: PATH, agent: false }, (response) => {
        response.resume();
        response.on("end", resolve);
      });
      request.on("error", () => setTimeout(attempt, 1));
    };
    attempt();
  });
}

/** Milliseconds from starting the process to its first answer. */
async function native(folder: string): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, ["server.ts"], { cwd: folder, stdio: "ignore" });
  await firstAnswer();
  const elapsed = performance.now() - started;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill();
  await ended;
  return elapsed;
}

/** Boots the page's one engine with the cart mounted. */
async function openWarmPage(page: Page, url: string, files: Record<string, string>): Promise<void> {
  await page.goto(url);
  await page.evaluate(async (tree) => {
    const engine = await testPage.boot({ assets: testPage.assets });
    await engine.mount(tree);
    Object.assign(globalThis, { engine });
  }, files);
}

/** Milliseconds from Run to the first answer; with `edited`, from the edit that Run follows. */
function warm(page: Page, edited?: { readonly path: string; readonly text: string }): Promise<number> {
  return page.evaluate(
    async ({ path, edit }) => {
      const { engine } = globalThis as unknown as { engine: Awaited<ReturnType<TestPage["boot"]>> };
      const { program } = testPage;
      const started = performance.now();
      if (edit !== null) await engine.fs.writeFile(edit.path, edit.text);
      const running = await program.spawnServer(engine, "server.ts");
      await program.getText(engine, path);
      const elapsed = performance.now() - started;
      // As a learner would: look, then Stop.
      await new Promise((resolve) => setTimeout(resolve, 500));
      await running.kill();
      return elapsed;
    },
    { path: PATH, edit: edited ?? null },
  );
}

const ENTRY = "server.ts";

/** The entry file, never the same twice, as after a learner's edit. */
function editedEntry(files: Record<string, string>, count: number): { path: string; text: string } {
  return { path: ENTRY, text: `${files[ENTRY]}\nexport const edit = ${count};\n` };
}

/** Milliseconds from navigation to the first answer, in a browser profile that has never seen the site. */
async function cold(browser: Browser, url: string, files: Record<string, string>): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  const elapsed = await page.evaluate(
    async ({ tree, path }) => {
      const { boot, assets, program } = testPage;
      const engine = await boot({ assets });
      await engine.mount(tree);
      await program.spawnServer(engine, "server.ts");
      await program.getText(engine, path);
      return performance.now();
    },
    { tree: files, path: PATH },
  );
  await context.close();
  return elapsed;
}

/** Requests per second through `engine.request`, bodies read; and the program's heap afterwards. */
function throughput(
  page: Page,
  tree: Record<string, string>,
  entry: string,
  path: string,
): Promise<Throughput> {
  return page.evaluate(
    async ({ files, main, target }) => {
      const { boot, assets, program } = testPage;
      const engine = await boot({ assets });
      await engine.mount(files);
      await program.spawnServer(engine, main);
      const perSecond = async (lanes: number, count: number): Promise<number> => {
        let left = count;
        const started = performance.now();
        const lane = async () => {
          while (left > 0) {
            left -= 1;
            await program.getText(engine, target);
          }
        };
        await Promise.all(Array.from({ length: lanes }, lane));
        return (count / (performance.now() - started)) * 1000;
      };
      await perSecond(8, 2000);
      const result = { sequential: await perSecond(1, 4000), concurrent: await perSecond(16, 8000) };
      await engine.teardown();
      return result;
    },
    { files: tree, main: entry, target: path },
  );
}

/** The program's own heap, in MB, after a few hundred requests. Only Chromium tells. */
function heapMegabytes(page: Page, tree: Record<string, string>): Promise<number> {
  const main = `import "./server.ts"; import { createServer } from "node:http";
createServer((req, res) => res.end(String(process.memoryUsage().heapUsed))).listen(7149);`;
  return page.evaluate(
    async ({ files, path }) => {
      const { boot, assets, program } = testPage;
      const engine = await boot({ assets });
      await engine.mount(files);
      await program.spawnServer(engine, "heap.ts", 7149);
      for (let count = 0; count < 300; count += 1) await program.getText(engine, path);
      const bytes = Number(await program.getText(engine, "/", 7149));
      await engine.teardown();
      return bytes / (1024 * 1024);
    },
    { files: { ...tree, "heap.ts": main }, path: PATH },
  );
}

/** The cart server on the port that it is given. */
const ANYWHERE = `import { createApp } from "keepsake";
const app = await createApp();
app.listen(Number(process.env.PORT));`;

interface Several {
  /** From the first `spawn` until all have answered once. */
  readonly allAnswerMs: number;
  /** Through all of them together, each asked by two lanes. */
  readonly perSecond: number;
}

/** The cart server so many times at once on one engine, each on a port and with sessions of its own. */
function several(page: Page, tree: Record<string, string>, count: number): Promise<Several> {
  return page.evaluate(
    async ({ files, path, processes }) => {
      const { boot, assets, program } = testPage;
      const engine = await boot({ assets });
      await engine.mount(files);
      const ports = Array.from({ length: processes }, (_, index) => 7148 + index);
      const started = performance.now();
      await Promise.all(
        ports.map(async (port) => {
          const env = { PORT: String(port), TINA4_SESSION_PATH: `sessions-${port}` };
          await program.spawnServer(engine, "anywhere.ts", port, env);
          await program.getText(engine, path, port);
        }),
      );
      const allAnswerMs = performance.now() - started;
      const asked = performance.now();
      const EACH = 500;
      const lane = async (port: number) => {
        for (let done = 0; done < EACH; done += 1) await program.getText(engine, path, port);
      };
      await Promise.all(ports.flatMap((port) => [lane(port), lane(port)]));
      const perSecond = ((2 * EACH * processes) / (performance.now() - asked)) * 1000;
      await engine.teardown();
      return { allAnswerMs, perSecond };
    },
    { files: { ...tree, "anywhere.ts": ANYWHERE }, path: PATH, processes: count },
  );
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const round = (value: number): string => Math.round(value).toLocaleString("en");

const folder = await cartFolder();
const site = await openTestSite();
const browser = await launchBrowser(name);
try {
  const files = await filesOf(folder);
  const page = await browser.newPage();
  await openWarmPage(page, site.url, files);
  await warm(page);
  const inpageMs: number[] = [];
  const editMs: number[] = [];
  const nativeMs: number[] = [];
  const localMs: number[] = [];
  const local = await openLocalBench(files, "server.ts", PATH);
  for (let count = 0; count < rounds; count += 1) {
    inpageMs.push(await warm(page));
    editMs.push(await warm(page, editedEntry(files, count)));
    nativeMs.push(await native(folder));
    localMs.push(await local.edit());
  }
  await local.close();
  const coldMs: number[] = [];
  for (let count = 0; count < COLD_ROUNDS; count += 1) coldMs.push(await cold(browser, site.url, files));
  const hello = await throughput(page, { "main.mjs": HELLO }, "main.mjs", "/");
  const cart = await throughput(page, files, "server.ts", PATH);
  const eight: Several[] = [];
  for (let count = 0; count < COLD_ROUNDS; count += 1) eight.push(await several(page, files, PROCESSES));
  const warmMs = median(inpageMs);
  const nodeMs = median(nativeMs);
  console.log(`## The in-page engine in ${name} ${browser.version()}, beside Node ${process.version}

| cart server, Run to first response | median | best | ratio to native Node |
|---|---|---|---|
| in the page, warm | ${round(warmMs)} ms | ${round(Math.min(...inpageMs))} ms | ${(warmMs / nodeMs).toFixed(2)} |
| in the page, after an edit, from the edit | ${round(median(editMs))} ms | ${round(Math.min(...editMs))} ms | ${(median(editMs) / nodeMs).toFixed(2)} |
| in the page, cold, from navigation | ${round(median(coldMs))} ms | ${round(Math.min(...coldMs))} ms | ${(median(coldMs) / nodeMs).toFixed(2)} |
| native Node, process start included | ${round(nodeMs)} ms | ${round(Math.min(...nativeMs))} ms | 1 |

| requests per second through \`engine.request\` | one after another | 16 at once |
|---|---|---|
| \`node:http\` | ${round(hello.sequential)} | ${round(hello.concurrent)} |
| Express and keepsake, ${PATH} | ${round(cart.sequential)} | ${round(cart.concurrent)} |

| ${PROCESSES} cart servers at once, on one engine | |
|---|---|
| from the first spawn until all have answered, median of ${COLD_ROUNDS} | ${round(median(eight.map(({ allAnswerMs }) => allAnswerMs)))} ms |
| requests per second through all of them together | ${round(median(eight.map(({ perSecond }) => perSecond)))} |
`);
  console.log(`| on this machine, through the dev server | median | best | ratio to native Node |
|---|---|---|---|
| edit to new response | ${round(median(localMs))} ms | ${round(Math.min(...localMs))} ms | ${(median(localMs) / nodeMs).toFixed(2)} |
`);
  if (name === "chromium")
    console.log(`The program's heap after 300 requests: ${round(await heapMegabytes(page, files))} MB`);
} finally {
  await browser.close();
  await site.close();
  await rm(folder, { recursive: true, force: true });
}
