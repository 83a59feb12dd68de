import type { Contender } from "./contender.ts";
import { cookiePairs } from "./exchange.ts";
import { beat, sharedNowMs } from "./metronome.ts";

const PER_SECOND = 500;
const SECONDS = 10;

interface Latencies {
  /** From when another thread sent it to the answer, so that a stall counts for all that arrive in it. */
  readonly takenMs: readonly number[];
  /** How much too late that thread sent it: the machine's doing, which no write answers for. */
  readonly lateMs: readonly number[];
}

/** Writes to files at a steady rate, whatever the answers take: how long each takes. */
export async function latencyTable(contenders: readonly Contender[]): Promise<string> {
  const rows: string[] = [];
  for (const contender of contenders) {
    const { takenMs, lateMs } = await latencies(contender);
    rows.push(row(contender.name, takenMs), row("*sent too late by*", lateMs));
  }
  return [
    `| ${PER_SECOND} writes a second for ${SECONDS} s, ms | median | p99 | p99.9 |`,
    "|---|---|---|---|",
    ...rows,
  ].join("\n");
}

function row(name: string, ms: readonly number[]): string {
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(2);
  return `| ${name} | ${at(0.5)} | ${at(0.99)} | ${at(0.999)} |`;
}

async function latencies({ exchange, name }: Contender): Promise<Latencies> {
  const cookies = await Promise.all(
    Array.from({ length: 50 }, async () => cookiePairs(await exchange("GET", "/fill", "")).join("; ")),
  );
  const takenMs: number[] = [];
  const lateMs: number[] = [];
  const running: Promise<void>[] = [];
  const write = async (cookie: string, sentMs: number) => {
    const { status } = await exchange("POST", "/write", cookie);
    if (status !== 200) throw new Error(`${name} answered POST /write with ${status}.`);
    takenMs.push(sharedNowMs() - sentMs);
  };
  await beat({ perSecond: PER_SECOND, beats: PER_SECOND * SECONDS }, ({ number, dueMs, sentMs }) => {
    lateMs.push(sentMs - dueMs);
    running.push(write(cookies[number % cookies.length] ?? "", sentMs));
  });
  await Promise.all(running);
  return { takenMs, lateMs };
}
