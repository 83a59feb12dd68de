import type { Category, LighthouseRun, LighthouseRuns } from "./lighthouse-runs.ts";

const CATEGORIES: readonly Category[] = ["performance", "accessibility", "best-practices", "seo"];

/** Of several runs on one page, each figure the median. */
export interface PageFigures {
  readonly name: string;
  /** Of 100, in the order of the table. */
  readonly scores: readonly number[];
  readonly firstPaintMs: number;
  readonly largestPaintMs: number;
  readonly blockedMs: number;
  readonly layoutShift: number;
  readonly scriptBytes: number;
}

/** A page to measure: what the table calls it, and its address. */
export type NamedPage = readonly [name: string, url: string];

/**
 * Round by round, each page once in each: what else the machine does then meets all of them. Writes what cost points but
 * speed to the error output.
 */
export async function measurePages(
  lighthouse: LighthouseRuns,
  pages: readonly NamedPage[],
  rounds: number,
): Promise<readonly PageFigures[]> {
  const runs = pages.map((): LighthouseRun[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, [, url]] of pages.entries()) runs[at]?.push(await lighthouse.run(url, CATEGORIES));
  }
  return pages.map(([name], at) => {
    const ofPage = runs[at] ?? [];
    for (const failed of new Set(ofPage.flatMap(({ failures }) => failures)))
      console.error(`${name}: ${failed}`);
    const metric = (id: string) => median(ofPage.map(({ metrics }) => metrics[id] ?? Number.NaN));
    return {
      name,
      scores: CATEGORIES.map((category) => median(ofPage.map(({ scores }) => scores[category] ?? 0))),
      firstPaintMs: metric("first-contentful-paint"),
      largestPaintMs: metric("largest-contentful-paint"),
      blockedMs: metric("total-blocking-time"),
      layoutShift: metric("cumulative-layout-shift"),
      scriptBytes: median(ofPage.map(({ scriptBytes }) => scriptBytes)),
    };
  });
}

/** A table in Markdown, one row a page. */
export function tableOf(figures: readonly PageFigures[]): string {
  const rows = figures.map(
    ({ name, scores, firstPaintMs, largestPaintMs, blockedMs, layoutShift, scriptBytes }) => {
      const cells = [
        ...[
          name,
          ...scores,
          `${(firstPaintMs / 1000).toFixed(1)} s`,
          `${(largestPaintMs / 1000).toFixed(1)} s`,
        ],
        ...[`${Math.round(blockedMs)} ms`, layoutShift.toFixed(3), `${Math.round(scriptBytes / 1000)} kB`],
      ];
      return `| ${cells.join(" | ")} |`;
    },
  );
  return `| | performance | accessibility | best practices | SEO | first paint | largest paint | main thread blocked | layout shift | scripts, with those of idle time |
|---|---|---|---|---|---|---|---|---|---|
${rows.join("\n")}`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
