import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { ReadyMessage, SampleOrder } from "./cost-process.ts";

const WORK = [
  ["untouched", "GET", "/untouched"],
  ["read", "GET", "/read"],
  ["write (GET)", "GET", "/write"],
  ["write (POST)", "POST", "/write"],
] as const;

export interface CostOptions {
  readonly rounds: number;
  /** Per sample. */
  readonly requests: number;
  readonly redisUrl: string;
}

/**
 * Added CPU per request beside the same framework alone, as a Markdown table. Each contender is a process of its
 * own. One interleaved run: each round samples every contender once, one at a time, in rotating order, so that a
 * machine that slows down slows all of them; the median of the rounds counts.
 */
export async function costTable(
  bases: readonly string[],
  contenders: readonly string[],
  options: CostOptions,
): Promise<string> {
  const all: CostProcess[] = [];
  try {
    for (const name of [...bases, ...contenders]) all.push(await CostProcess.start(name, options.redisUrl));
    await takeSamples(all, options);
    return tableOf(all, bases.length);
  } finally {
    await Promise.all(all.map((one) => one.end()));
  }
}

async function takeSamples(all: readonly CostProcess[], { rounds, requests }: CostOptions): Promise<void> {
  for (const one of all) for (const [, method, url] of WORK) await one.sample({ method, url, requests });
  for (let round = 0; round < rounds; round += 1) {
    for (const [work, method, url] of WORK) {
      for (let n = 0; n < all.length; n += 1) {
        const one = all[(n + round) % all.length];
        one?.note(work, await one.sample({ method, url, requests }));
      }
    }
  }
}

function tableOf(all: readonly CostProcess[], baseCount: number): string {
  const bases = all.slice(0, baseCount);
  const rows = all.slice(baseCount).map((one) => {
    const base = bases.find((candidate) => candidate.ready.base === one.ready.base);
    const cells = WORK.map(([work]) => (one.cost(work) - (base?.cost(work) ?? 0)).toFixed(1));
    return `| ${one.ready.name} | ${cells.join(" | ")} |`;
  });
  const alone = bases.map((base) => {
    const cells = WORK.map(([work]) => base.cost(work).toFixed(1));
    return `| *${base.ready.name}, total* | ${cells.join(" | ")} |`;
  });
  return [
    `| added CPU per request, µs | ${WORK.map(([work]) => work).join(" | ")} |`,
    `|---|${WORK.map(() => "---|").join("")}`,
    ...rows,
    ...alone,
  ].join("\n");
}

class CostProcess {
  readonly ready: ReadyMessage;
  readonly #child: ChildProcess;
  readonly #samples = new Map<string, number[]>();

  private constructor(child: ChildProcess, ready: ReadyMessage) {
    this.#child = child;
    this.ready = ready;
  }

  static async start(name: string, redisUrl: string): Promise<CostProcess> {
    const child = fork(fileURLToPath(new URL("cost-process.ts", import.meta.url)), [name, redisUrl]);
    return new CostProcess(child, (await answerOf(child)) as ReadyMessage);
  }

  async sample(order: SampleOrder): Promise<number> {
    this.#child.send(order);
    return Number(await answerOf(this.#child));
  }

  note(work: string, cost: number): void {
    this.#samples.set(work, [...(this.#samples.get(work) ?? []), cost]);
  }

  cost(work: string): number {
    return median(this.#samples.get(work) ?? []);
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.disconnect();
    await ended;
  }
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  try {
    return await Promise.race([
      once(child, "message", { signal: ended.signal }).then(([message]) => message as unknown),
      once(child, "exit", { signal: ended.signal }).then(([code]) => {
        throw new Error(`A contender's process ended with ${String(code)}.`);
      }),
    ]);
  } finally {
    ended.abort();
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
