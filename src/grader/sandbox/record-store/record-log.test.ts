import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { RecordLog } from "./record-log.ts";

const ALICE = "a".repeat(64);
const BOB = "b".repeat(64);

let log: RecordLog;
beforeEach(() => {
  log = new RecordLog();
});

/** A first request of somebody who has no session yet. */
function begin(key: string): void {
  const answered = log.asked(undefined);
  log.kept(key, "1");
  answered();
}

describe("a change of a record", () => {
  it("is no hidden one while a request of its session waits for an answer", () => {
    begin(ALICE);
    const answered = log.asked(ALICE);
    log.kept(ALICE, "2");
    answered();
    expect(log.hiddenChange(ALICE)).toBeUndefined();
  });

  it("is a hidden one after the answer, before any request, and while only others ask", () => {
    begin(ALICE);
    begin(BOB);
    log.asked(ALICE)();
    log.kept(ALICE, "2");
    expect(log.hiddenChange(ALICE)).toEqual({ while: "idle" });
    log.asked(ALICE);
    log.kept(BOB, "2");
    expect(log.hiddenChange(BOB)).toEqual({ while: "others" });
    log.clear();
    expect(log.hiddenChange(ALICE)).toBeUndefined();
  });

  it("is a hidden one once all is forgotten, requests that still wait among it: their program is gone", () => {
    log.asked(undefined);
    log.clear();
    begin(ALICE);
    log.kept(ALICE, "2");
    expect(log.hiddenChange(ALICE)).toEqual({ while: "idle" });
  });

  it("is a hidden one when a record is made while nobody asks", () => {
    log.kept(ALICE, "1");
    expect(log.hiddenChange(ALICE)).toEqual({ while: "idle" });
  });

  it("stays known, whatever is changed later", () => {
    begin(ALICE);
    log.kept(ALICE, "forged");
    const answered = log.asked(ALICE);
    log.kept(ALICE, "1");
    answered();
    expect(log.hiddenChange(ALICE)).toEqual({ while: "idle" });
  });

  it("is a hidden one when the record was taken away before, while only others ask", () => {
    begin(ALICE);
    begin(BOB);
    log.asked(BOB);
    log.ended(ALICE);
    log.kept(ALICE, "forged");
    expect(log.hiddenChange(ALICE)).toEqual({ while: "others" });
  });

  it("is a hidden one when the record is made out to follow that of the one who asks", () => {
    begin(ALICE);
    begin(BOB);
    log.asked(BOB);
    log.moved(BOB, ALICE);
    log.kept(ALICE, "forged");
    expect(log.hiddenChange(ALICE)).toEqual({ while: "others" });
  });

  it("is none when the content stays, or the tests made it", () => {
    begin(ALICE);
    log.kept(ALICE, "1");
    log.byTests(() => log.kept(ALICE, "2"));
    log.kept(ALICE, "2");
    expect(log.hiddenChange(ALICE)).toBeUndefined();
  });

  it("may come in several steps, and to a session that began with the request", () => {
    const answered = log.asked(undefined);
    log.kept(ALICE, "1");
    log.kept(ALICE, "2");
    answered();
    expect(log.hiddenChange(ALICE)).toBeUndefined();
    log.kept(ALICE, "3");
    expect(log.hiddenChange(ALICE)).toEqual({ while: "idle" });
  });

  it("may come to the record that has followed, by a request with the id from before", () => {
    begin(ALICE);
    const [first, second] = [log.asked(ALICE), log.asked(ALICE)];
    log.kept(BOB, "1");
    log.moved(ALICE, BOB);
    first();
    log.kept(BOB, "2");
    second();
    const late = log.asked(ALICE);
    log.kept(BOB, "3");
    late();
    expect(log.hiddenChange(BOB)).toBeUndefined();
  });

  it("may come with a request that still waits, whoever is answered meanwhile", () => {
    begin(ALICE);
    log.asked(ALICE);
    log.kept(ALICE, "2");
    log.asked(BOB)();
    log.kept(ALICE, "3");
    expect(log.hiddenChange(ALICE)).toBeUndefined();
  });
});

it("whatever a session's own requests do, in whatever order they end, nothing is hidden", () => {
  const step = fc.record({ key: fc.constantFrom(ALICE, BOB), writes: fc.nat(3), endsAt: fc.nat(3) });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const trial = new RecordLog();
      let content = 0;
      const ends: (() => void)[] = [];
      for (const { key, writes, endsAt } of steps) {
        const answered = trial.asked(key);
        for (let each = 0; each < writes; each += 1) {
          content += 1;
          trial.kept(key, String(content));
        }
        ends.push(answered);
        ends.splice(endsAt, 1)[0]?.();
      }
      expect([trial.hiddenChange(ALICE), trial.hiddenChange(BOB)]).toEqual([undefined, undefined]);
    }),
  );
});

it("successors that lead in a circle are no way without end", () => {
  const both = log.asked(ALICE);
  log.kept(ALICE, "1");
  log.kept(BOB, "1");
  log.moved(ALICE, BOB);
  log.moved(BOB, ALICE);
  both();
  log.asked("c".repeat(64));
  log.kept(ALICE, "2");
  expect(log.hiddenChange(ALICE)).toEqual({ while: "others" });
});
