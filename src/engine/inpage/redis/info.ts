import type { RedisServer } from "./redis-server.ts";

/** What `INFO [section …]` tells. The part of our own says what is not here. */
export function infoText(
  server: RedisServer,
  wanted: readonly string[],
  commands: readonly string[],
): string {
  const upSeconds = Math.floor((server.nowMs() - server.startedAtMs) / 1000);
  const sections: Readonly<Record<string, readonly string[]>> = {
    Server: [
      "redis_version:7.0.15",
      "redis_mode:standalone",
      "os:a page of a browser",
      `tcp_port:${server.options.port}`,
      `uptime_in_seconds:${upSeconds}`,
    ],
    Clients: [`connected_clients:${server.clients.size}`],
    Persistence: ["loading:0", "aof_enabled:0"],
    Stats: [
      `total_connections_received:${server.connectionsReceived}`,
      `total_commands_processed:${server.commandsProcessed}`,
    ],
    Replication: ["role:master", "connected_slaves:0"],
    Keyspace: server.databases.flatMap((keys, database) => {
      const names = keys.keys();
      if (names.length === 0) return [];
      const ending = names.filter((key) => keys.get(key)?.expiresAtMs !== undefined).length;
      return [`db${database}:keys=${names.length},expires=${ending},avg_ttl=0`];
    }),
    Keepsake: [
      "what:a small server of the page that speaks Redis's protocol; not Redis itself",
      "keeps:nothing after it stops, as Redis without persistence",
      "lacks:persistence, floats (INCRBYFLOAT), publish and subscribe, streams, blocking commands, geo, bitmaps, HyperLogLog, ACL lists, modules, replication, Cluster, TLS, eviction; Lua without coroutines, metatables and load",
      `data_commands:${commands.join(",")}`,
    ],
  };
  const asked = new Set(wanted.map((name) => name.toLowerCase()));
  const all = asked.size === 0 || ["all", "default", "everything"].some((name) => asked.has(name));
  return Object.entries(sections)
    .filter(([name]) => all || asked.has(name.toLowerCase()))
    .map(([name, lines]) => [`# ${name}`, ...lines, ""].join("\r\n"))
    .join("\r\n");
}
