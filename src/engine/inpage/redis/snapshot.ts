import type { Value } from "./keyspace.ts";
import type { RedisServer } from "./redis-server.ts";

/** One key, to be shown. Texts are UTF-8 where they can be read so. */
export interface SnapshotKey {
  readonly database: number;
  readonly key: string;
  readonly type: Value["type"];
  /** In milliseconds since 1970 by the real clock; `null`: the key stays. */
  readonly expiresAtMs: number | null;
  /** Pairs of a hash and of a sorted set (member, score), items of a list and of a set. */
  readonly value: string | readonly string[] | readonly (readonly [string, string])[];
}

/**
 * What a server holds: the message of the diagnostics channel `keepsake:redis`, published a moment after each change.
 * Of more than {@link MOST_KEYS} keys the first are there, and of long values the beginning.
 */
export interface RedisSnapshot extends Readonly<Record<string, unknown>> {
  readonly port: number;
  readonly keys: readonly SnapshotKey[];
  /** All of them. */
  readonly keyCount: number;
}

export const MOST_KEYS = 500;
const LONGEST_TEXT_BYTES = 16_384;
const MOST_ITEMS = 200;

export function snapshotOf(server: RedisServer): RedisSnapshot {
  const keys: SnapshotKey[] = [];
  let keyCount = 0;
  for (const [database, space] of server.databases.entries()) {
    for (const key of space.keys()) {
      keyCount += 1;
      const entry = keys.length < MOST_KEYS ? space.get(key) : undefined;
      if (entry === undefined) continue;
      const { value, expiresAtMs = null } = entry;
      keys.push({ database, key: readable(key), type: value.type, expiresAtMs, value: shown(value) });
    }
  }
  return { port: server.options.port, keys, keyCount };
}

function shown(value: Value): SnapshotKey["value"] {
  switch (value.type) {
    case "string":
      return readable(value.text);
    case "list":
      return value.items.slice(0, MOST_ITEMS).map(readable);
    case "set":
      return [...value.members].slice(0, MOST_ITEMS).map(readable);
    case "hash":
      return [...value.fields]
        .slice(0, MOST_ITEMS)
        .map(([field, text]) => [readable(field), readable(text)] as const);
    case "zset":
      return [...value.scores]
        .sort(([, a], [, b]) => a - b)
        .slice(0, MOST_ITEMS)
        .map(([member, score]) => [readable(member), String(score)] as const);
  }
}

function readable(bytes: string): string {
  return Buffer.from(bytes.slice(0, LONGEST_TEXT_BYTES), "latin1").toString("utf8");
}
