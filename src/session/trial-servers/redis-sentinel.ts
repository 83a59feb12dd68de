import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { answers, startRedis, type TrialRedis } from "./redis.ts";
import { freePort, type ServerProcess, startServer } from "./server-process.ts";

/** A master with a replica, and a Sentinel that puts the replica in its place when it is gone. */
export interface TrialRedisSentinel {
  readonly url: string;
  readonly master: TrialRedis;
  readonly replica: TrialRedis;
  /** Resolves when the replica has all that was written so far. */
  replicated(): Promise<void>;
  stop(): Promise<void>;
}

export async function startRedisSentinel(): Promise<TrialRedisSentinel> {
  const master = await startRedis({ args: ["--repl-diskless-sync-delay", "0"] });
  const replica = await startRedis({ args: ["--replicaof", "127.0.0.1", String(master.port)] });
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "keepsake-redis-sentinel-"));
  const settings = join(folder, "sentinel.conf");
  await writeFile(
    settings,
    [
      `port ${port}`,
      "bind 127.0.0.1",
      `dir ${folder}`,
      `sentinel monitor sessions 127.0.0.1 ${master.port} 1`,
      "sentinel down-after-milliseconds sessions 300",
      "sentinel failover-timeout sessions 3000",
    ].join("\n"),
  );
  let sentinel: ServerProcess | undefined;
  const stop = async () => {
    await Promise.all([sentinel?.stop(), master.stop(), replica.stop()]);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    sentinel = await startServer({
      command: "redis-server",
      args: [settings, "--sentinel"],
      isReady: () => answers(port),
    });
    await untilSentinelKnowsReplica(port);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    // The first of the two is not there: Sentinels are asked one after another.
    url: `redis+sentinel://127.0.0.1:${await freePort()},127.0.0.1:${port}/sessions/0`,
    master,
    replica,
    replicated: () => untilReplicated(master),
    stop,
  };
}

async function untilReplicated({ url }: TrialRedis): Promise<void> {
  const client = new Redis(url);
  try {
    if ((await client.wait(1, 10_000)) < 1) throw new Error("The replica did not follow.");
  } finally {
    client.disconnect();
  }
}

async function untilSentinelKnowsReplica(port: number): Promise<void> {
  const client = new Redis({ port });
  try {
    while (((await client.call("SENTINEL", "REPLICAS", "sessions")) as unknown[]).length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } finally {
    client.disconnect();
  }
}
