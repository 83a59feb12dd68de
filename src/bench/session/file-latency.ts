import type { Contender } from "./contender.ts";
import { cookiePairs } from "./exchange.ts";

const PER_SECOND = 500;
const SECONDS = 10;

/** Writes to files at a steady rate, whatever the answers take: how long each takes. */
export async function latencyTable(contenders: readonly Contender[]): Promise<string> {
  const rows: string[] = [];
  for (const contender of contenders) {
    const sorted = (await latenciesMs(contender)).toSorted((a, b) => a - b);
    const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(2);
    rows.push(`| ${contender.name} | ${at(0.5)} | ${at(0.99)} | ${at(0.999)} |`);
  }
  return [
    `| ${PER_SECOND} writes a second for ${SECONDS} s, ms | median | p99 | p99.9 |`,
    "|---|---|---|---|",
    ...rows,
  ].join("\n");
}

async function latenciesMs({ exchange, name }: Contender): Promise<number[]> {
  const cookies = await Promise.all(
    Array.from({ length: 50 }, async () => cookiePairs(await exchange("GET", "/fill", "")).join("; ")),
  );
  const taken: number[] = [];
  const started = performance.now();
  const running: Promise<void>[] = [];
  for (let n = 0; n < PER_SECOND * SECONDS; n += 1) {
    const dueMs = (n * 1000) / PER_SECOND;
    while (performance.now() - started < dueMs) await new Promise((resolve) => setTimeout(resolve, 1));
    running.push(write(cookies[n % cookies.length] ?? "", started + dueMs));
  }
  await Promise.all(running);
  return taken;

  /** Measured from when it was due, so that a stall counts for all who wait behind it. */
  async function write(cookie: string, dueMs: number): Promise<void> {
    const { status } = await exchange("POST", "/write", cookie);
    if (status !== 200) throw new Error(`${name} answered POST /write with ${status}.`);
    taken.push(performance.now() - dueMs);
  }
}
