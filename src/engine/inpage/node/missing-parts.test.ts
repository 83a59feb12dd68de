import { builtinModules } from "node:module";
import { describe, expect, it } from "vitest";
import { bundledBuiltins } from "./bundled.ts";
import { testMachine } from "./test-builtins.ts";

describe("what a page cannot give", () => {
  it("every module of Node is there or refused by name, but for the loader's own and the one that is loaded late", async () => {
    const { createBuiltins, MemoryKernel } = await bundledBuiltins();
    const { modules, refused } = createBuiltins(new MemoryKernel());
    const unknown = builtinModules
      .map((name) => name.replace(/^node:/, ""))
      .filter(
        (name) =>
          !name.startsWith("_") &&
          name !== "module" &&
          name !== "sqlite" &&
          !modules.has(name) &&
          !refused.has(name),
      );
    expect(unknown).toEqual([]);
    for (const [name, reason] of refused)
      expect(reason, name).toMatch(/^node:[\w/]+ does not exist in the page's engine/);
  });

  it("AsyncLocalStorage is refused, AsyncResource just calls", async () => {
    const { AsyncLocalStorage, AsyncResource } = (await testMachine()).load("async_hooks");
    expect(() => new AsyncLocalStorage()).toThrow(/loses its store at every await.*res\.locals/);
    const resource = new AsyncResource("test");
    expect(resource.runInAsyncScope((a: number, b: number) => a + b, null, 1, 2)).toBe(3);
    const bound = AsyncResource.bind((a: number) => a * 2);
    expect(bound(4)).toBe(8);
  });

  it("zlib says what is available instead", async () => {
    const { load } = await testMachine();
    expect(() => load("zlib").createBrotliCompress()).toThrow(/does not exist.*Use gzip/);
  });

  it("zlib packs and unpacks asynchronously, by call and by stream", async () => {
    const { load } = await testMachine();
    const { promisify } = load("util");
    const zlib = load("zlib");
    const text = "repeat ".repeat(500);
    const packed = await promisify<string, Buffer>(zlib.gzip)(text);
    expect(packed.length).toBeLessThan(200);
    expect((await promisify<Buffer, Buffer>(zlib.gunzip)(packed)).toString()).toBe(text);
    expect((await promisify<Buffer, Buffer>(zlib.unzip)(packed)).toString()).toBe(text);
    await expect(promisify<string, Buffer>(zlib.inflate)("not packed")).rejects.toMatchObject({
      code: "Z_DATA_ERROR",
    });
    const unpacker = zlib.createGunzip();
    unpacker.end(packed);
    let unpacked = "";
    for await (const chunk of unpacker) unpacked += String(chunk);
    expect(unpacked).toBe(text);
    expect(zlib.crc32("hello")).toBe((await import("node:zlib")).crc32("hello"));
  });
});
