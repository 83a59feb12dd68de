import type { RedisSnapshot, SnapshotKey } from "../../engine/inpage/redis/snapshot.ts";
import { contentOfRedisText, type SessionContent } from "./session-content.ts";

/** A session as a key of Redis. */
export interface SessionKey {
  readonly database: number;
  readonly key: string;
  readonly content: SessionContent;
  /** In milliseconds since 1970 by the real clock, which Redis follows; `null`: the key stays. */
  readonly expiresAtMs: number | null;
}

/** What a Redis of the page holds: the sessions of the library, and all else. */
export interface RedisContents {
  readonly port: number;
  readonly sessions: readonly SessionKey[];
  readonly others: readonly SnapshotKey[];
  /** All of them; more than are here when there are very many. */
  readonly keyCount: number;
}

const types: ReadonlySet<string> = new Set<SnapshotKey["type"]>(["string", "list", "set", "hash", "zset"]);

/** Reads a message of the channel `keepsake:redis`. `undefined`: it has not that shape. Sorted by database and key. */
export function readRedisContents(message: Readonly<Record<string, unknown>>): RedisContents | undefined {
  if (!isSnapshot(message)) return undefined;
  const sessions: SessionKey[] = [];
  const others: SnapshotKey[] = [];
  const sorted = message.keys.toSorted(
    (one, other) => one.database - other.database || (one.key < other.key ? -1 : 1),
  );
  for (const entry of sorted) {
    const { database, key, value, expiresAtMs } = entry;
    const content = typeof value === "string" ? contentOfRedisText(value) : undefined;
    if (content === undefined) others.push(entry);
    else sessions.push({ database, key, content, expiresAtMs });
  }
  return { port: message.port, sessions, others, keyCount: message.keyCount };
}

/** A value in one line, as `redis-cli` would list it. */
export function valueText({ value }: SnapshotKey): string {
  if (typeof value === "string") return value;
  return value.map((item) => (typeof item === "string" ? item : item.join(": "))).join(", ");
}

function isSnapshot(message: Readonly<Record<string, unknown>>): message is RedisSnapshot {
  const { port, keys, keyCount } = message;
  return typeof port === "number" && typeof keyCount === "number" && Array.isArray(keys) && keys.every(isKey);
}

function isKey(entry: unknown): entry is SnapshotKey {
  if (typeof entry !== "object" || entry === null) return false;
  const { database, key, type, expiresAtMs, value } = entry as Readonly<Record<string, unknown>>;
  if (typeof database !== "number" || typeof key !== "string" || !types.has(String(type))) return false;
  if (expiresAtMs !== null && typeof expiresAtMs !== "number") return false;
  return typeof value === "string" || (Array.isArray(value) && value.every(isItem));
}

function isItem(item: unknown): boolean {
  return typeof item === "string" || (Array.isArray(item) && item.every((part) => typeof part === "string"));
}
