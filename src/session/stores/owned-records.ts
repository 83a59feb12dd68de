import type { SessionRecord } from "../record.ts";
import type { ListedSession } from "../store.ts";

/** Records of one owner that are read at once. */
const READ_AT_ONCE = 32;
/** A session that moves between each look and the reading is met in the end, or somebody is at play. */
const LOOKS = 20;

/**
 * The records of an owner by an index that is read before them. A session that moves in between is at none of the
 * keys that were found, so the index is read again until nothing is missing, or nothing but what was missing
 * before: what the index has too many.
 */
export async function ownedRecords(
  owner: string,
  keysOfOwner: () => Promise<readonly string[]>,
  recordAt: (key: string) => Promise<SessionRecord | undefined>,
): Promise<readonly ListedSession[]> {
  const listed = new Map<string, ListedSession>();
  let missedBefore = "";
  for (let look = 0; look < LOOKS; look += 1) {
    const unknown = (await keysOfOwner()).filter((key) => !listed.has(key));
    const missed: string[] = [];
    for (let at = 0; at < unknown.length; at += READ_AT_ONCE) {
      const keys = unknown.slice(at, at + READ_AT_ONCE);
      const records = await Promise.all(keys.map((key) => recordAt(key)));
      for (const [n, key] of keys.entries()) {
        const record = records[n];
        if (record?.owner === owner) listed.set(key, { key, record });
        else missed.push(key);
      }
    }
    const missedNow = missed.sort().join();
    if (missedNow === "" || missedNow === missedBefore) break;
    missedBefore = missedNow;
  }
  return [...listed.values()];
}
