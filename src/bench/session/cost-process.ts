/**
 * One contender in a process of its own, as it is in an application: nothing else has shaped its code or fills
 * its heap. Takes a sample for each message.
 */
import process from "node:process";
import { breathe, type Contender } from "./contender.ts";
import { cookiePairs } from "./exchange.ts";
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
    if (!name.endsWith("-alone")) keep(jar, cookiePairs(await contender.exchange("GET", "/fill", "")));
    return jar;
  }),
);
process.on("message", async (order: SampleOrder) => {
  process.send?.(await sample(order));
});
process.once("disconnect", () => process.exit());
process.send?.({ name: contender.name, base: contender.base } satisfies ReadyMessage);

/** CPU microseconds per request, of the server alone: what its visitors do with cookies is not counted. */
async function sample({ method, url, requests }: SampleOrder): Promise<number> {
  const headers = jars.map(headerOf);
  const one = (cookie: string) => contender.exchange(method, url, cookie);
  let used = 0;
  for (let n = 0; n < requests / VISITORS; n += 1) {
    const before = process.cpuUsage();
    const answers = await Promise.all(headers.map(one));
    // What streams do on their next tick would otherwise pile up, and all they hold with it.
    await breathe();
    const { user, system } = process.cpuUsage(before);
    used += user + system;
    for (const [visitor, answer] of answers.entries()) {
      // Who answers otherwise has not done the same work.
      if (answer.status !== 200 || answer.body !== "ok") {
        const { status, body } = answer;
        throw new Error(`${contender.name} answered ${method} ${url} with ${status} "${body}".`);
      }
      const cookies = cookiePairs(answer);
      const jar = jars[visitor];
      if (cookies.length === 0 || jar === undefined) continue;
      keep(jar, cookies);
      headers[visitor] = headerOf(jar);
    }
  }
  return used / requests;
}

function keep(jar: Map<string, string>, cookies: readonly string[]): void {
  for (const pair of cookies) jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
}

function headerOf(jar: ReadonlyMap<string, string>): string {
  return [...jar].map(([cookie, value]) => `${cookie}=${value}`).join("; ");
}
