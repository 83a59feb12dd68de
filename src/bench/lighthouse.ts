/**
 * Lighthouse on the built site, served compressed: landing, lesson and workbench, on its mobile profile (a slow phone on a slow
 * network, both simulated).
 *
 *     npm run build && node src/bench/lighthouse.ts [rounds, default 3]
 */
import process from "node:process";
import { fileURLToPath } from "node:url";
import { serveFolder } from "../cli/site-server/serve-folder.ts";
import { type LighthouseRun, LighthouseRuns } from "./lighthouse/lighthouse-runs.ts";

const PAGES = [
  ["landing", "/"],
  ["lesson", "/lessons/the-first-cookie/"],
  ["workbench", "/exercises/shopping-cart/"],
] as const;
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;

const rounds = Number(process.argv[2] ?? 3);
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const site = await serveFolder(fileURLToPath(new URL("../../dist", import.meta.url)));
const lighthouse = await LighthouseRuns.start();
try {
  const lines: string[] = [];
  for (const [name, path] of PAGES) {
    const runs: LighthouseRun[] = [];
    for (let at = 0; at < rounds; at += 1) runs.push(await lighthouse.run(site.origin + path, CATEGORIES));
    const scores = CATEGORIES.map((category) => median(runs.map(({ scores }) => scores[category] ?? 0)));
    const metric = (id: string) => median(runs.map(({ metrics }) => metrics[id] ?? Number.NaN));
    const paint = `${(metric("largest-contentful-paint") / 1000).toFixed(1)} s`;
    const blocked = `${Math.round(metric("total-blocking-time"))} ms`;
    lines.push(
      `| ${[name, ...scores, paint, blocked, metric("cumulative-layout-shift").toFixed(3)].join(" | ")} |`,
    );
    for (const failed of new Set(runs.flatMap(({ failures }) => failures)))
      console.error(`${name}: ${failed}`);
  }
  console.log(`## Lighthouse ${lighthouse.version}, mobile profile, medians of ${rounds} runs

| | performance | accessibility | best practices | SEO | largest paint | main thread blocked | layout shift |
|---|---|---|---|---|---|---|---|
${lines.join("\n")}
`);
} finally {
  await lighthouse.stop();
  await site.close();
}
