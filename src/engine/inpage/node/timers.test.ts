import realTimers from "node:timers";
import { describe, expect, it } from "vitest";
import { testMachine } from "./test-builtins.ts";

describe("timers", () => {
  it("hold the process until they are done, cleared or unreffed", async () => {
    const { kernel, load } = await testMachine();
    const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate } = load("timers");
    const done = new Promise((resolve) => setTimeout(resolve, 1));
    const cleared = setTimeout(() => undefined, 60_000);
    const unreffed = setTimeout(() => undefined, 60_000).unref();
    expect(kernel.held).toBe(2);
    expect(unreffed.hasRef()).toBe(false);
    expect(unreffed.ref().hasRef()).toBe(true);
    clearTimeout(cleared);
    clearTimeout(Number(unreffed));
    expect(kernel.held).toBe(1);
    await done;
    expect(kernel.held).toBe(0);
    let beats = 0;
    await new Promise<void>((resolve) => {
      const interval = setInterval(() => {
        beats++;
        if (beats === 3) {
          clearInterval(interval);
          resolve();
        }
      }, 1);
    });
    expect(beats).toBe(3);
    await new Promise((resolve) => setImmediate(resolve));
    expect(kernel.held).toBe(0);
  });

  it("start again by refresh() once they have fired, not once they are cleared", async () => {
    const { kernel, load } = await testMachine();
    const story = async ({ setTimeout, clearTimeout, setImmediate }: typeof realTimers) => {
      let fired = 0;
      let isDone: () => void = () => undefined;
      const timer = setTimeout(() => {
        fired += 1;
        if (fired % 2 === 1) timer.refresh();
        else isDone();
      }, 1);
      const twice = () =>
        new Promise<void>((resolve) => {
          isDone = resolve;
        });
      await twice();
      await new Promise((resolve) => setImmediate(resolve));
      timer.refresh();
      await twice();
      timer.refresh();
      clearTimeout(timer);
      timer.refresh();
      await new Promise((resolve) => setTimeout(resolve, 2));
      return fired;
    };
    expect(await story(load("timers"))).toBe(await story(realTimers));
    expect(kernel.held).toBe(0);
  });

  it("hand what a callback throws to the process, and go on", async () => {
    const { load } = await testMachine();
    const errors: string[] = [];
    load("process").on("uncaughtException", (error) => errors.push(error.message));
    const { setTimeout, setImmediate } = load("timers");
    setTimeout(() => {
      throw new Error("in a timer");
    }, 1);
    setImmediate(() => {
      throw new Error("in an immediate");
    });
    await expect.poll(() => errors.toSorted()).toEqual(["in a timer", "in an immediate"]);
  });

  it("come as promises, with a signal", async () => {
    const { load } = await testMachine();
    const { setTimeout, setImmediate, setInterval } = load("timers/promises");
    expect(await setTimeout(1, "late")).toBe("late");
    expect(await setImmediate("soon")).toBe("soon");
    const abort = new AbortController();
    const waiting = setTimeout(60_000, undefined, { signal: abort.signal });
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ name: "AbortError", code: "ABORT_ERR" });
    let beats = 0;
    for await (const value of setInterval(1, "beat")) {
      expect(value).toBe("beat");
      if (++beats === 2) break;
    }
    const promised = load("util").promisify(load("timers").setTimeout);
    expect(await promised(1, "promisified")).toBe("promisified");
  });

  it("refuse as promises what Node refuses", async () => {
    const { load } = await testMachine();
    const { default: real } = await import("node:timers/promises");
    const ours = load("timers/promises");
    const why = (promised: Promise<unknown>) =>
      promised.then(
        () => "nothing",
        (error: NodeJS.ErrnoException) => `${error.name} ${error.code} ${error.message}`,
      );
    type Call = (one: typeof real) => Promise<unknown>;
    for (const call of [
      (one) => one.setTimeout("5" as never),
      (one) => one.setTimeout(1, 0, null as never),
      (one) => one.setTimeout(1, 0, 5 as never),
      (one) => one.setTimeout(1, 0, { signal: 5 as never }),
      (one) => one.setImmediate(0, { ref: 5 as never }),
      (one) => one.setTimeout(1, 0, { signal: AbortSignal.abort(), ref: false }),
    ] satisfies Call[])
      expect(await why(call(ours))).toBe(await why(call(real)));
  });
});
