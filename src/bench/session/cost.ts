import process from "node:process";
import type { Contender } from "./contender.ts";

const WORK = [
  ["untouched", "GET", "/untouched"],
  ["read", "GET", "/read"],
  ["write (GET)", "GET", "/write"],
  ["write (POST)", "POST", "/write"],
] as const;

/** As many visitors at once, each with a session of its own, one request after another. */
const VISITORS = 32;

export interface CostOptions {
  readonly rounds: number;
  /** Per sample, for all visitors together. */
  readonly requests: number;
}

/**
 * Added CPU of this process per request beside the same framework alone, as a Markdown table. One interleaved
 * run: each round samples every contender once, in rotating order, so that a machine that slows down slows all
 * of them; the median of the rounds counts.
 */
export async function costTable(
  bases: readonly Contender[],
  contenders: readonly Contender[],
  options: CostOptions,
): Promise<string> {
  const all = [...bases, ...contenders];
  const jars = new Map(await Promise.all(all.map(async (one) => [one, await signIn(one, bases)] as const)));
  for (const one of all) {
    for (const [, method, url] of WORK) await sample(one, jars.get(one) ?? [], method, url, options.requests);
  }
  const samples = new Map<string, number[]>();
  for (let round = 0; round < options.rounds; round += 1) {
    for (const [work, method, url] of WORK) {
      for (let n = 0; n < all.length; n += 1) {
        const contender = all[(n + round) % all.length];
        if (contender === undefined) continue;
        const key = `${contender.name} ${work}`;
        const cost = await sample(contender, jars.get(contender) ?? [], method, url, options.requests);
        samples.set(key, [...(samples.get(key) ?? []), cost]);
      }
    }
  }
  const cost = (contender: Contender, work: string) => median(samples.get(`${contender.name} ${work}`) ?? []);
  const baseOf = ({ base }: Contender) => bases.find((one) => one.base === base);
  const rows = contenders.map((contender) => {
    const base = baseOf(contender);
    const cells = WORK.map(([work]) => cost(contender, work) - (base === undefined ? 0 : cost(base, work)));
    return `| ${[contender.name, ...cells.map((cell) => cell.toFixed(1))].join(" | ")} |`;
  });
  const alone = bases.map((base) => {
    const cells = WORK.map(([work]) => cost(base, work).toFixed(1));
    return `| *${base.name}, total* | ${cells.join(" | ")} |`;
  });
  return [
    `| added CPU per request, µs | ${WORK.map(([work]) => work).join(" | ")} |`,
    `|---|${WORK.map(() => "---|").join("")}`,
    ...rows,
    ...alone,
  ].join("\n");
}

/** A cookie jar for each visitor. */
async function signIn(contender: Contender, bases: readonly Contender[]): Promise<Map<string, string>[]> {
  return Promise.all(
    Array.from({ length: VISITORS }, async () => {
      const jar = new Map<string, string>([["theme", "dark"]]);
      if (!bases.includes(contender)) keep(jar, (await contender.exchange("GET", "/fill", "")).cookies);
      return jar;
    }),
  );
}

function keep(jar: Map<string, string>, cookies: readonly string[]): void {
  for (const pair of cookies) jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
}

const headerOf = (jar: ReadonlyMap<string, string>) =>
  [...jar].map(([name, value]) => `${name}=${value}`).join("; ");

/** CPU microseconds per request. */
async function sample(
  contender: Contender,
  jars: readonly Map<string, string>[],
  method: string,
  url: string,
  requests: number,
): Promise<number> {
  const before = process.cpuUsage();
  await Promise.all(
    jars.map(async (jar) => {
      let header = headerOf(jar);
      for (let n = 0; n < requests / VISITORS; n += 1) {
        const { status, cookies } = await contender.exchange(method, url, header);
        if (status !== 200) throw new Error(`${contender.name} answered ${method} ${url} with ${status}.`);
        if (cookies.length === 0) continue;
        keep(jar, cookies);
        header = headerOf(jar);
      }
    }),
  );
  const { user, system } = process.cpuUsage(before);
  return (user + system) / requests;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
