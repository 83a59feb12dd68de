import { afterAll, beforeAll, expect, test } from "vitest";
import { QuickMachines } from "./quick-machines.ts";

let machines: QuickMachines;
beforeAll(async () => {
  machines = await QuickMachines.prepare();
});
afterAll(() => machines.remove());

/** What a program says on a machine of its own. */
async function saidBy(program: string): Promise<string> {
  const engine = await machines.boot();
  try {
    await engine.mount({ "server.ts": program });
    const { output, exit } = await engine.spawn("node", ["server.ts"]);
    let said = "";
    for await (const { text } of output) said += text;
    expect((await exit).code).toBe(0);
    return said.trim();
  } finally {
    await engine.teardown();
  }
}

/** A program that says which of Node's own modules were loaded for it. */
function asking(part: string): string {
  return `import express from "express";
import { createApp } from "keepsake";
const loaded: string[] = Reflect.get(process, "moduleLoadList");
createApp();
console.log(typeof express, loaded.some((name) => name.includes("${part}")));`;
}

test("what one machine has compiled, the next need not: types are stripped once", async () => {
  expect(await saidBy(asking("deps/amaro"))).toBe("function true");
  expect(await saidBy(asking("deps/amaro"))).toBe("function false");
});

test("each machine runs its own text, in the same place and as long as another's", async () => {
  const saying = (word: string) => `const word: string = "${word}";\nconsole.log(word);`;
  const words = ["one", "two", "one", "six"];
  const said: string[] = [];
  for (const word of words) said.push(await saidBy(saying(word)));
  expect(said).toEqual(words);
});

test("a program is not started with the whole of fetch, nor with variables of ours", async () => {
  expect(await saidBy(asking("deps/undici"))).toBe("function false");
  expect(
    await saidBy("console.log(Object.keys(process.env).filter((name) => /NODE|KEEPSAKE/.test(name)))"),
  ).toBe("[]");
});
