import type { Contender } from "./contender.ts";
import { cookiePairs } from "./exchange.ts";

const CLIENTS = 32;
const EACH = 25;

/** 32 clients on one session, each adding one 25 times with code that reads, waits and writes: what is kept. */
export async function keptTable(contenders: readonly Contender[]): Promise<string> {
  const rows: string[] = [];
  for (const contender of contenders) {
    rows.push(
      `| ${contender.name} | ${((100 * (await keptOf(contender))) / (CLIENTS * EACH)).toFixed(0)} % |`,
    );
  }
  return [
    `| ${CLIENTS} clients at once on one session, ${CLIENTS * EACH} increments | kept |`,
    "|---|---|",
    ...rows,
  ].join("\n");
}

async function keptOf({ exchange, name }: Contender): Promise<number> {
  const filled = await exchange("GET", "/fill", "");
  // Clients of one browser: the newest cookie is everybody's.
  const jar = new Map<string, string>();
  const keep = (cookies: readonly string[]) => {
    for (const pair of cookies) jar.set(pair.slice(0, pair.indexOf("=")), pair);
  };
  const header = () => [...jar.values()].join("; ");
  keep(cookiePairs(filled));
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (let n = 0; n < EACH; n += 1) {
        const answer = await exchange("POST", "/add", header());
        if (answer.status !== 200) throw new Error(`${name} answered POST /add with ${answer.status}.`);
        keep(cookiePairs(answer));
      }
    }),
  );
  const { body } = await exchange("GET", "/sum", header());
  if (!/^\d+$/.test(body)) throw new Error(`${name} answered GET /sum with "${body}".`);
  return Number(body);
}
