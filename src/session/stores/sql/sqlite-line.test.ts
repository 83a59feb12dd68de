import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PlaceInLine } from "./sql-driver.ts";
import { lineUp, transactionBegan, transactionEnded } from "./sqlite-line.ts";

const FILE = "/data/app.db";
const transaction = {};
const PAUSE_MS = 10;
const LONGEST_MS = 5000;

describe("who waits to write to a file", () => {
  /** Who may look again so far, by the names given. */
  let looks: string[];
  beforeEach(() => {
    looks = [];
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const waiting = (name: string, place: PlaceInLine) =>
    place.next(PAUSE_MS, LONGEST_MS).then(() => looks.push(name));

  it("looks after each pause where another process writes, but for those behind", async () => {
    const [first, second] = [lineUp(FILE), lineUp(FILE)];
    void waiting("second", second);
    void waiting("first", first);
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    void waiting("first again", first);
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(looks).toEqual(["first", "first again"]);
    first.leave();
    await vi.advanceTimersByTimeAsync(0);
    expect(looks).toEqual(["first", "first again", "second"]);
    second.leave();
  });

  it("looks at nothing while a transaction of this process is open, and goes on when it ends", async () => {
    transactionBegan(FILE, transaction);
    const [first, second, elsewhere] = [lineUp(FILE), lineUp(FILE), lineUp("/data/other.db")];
    void waiting("first", first);
    void waiting("second", second);
    void waiting("elsewhere", elsewhere);
    await vi.advanceTimersByTimeAsync(LONGEST_MS - 1);
    expect(looks).toEqual(["elsewhere"]);
    transactionEnded(FILE, {});
    await vi.advanceTimersByTimeAsync(0);
    expect(looks).toEqual(["elsewhere"]);
    transactionEnded(FILE, transaction);
    await vi.advanceTimersByTimeAsync(0);
    expect(looks).toEqual(["elsewhere", "first"]);
    // The first may have begun a transaction of its own.
    transactionBegan(FILE, transaction);
    first.leave();
    await vi.advanceTimersByTimeAsync(0);
    expect(looks).toEqual(["elsewhere", "first"]);
    transactionEnded(FILE, transaction);
    await vi.advanceTimersByTimeAsync(0);
    expect(looks).toEqual(["elsewhere", "first", "second"]);
    for (const place of [second, elsewhere]) place.leave();
  });

  it("waits no longer than it can", async () => {
    transactionBegan(FILE, transaction);
    const place = lineUp(FILE);
    void waiting("late", place);
    await vi.advanceTimersByTimeAsync(LONGEST_MS);
    expect(looks).toEqual(["late"]);
    place.leave();
    transactionEnded(FILE, transaction);
  });
});
