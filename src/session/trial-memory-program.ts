import { subscribe } from "node:diagnostics_channel";
import process from "node:process";
import { COMMIT_CHANNEL } from "./commit-event.ts";
import { openVisit } from "./open-visit.ts";
import { type Environment, resolveSettings } from "./settings.ts";
import { restoreLogin } from "./sign-in/restore-login.ts";
import { MemoryStore } from "./stores/memory-store.ts";
import { storeOfSpec } from "./trial-stores/trial-store.ts";
import type { Visit } from "./visit.ts";
import { contextOf } from "./visit-context.ts";

/**
 * `node --expose-gc trial-memory-program.ts memory|SPEC WINDOWS SESSIONS`: windows of so many sessions that come, sign
 * in, are remembered, sign out, are given up or run out; after each window the heap in use, in bytes. Both
 * clocks, of deadlines and of leases and tombstones, are moved on by 10 ms with each session.
 */
const [spec = "", windows = "", sessions = ""] = process.argv.slice(2);
let nowMs = 1_700_000_000_000;
const started = performance.now();
const begun = nowMs;
performance.now = () => started + (nowMs - begun);
let commits = 0;
subscribe(COMMIT_CHANNEL, () => {
  commits += 1;
});

const NO_ENVIRONMENT: Environment = {};
const times = { idleTimeoutSeconds: 30, absoluteTimeoutSeconds: 60, rememberSeconds: 60, turnLeaseMs: 5000 };
const context = contextOf(
  resolveSettings(
    {
      store: spec === "memory" ? new MemoryStore() : await storeOfSpec(spec),
      nowMs: () => nowMs,
      log: (message) => process.stderr.write(`${message}\n`),
      ...times,
    },
    NO_ENVIRONMENT,
  ),
);

type Method = "GET" | "POST";

/** What a user agent has. */
class Agent {
  cookie: string | undefined;
  remembered: string | undefined;

  /** A request from beginning to end. */
  async visit(method: Method, handler: (visit: Visit) => unknown = () => {}): Promise<void> {
    const visit = await this.enter(method);
    await handler(visit);
    await visit.finish();
    for (const header of [visit.setCookie, visit.rememberCookie]) this.#keep(header);
  }

  /** A request that is under way; `isOver`: its client has gone. */
  async enter(method: Method, isOver = false): Promise<Visit> {
    const { cookie, remembered } = this;
    return openVisit(context, {
      request: {},
      isUnsafe: method === "POST",
      cookieValue: cookie,
      cookie: (name) => (name === context.settings.rememberName ? remembered : undefined),
      route: () => `${method} /`,
      isSecure: () => false,
      userAgent: () => "Firefox",
      isOver: () => isOver,
      onFirstChange: () => {},
    });
  }

  #keep(header: string | undefined): void {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(header ?? "") ?? [];
    if (name === context.settings.name) this.cookie = value || undefined;
    if (name === context.settings.rememberName) this.remembered = value || undefined;
  }
}

async function live(n: number): Promise<void> {
  const agent = new Agent();
  await agent.visit("GET", ({ session }) => {
    session.set("cart", [{ id: n, quantity: 1 }]);
    session.flash("message", "hello");
  });
  await agent.visit("POST", ({ session }) => {
    session.flash("message");
    session.login(n, { remember: n % 4 === 0 });
  });
  await Promise.all([
    agent.visit("POST", ({ session }) => session.increment("adds")),
    agent.visit("POST", ({ session }) => session.increment("adds")),
    agent.visit("GET", ({ session }) => session.increment("reads")),
  ]);
  if (n % 8 === 0) {
    agent.cookie = undefined;
    const { remembered = "" } = agent;
    await agent.visit("GET", async (visit) => {
      await restoreLogin(visit, remembered, async () => true);
      if (visit.session.userId !== n) throw new Error("A remembered user did not come back.");
    });
  }
  if (n % 3 === 0) await agent.visit("POST", ({ session }) => session.logout());
  // Its turn is neither given back nor renewed.
  else if (n % 5 === 0) await agent.enter("POST", true);
}

let n = 0;
for (let window = 0; window < Number(windows); window += 1) {
  for (let count = 0; count < Number(sessions); count += 1) {
    n += 1;
    nowMs += 10;
    await live(n);
    // Timers, of leases and of what is collected, have their chance.
    if (n % 100 === 0) await new Promise(setImmediate);
  }
  globalThis.gc?.();
  globalThis.gc?.();
  process.stdout.write(`${process.memoryUsage().heapUsed}\n`);
}
process.stdout.write(`${commits} commits\n`);
process.exit();
