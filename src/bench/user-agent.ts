/**
 * Requests per second through the whole user agent (cookies chosen and explained, exchange recorded, session read
 * and written) to a server in the in-page engine:
 *
 *     node src/bench/user-agent.ts [rounds, default 5]
 *
 * Beside it, in the same interleaved run: Node's own `fetch`, with no cookie jar, to the same server in native Node.
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { launchBrowser } from "../e2e/browser.ts";
import { openTestSite } from "../engine/inpage/test-site.ts";
import type { UserAgentBench } from "./user-agent-page.ts";

declare const userAgentBench: UserAgentBench;

const root = fileURLToPath(new URL("../../", import.meta.url));
const COUNT = 2000;
const rounds = Number(process.argv[2] ?? 5);

/** The same program natively, on a free port that it prints. */
const NATIVE = `
import express from "express";
import { session } from "keepsake";
const app = express();
app.use(session());
app.get("/", (req, res) => { req.session.increment("visits"); res.json(req.session.all()); });
const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));
`;

async function native(): Promise<number> {
  const folder = await mkdtemp(join(root, "node_modules", ".bench-"));
  await writeFile(join(folder, "server.mjs"), NATIVE.replace('"keepsake"', '"../../src/app/index.ts"'));
  const child = spawn(process.execPath, ["server.mjs"], {
    cwd: folder,
    env: { ...process.env, TINA4_SESSION_BACKEND: "memory" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  try {
    const port = await new Promise<string>((resolve) =>
      child.stdout.once("data", (chunk) => resolve(String(chunk).trim())),
    );
    const url = `http://127.0.0.1:${port}/`;
    const cookie = (await fetch(url)).headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const run = async () => {
      const started = performance.now();
      for (let count = 0; count < COUNT; count += 1) {
        await (await fetch(url, { headers: { cookie } })).arrayBuffer();
      }
      return (COUNT / (performance.now() - started)) * 1000;
    };
    await run();
    return await run();
  } finally {
    child.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const round = (value: number): string => Math.round(value).toLocaleString("en");

const site = await openTestSite(fileURLToPath(new URL("user-agent-page.ts", import.meta.url)));
const browser = await launchBrowser("chromium");
try {
  const sequential: number[] = [];
  const concurrent: number[] = [];
  const natives: number[] = [];
  for (let at = 0; at < rounds; at += 1) {
    const page = await browser.newPage();
    await page.goto(site.url);
    const figures = await page.evaluate((count) => userAgentBench.measure(count), COUNT);
    await page.close();
    sequential.push(figures.sequential);
    concurrent.push(figures.concurrent);
    natives.push(await native());
  }
  console.log(`## Requests per second, Express with a session that is read and written, ${rounds} rounds of ${COUNT}

| | one after another | eight at once | ratio to native |
|---|---|---|---|
| user agent with jar and record, server in the page (chromium ${browser.version()}) | ${round(median(sequential))} | ${round(median(concurrent))} | ${(median(sequential) / median(natives)).toFixed(2)} |
| Node's \`fetch\` without a jar, server in native Node ${process.version} | ${round(median(natives))} | | 1 |
`);
} finally {
  await browser.close();
  await site.close();
}
