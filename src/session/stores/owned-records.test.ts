import { describe, expect, it } from "vitest";
import { recordWith } from "./contract.ts";
import { ownedRecords } from "./owned-records.ts";

const OWNER = "d".repeat(64);
const MINE = recordWith({}, { owner: OWNER, authenticatedAtMs: 1 });

/** An index and records that change as it is told, between one question and the next. */
class Shifting {
  marks = new Set<string>();
  records = new Map<string, typeof MINE>();
  asked = 0;
  /** What happens after so many questions. */
  readonly #events: ReadonlyMap<number, () => void>;

  constructor(keys: readonly string[], events: Readonly<Record<number, (shifting: Shifting) => void>>) {
    for (const key of keys) this.#add(key);
    this.#events = new Map(Object.entries(events).map(([n, event]) => [Number(n), () => event(this)]));
  }

  /** As stores do it: the mark, the new record, the old one away, its mark away. */
  move(from: string, to: string): void {
    this.#add(to);
    this.records.delete(from);
    this.marks.delete(from);
  }

  #add(key: string): void {
    this.marks.add(key);
    this.records.set(key, MINE);
  }

  async list(): Promise<string[]> {
    const answer = <T>(value: () => T): T => {
      const given = value();
      this.asked += 1;
      this.#events.get(this.asked)?.();
      return given;
    };
    const listed = await ownedRecords(
      OWNER,
      async () => answer(() => [...this.marks]),
      async (key) => answer(() => this.records.get(key)),
    );
    return listed.map(({ key }) => key).sort();
  }
}

describe("the records of an owner", () => {
  it("are found by one look where all are there", async () => {
    const shifting = new Shifting(["a", "b"], {});
    expect(await shifting.list()).toEqual(["a", "b"]);
    expect(shifting.asked).toBe(3);
  });

  it("are found where one moves between the index and the reading, again and again", async () => {
    const events = {
      1: (it: Shifting) => it.move("a", "b"),
      3: (it: Shifting) => it.move("b", "c"),
      5: (it: Shifting) => it.move("c", "d"),
    };
    expect(await new Shifting(["a"], events).list()).toEqual(["d"]);
  });

  it("are found where the mark of the new key comes before its record", async () => {
    const shifting = new Shifting(["from"], { 2: (it) => it.move("from", "to") });
    shifting.marks = new Set(["to", "from"]);
    expect(await shifting.list()).toEqual(["to"]);
  });

  it("leave out marks of nothing, and of others' records, and are done with them", async () => {
    const shifting = new Shifting(["a"], {});
    shifting.marks.add("stale");
    shifting.marks.add("other");
    shifting.records.set("other", recordWith({}, { owner: "e".repeat(64), authenticatedAtMs: 1 }));
    expect(await shifting.list()).toEqual(["a"]);
    expect(shifting.asked).toBe(1 + 3 + 1 + 2);
  });

  it("are many", async () => {
    const keys = Array.from({ length: 100 }, (_, n) => `key${n}`);
    expect(await new Shifting(keys, {}).list()).toEqual(keys.sort());
  });
});
