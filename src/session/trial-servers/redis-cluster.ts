import { Redis } from "ioredis";
import { startRedis, type TrialRedis, type TrialRedisOptions } from "./redis.ts";
import { freePort } from "./server-process.ts";

/** A Cluster of three servers without replicas, each with a third of the slots. */
export interface TrialRedisCluster {
  readonly url: string;
  readonly nodes: readonly TrialRedis[];
  stop(): Promise<void>;
}

const SLOTS = 16_384;

export async function startRedisCluster(
  options: Pick<TrialRedisOptions, "command"> = {},
): Promise<TrialRedisCluster> {
  const nodes: TrialRedis[] = [];
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.stop()));
  };
  try {
    const busPorts: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      const busPort = await freePort();
      busPorts.push(busPort);
      const cluster = ["--cluster-enabled", "yes", "--cluster-port", String(busPort)];
      nodes.push(await startRedis({ ...options, args: [...cluster, "--cluster-node-timeout", "1000"] }));
    }
    await join(nodes, busPorts);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `redis+cluster://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(",")}/`, nodes, stop };
}

async function join(nodes: readonly TrialRedis[], busPorts: readonly number[]): Promise<void> {
  const clients = nodes.map(({ url }) => new Redis(url));
  try {
    const first = nodes[0]?.port ?? 0;
    for (const [n, client] of clients.entries()) {
      const from = Math.floor((n * SLOTS) / nodes.length);
      const to = Math.floor(((n + 1) * SLOTS) / nodes.length) - 1;
      await client.call("CLUSTER", "ADDSLOTSRANGE", String(from), String(to));
      await client.call("CLUSTER", "SET-CONFIG-EPOCH", String(n + 1));
      if (n > 0) await client.call("CLUSTER", "MEET", "127.0.0.1", String(first), String(busPorts[0]));
    }
    for (const client of clients) while (!(await isWhole(client, nodes.length)));
  } finally {
    for (const client of clients) client.disconnect();
  }
}

async function isWhole(client: Redis, size: number): Promise<boolean> {
  const info = String(await client.call("CLUSTER", "INFO"));
  if (info.includes("cluster_state:ok") && info.includes(`cluster_known_nodes:${size}`)) return true;
  await new Promise((resolve) => setTimeout(resolve, 20));
  return false;
}
