import { describe, expect, it } from "vitest";
import { testMachine } from "./test-builtins.ts";

const turn = () => new Promise((resolve) => setTimeout(resolve, 1));

describe("process", () => {
  it("runs ticks before promises when a callback of ours returns, and in order", async () => {
    const { load, lifecycle } = await testMachine();
    const { nextTick } = load("process");
    const order: string[] = [];
    lifecycle.enter(() => {
      void Promise.resolve().then(() => order.push("promise"));
      nextTick((word: string) => {
        order.push(word);
        nextTick(() => order.push("tick in tick"));
      }, "tick");
      queueMicrotask(() => order.push("microtask"));
      order.push("sync");
    });
    await turn();
    expect(order).toEqual(["sync", "tick", "tick in tick", "promise", "microtask"]);
  });

  it("keeps its environment as text", async () => {
    const { load } = await testMachine();
    const { env } = load("process");
    Object.assign(env, { DEBUG: false, PORT: 3000, NONE: undefined });
    Object.defineProperty(env, "DEFINED", { value: 5, configurable: true, enumerable: true, writable: true });
    expect([env["DEBUG"], env["PORT"], env["NONE"], env["DEFINED"]]).toEqual([
      "false",
      "3000",
      "undefined",
      "5",
    ]);
    delete env["PORT"];
    expect("PORT" in env).toBe(false);
  });

  it("exits with its code, after 'exit'", async () => {
    const { kernel, load } = await testMachine();
    const process = load("process");
    const codes: number[] = [];
    process.on("exit", (code) => codes.push(code));
    process.exitCode = 4;
    expect(() => process.exit()).toThrow();
    expect(kernel.exitCode).toBe(4);
    expect(codes).toEqual([4]);
  });

  it("reports an exception nobody caught and exits 1", async () => {
    const { kernel, lifecycle } = await testMachine();
    lifecycle.uncaught(new TypeError("lost"));
    expect(kernel.exitCode).toBe(1);
    expect(kernel.output).toMatch(/TypeError: lost\n {4}at [\s\S]*\n\nNode\.js v24/);
  });

  it("lets a listener keep it alive", async () => {
    const { kernel, lifecycle, load } = await testMachine();
    const seen: unknown[] = [];
    load("process").on("uncaughtException", (error, origin) => seen.push(error.message, origin));
    lifecycle.uncaught(new Error("caught after all"));
    expect(seen).toEqual(["caught after all", "uncaughtException"]);
    expect(kernel.exitCode).toBeUndefined();
  });

  it("ends for a rejection that nobody handles", async () => {
    const { kernel, lifecycle } = await testMachine();
    lifecycle.unhandledRejection("just text", Promise.resolve());
    expect(kernel.exitCode).toBe(1);
    expect(kernel.output).toContain("The promise rejected with the reason \"'just text'\".");
  });

  it("tells of signals, and says whether anybody listened", async () => {
    const { lifecycle, load } = await testMachine();
    expect(lifecycle.signal("SIGINT")).toBe(false);
    const heard: string[] = [];
    load("process").on("SIGINT", (name) => heard.push(name));
    expect(lifecycle.signal("SIGINT")).toBe(true);
    expect(heard).toEqual(["SIGINT"]);
  });

  it("ends when idle and 'beforeExit' gives it no new work", async () => {
    const { kernel, lifecycle, load } = await testMachine();
    const fs = load("fs/promises");
    let asked = 0;
    const begun: Promise<void>[] = [];
    load("process").on("beforeExit", () => {
      asked += 1;
      if (asked === 1) begun.push(Promise.resolve().then(() => fs.writeFile("bye", "bye")));
    });
    expect(lifecycle.idle()).toBe(false);
    await Promise.all(begun);
    expect(begun).toHaveLength(1);
    // The work is done: it asks again, and this time nothing is begun.
    expect(lifecycle.idle()).toBe(false);
    expect(kernel.exitCode).toBeUndefined();
    await turn();
    lifecycle.idle();
    expect(kernel.exitCode).toBe(0);
    expect(asked).toBe(2);
  });

  it("writes to stdout and stderr, and shows warnings", async () => {
    const { kernel, load } = await testMachine();
    const process = load("process");
    process.stdout.write("out ");
    process.stdout.write(Buffer.from([0xe2, 0x82]));
    process.stdout.write(Buffer.from([0xac]));
    process.emitWarning("careful", "OddWarning", "ODD1");
    await turn();
    expect(kernel.output).toContain("out €");
    expect(kernel.output).toContain("(node:1) [ODD1] OddWarning: careful\n");
  });

  it("loads an .env file under what is set already", async () => {
    const { kernel, load } = await testMachine({ files: { ".env": "A=file\nB='two'\n" }, env: { A: "set" } });
    const process = load("process");
    process.loadEnvFile();
    expect(kernel.env).toEqual({ A: "set", B: "two" });
    expect(() => process.loadEnvFile("none")).toThrow("ENOENT: no such file or directory, open 'none'");
  });

  it("prints as Node's console does", async () => {
    const { kernel, load } = await testMachine();
    const console = load("console");
    console.log("%s is %d", "one", 1, { a: [1] });
    console.group("group");
    console.error("two\nlines");
    console.groupEnd();
    console.table([{ a: 1, b: "x" }, { a: 2 }]);
    console.assert(false, "no %s", "way");
    console.count();
    console.count();
    expect(kernel.output).toBe(
      [
        "one is 1 { a: [ 1 ] }",
        "group",
        "  two",
        "  lines",
        "┌─────────┬───┬─────┐",
        "│ (index) │ a │ b   │",
        "├─────────┼───┼─────┤",
        "│ 0       │ 1 │ 'x' │",
        "│ 1       │ 2 │     │",
        "└─────────┴───┴─────┘",
        "Assertion failed: no way",
        "default: 1",
        "default: 2",
        "",
      ].join("\n"),
    );
  });
});
