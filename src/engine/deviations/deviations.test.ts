import { readFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer } from "../contract/program.ts";
import type { Engine } from "../engine.ts";
import { bootLocalEngine } from "../local/local-engine.ts";
import { writtenBy } from "./deviation.ts";
import { nodeDeviations } from "./node-deviations.ts";

const root = join(import.meta.dirname, "../../..");

let node: Engine;
beforeAll(async () => {
  node = await bootLocalEngine();
});
afterAll(() => node.teardown());

it("each deviation has a name of its own", () => {
  const ids = nodeDeviations.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

describe("real Node", () => {
  for (const { id, proof } of nodeDeviations) {
    if (proof.kind !== "program") continue;
    it(`differs: ${id}`, async () => {
      expect(proof.here).not.toBe(proof.node);
      expect(await writtenBy(node, proof.program)).toBe(proof.node);
    });
  }
});

describe("a deviation that a test shows", () => {
  for (const { id, proof } of nodeDeviations) {
    if (proof.kind !== "test") continue;
    it(`still has its test: ${id}`, () => {
      expect(readFileSync(join(root, proof.file), "utf8")).toContain(proof.words);
    });
  }
});

it("a port of an engine is no port of this computer", async () => {
  const port = 47_148;
  await startServer(
    node,
    `import { createServer } from "node:http"; createServer((q, r) => r.end()).listen(${port});`,
    port,
  );
  const refused = new Promise<string | undefined>((resolve, reject) => {
    const socket = createConnection({ port, host: "127.0.0.1" });
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    socket.once("connect", () => reject(new Error("Somebody listens.")));
  });
  expect(await refused).toBe("ECONNREFUSED");
});

it("a package that the course does not bring is not found", async () => {
  const program = `try { await import("vitest"); } catch (error) { console.log(error.code); }`;
  expect(await writtenBy(node, program)).toBe("ERR_MODULE_NOT_FOUND");
});

it("a program's standard input ends at once", async () => {
  const program = `process.stdin.on("data", () => {}).on("end", () => console.log("the end"));`;
  expect(await writtenBy(node, program)).toBe("the end");
});
