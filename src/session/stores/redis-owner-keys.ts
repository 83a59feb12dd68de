import { again, type RedisLink } from "./redis-link.ts";
import { LIST_OWNER } from "./redis-scripts.ts";

/** A key stands in its owner's index a moment before its record is there: taken out then, nobody would find it again. */
const INDEXED_EARLY_MS = 60_000;
const ASKED_AT_ONCE = 500;

/**
 * The keys in an owner's index, some of whose records may be about to come, or may be gone. What is long gone is
 * taken out of it. `recordName`: what Redis calls the record of a key.
 */
export async function ownerKeys(
  link: RedisLink,
  index: string,
  recordName: (key: string) => string,
): Promise<readonly string[]> {
  const listed = (await again(() => link.run(LIST_OWNER, [index], []))) as (string | number)[];
  const keys: string[] = [];
  const late: string[] = [];
  for (let at = 0; at < listed.length; at += 2) {
    const key = String(listed[at]);
    (Number(listed[at + 1]) > INDEXED_EARLY_MS ? late : keys).push(key);
  }
  for (let at = 0; at < late.length; at += ASKED_AT_ONCE) {
    const some = late.slice(at, at + ASKED_AT_ONCE);
    const there = await Promise.all(some.map((key) => link.send("EXISTS", recordName(key))));
    const gone = some.filter((_key, n) => there[n] === 0);
    if (gone.length > 0) await link.send("ZREM", index, ...gone);
    keys.push(...some.filter((_key, n) => there[n] !== 0));
  }
  return keys;
}
