import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { TrialClient } from "../session/trial-client.ts";
import { startRedis, type TrialRedis } from "../session/trial-servers/redis.ts";
import { freePort } from "../session/trial-servers/server-process.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

interface Cart {
  readonly servedBy: number;
  readonly cart: readonly string[];
}

let folder: string;
let redis: TrialRedis;
let shops: ChildProcess[];
let balancer: ChildProcess;
let address: string;

/** The guide's programs, as they stand there, in a folder that has the library installed. */
async function writePrograms(): Promise<void> {
  await mkdir(join(folder, "node_modules"));
  await symlink(root, join(folder, "node_modules", "keepsake"), "dir");
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  const guide = await readFile(join(root, "src", "app", "README.md"), "utf8");
  for (const name of ["shop.ts", "balancer.ts"]) {
    const program = guide.split("```ts\n").find((block) => block.startsWith(`// ${name}\n`));
    await writeFile(join(folder, name), program?.split("\n```", 1)[0] ?? "");
  }
}

function start(program: string, environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [program], {
    cwd: folder,
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "keepsake-several-servers-"));
  await writePrograms();
  redis = await startRedis();
  const ports = [await freePort(), await freePort(), await freePort()].map(String);
  const [first = "", second = "", front = ""] = ports;
  const settings = { TINA4_SESSION_BACKEND: "redis", TINA4_SESSION_URL: redis.url };
  shops = [first, second].map((PORT) => start("shop.ts", { PORT, ...settings }));
  balancer = start("balancer.ts", { PORT: front, SERVERS: `${first},${second}` });
  address = `http://127.0.0.1:${front}/cart`;
  for (const port of ports) {
    await vi.waitFor(() => fetch(`http://127.0.0.1:${port}/cart`), { timeout: 30_000, interval: 50 });
  }
}, 60_000);

afterAll(async () => {
  await Promise.all([...shops, balancer].map(end));
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

const add = async (client: TrialClient, item: string): Promise<Cart> => {
  const json = { "Content-Type": "application/json" };
  const answer = await client.post(address, JSON.stringify({ item }), json);
  expect(answer.status, answer.text).toBe(200);
  return answer.json() as Cart;
};

it("keeps every item of one cart, whichever server each request came to", async () => {
  const client = new TrialClient();
  await add(client, "first");
  const items = Array.from({ length: 40 }, (_, n) => `item-${n}`);
  const answers = await Promise.all(items.map((item) => add(client, item)));
  expect(new Set(answers.map(({ servedBy }) => servedBy))).toEqual(new Set(shops.map(({ pid }) => pid)));
  const { cart } = (await client.get(address)).json() as Cart;
  expect(cart.toSorted()).toEqual(["first", ...items].toSorted());
});

it("goes on with a session on the other server when the one that began it is dead", async () => {
  const client = new TrialClient();
  const { servedBy } = await add(client, "first");
  const dead = shops.find(({ pid }) => pid === servedBy);
  if (dead === undefined) throw new Error("Neither shop has served it.");
  await end(dead);
  const statuses = new Set<number>();
  for (let n = 0; n < 4; n += 1) {
    const answer = await client.get(address);
    statuses.add(answer.status);
    if (answer.status === 200) expect((answer.json() as Cart).cart).toEqual(["first"]);
  }
  // The balancer of the guide does not look after its servers: every other request finds the dead one.
  expect(statuses).toEqual(new Set([200, 502]));
});
