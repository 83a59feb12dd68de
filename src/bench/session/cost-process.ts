/**
 * One contender in a process of its own, as it is in an application: nothing else has shaped its code or fills
 * its heap. Takes a sample for each message.
 */
import process from "node:process";
import { breathe, type Contender } from "./contender.ts";
import { openContender } from "./registry.ts";

/** As many visitors at once, each with a session of its own, one request after another. */
const VISITORS = 32;

export interface SampleOrder {
  readonly method: string;
  readonly url: string;
  /** For all visitors together. */
  readonly requests: number;
}

export interface ReadyMessage {
  readonly name: string;
  readonly base: Contender["base"];
}

const [name = "", redisUrl = ""] = process.argv.slice(2);
const contender = await openContender(name, redisUrl);
const jars = await Promise.all(
  Array.from({ length: VISITORS }, async () => {
    const jar = new Map<string, string>([["theme", "dark"]]);
    if (!name.endsWith("-alone")) keep(jar, (await contender.exchange("GET", "/fill", "")).cookies);
    return jar;
  }),
);
process.on("message", async (order: SampleOrder) => {
  process.send?.(await sample(order));
});
process.once("disconnect", () => process.exit());
process.send?.({ name: contender.name, base: contender.base } satisfies ReadyMessage);

/** CPU microseconds per request. */
async function sample({ method, url, requests }: SampleOrder): Promise<number> {
  const headers = jars.map(headerOf);
  const before = process.cpuUsage();
  for (let n = 0; n < requests / VISITORS; n += 1) {
    await Promise.all(
      jars.map(async (jar, visitor) => {
        const { status, cookies } = await contender.exchange(method, url, headers[visitor] ?? "");
        if (status !== 200) throw new Error(`${contender.name} answered ${method} ${url} with ${status}.`);
        if (cookies.length === 0) return;
        keep(jar, cookies);
        headers[visitor] = headerOf(jar);
      }),
    );
    // What streams do on their next tick would otherwise pile up, and all they hold with it.
    await breathe();
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / requests;
}

function keep(jar: Map<string, string>, cookies: readonly string[]): void {
  for (const pair of cookies) jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
}

function headerOf(jar: ReadonlyMap<string, string>): string {
  return [...jar].map(([cookie, value]) => `${cookie}=${value}`).join("; ");
}
