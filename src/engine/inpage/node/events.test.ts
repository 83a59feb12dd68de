import { EventEmitter as RealEmitter } from "node:events";
import { beforeAll, describe, expect, it } from "vitest";
import { type NodeModules, outcome, type TestMachine, testMachine } from "./test-builtins.ts";

describe("events", () => {
  let machine: TestMachine;
  let events: NodeModules["events"];
  beforeAll(async () => {
    machine = await testMachine();
    events = machine.load("events");
  });

  /** The same story on both classes. */
  const both = (story: (emitter: RealEmitter, tell: (text: string) => void) => void) => {
    const run = (Emitter: typeof RealEmitter) => {
      const told: string[] = [];
      const result = outcome(() => story(new Emitter(), (text) => told.push(text)));
      return [...told, result];
    };
    expect(run(events.EventEmitter)).toEqual(run(RealEmitter));
  };

  it("calls listeners in order, once-listeners once, and copes with removal while it calls", () => {
    both((emitter, tell) => {
      const second = () => tell("second");
      emitter.on("x", (...args) => {
        tell(`first ${args.join()}`);
        emitter.off("x", second);
      });
      emitter.on("x", second);
      emitter.once("x", () => tell("once"));
      emitter.prependListener("x", () => tell("zeroth"));
      emitter.emit("x", 1, 2);
      emitter.emit("x");
      tell(`${emitter.listenerCount("x")} ${emitter.listeners("x").length} ${String(emitter.eventNames())}`);
    });
  });

  it("tells of listeners that come and go", () => {
    both((emitter, tell) => {
      emitter.on("newListener", (name) => tell(`new ${String(name)}`));
      emitter.on("removeListener", (name) => tell(`gone ${String(name)}`));
      const listener = () => undefined;
      emitter.on("a", listener);
      emitter.once("a", listener);
      emitter.removeListener("a", listener);
      emitter.removeAllListeners("a");
      emitter.removeAllListeners();
      tell(String(emitter.eventNames().length));
    });
  });

  it("throws an error that nobody hears", () => {
    both((emitter) => emitter.emit("error", new RangeError("far")));
    both((emitter) => emitter.emit("error", "text"));
    both((emitter) => emitter.emit("error"));
    both((emitter) => emitter.emit("error", { a: 1 }));
    both((emitter, tell) => {
      emitter.on("error", (error: Error) => tell(error.message));
      emitter.emit("error", new Error("heard"));
    });
    both((emitter) => emitter.on("x", 5 as unknown as () => void));
    both((emitter) => emitter.setMaxListeners(-1));
  });

  it("is inherited by `call`, as old packages do", () => {
    function Old(this: object): void {
      events.EventEmitter.call(this as InstanceType<typeof events.EventEmitter>);
    }
    Object.setPrototypeOf(Old.prototype, events.EventEmitter.prototype);
    const old = Reflect.construct(Old, []) as InstanceType<typeof events.EventEmitter>;
    let heard = "";
    old.on("x", (text: string) => {
      heard = text;
    });
    old.emit("x", "yes");
    expect(heard).toBe("yes");
    expect(old).toBeInstanceOf(events.EventEmitter);
  });

  it("waits for events: once, on, and a signal that ends it", async () => {
    const emitter = new events.EventEmitter();
    const waiting = events.once(emitter, "ready");
    emitter.emit("ready", 1, 2);
    expect(await waiting).toEqual([1, 2]);
    const failing = events.once(emitter, "ready");
    emitter.emit("error", new Error("not ready"));
    await expect(failing).rejects.toThrow("not ready");

    const abort = new AbortController();
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const [value] of events.on(emitter, "data", { signal: abort.signal })) {
        seen.push(value);
        if (seen.length === 2) abort.abort();
      }
    })();
    emitter.emit("data", "a");
    emitter.emit("data", "b");
    await expect(reading).rejects.toMatchObject({ name: "AbortError", code: "ABORT_ERR" });
    expect(seen).toEqual(["a", "b"]);
    expect(emitter.listenerCount("data")).toBe(0);
  });

  it("makes a listener's rejection an 'error' when asked to", async () => {
    const emitter = new events.EventEmitter({ captureRejections: true });
    const failed = new Promise((resolve) => emitter.on("error", resolve));
    emitter.on("x", async () => {
      throw new Error("rejected");
    });
    emitter.emit("x");
    expect(await failed).toMatchObject({ message: "rejected" });
  });

  it("warns of a leak in Node's words", async () => {
    const emitter = new events.EventEmitter();
    for (let i = 0; i < 11; i++) emitter.on("leak", () => undefined);
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(machine.kernel.output).toContain(
      "MaxListenersExceededWarning: Possible EventEmitter memory leak detected. 11 leak listeners added to [EventEmitter]. MaxListeners is 10.",
    );
  });
});
