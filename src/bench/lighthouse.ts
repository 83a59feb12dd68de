/**
 * Lighthouse on the built site, served compressed: landing, lesson and workbench, on its mobile profile (a slow phone on a slow
 * network, both simulated).
 *
 *     npm run build && node src/bench/lighthouse.ts [rounds, default 5]
 */
import process from "node:process";
import { fileURLToPath } from "node:url";
import { serveFolder } from "../cli/site-server/serve-folder.ts";
import { LighthouseRuns } from "./lighthouse/lighthouse-runs.ts";
import { measurePages, tableOf } from "./lighthouse/page-figures.ts";

const rounds = Number(process.argv[2] ?? 5);

const site = await serveFolder(fileURLToPath(new URL("../../dist", import.meta.url)));
const lighthouse = await LighthouseRuns.start();
try {
  const figures = await measurePages(
    lighthouse,
    [
      ["landing", `${site.origin}/`],
      ["lesson", `${site.origin}/lessons/the-first-cookie/`],
      ["workbench", `${site.origin}/exercises/shopping-cart/`],
    ],
    rounds,
  );
  console.log(`## Lighthouse ${lighthouse.version}, mobile profile, medians of ${rounds} runs

${tableOf(figures)}
`);
} finally {
  await lighthouse.stop();
  await site.close();
}
