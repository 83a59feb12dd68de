import { describe, test as graded } from "@vitest/runner";
import { expect, it } from "vitest";
import { runTests } from "./run-tests.ts";

async function run(first: readonly string[]) {
  const ran: string[] = [];
  const add = (name: string) => graded(name, () => void ran.push(name));
  const grade = await runTests({
    exerciseId: "some",
    host: { seed: 1, lease: () => Promise.reject(new Error("No program here.")) },
    concurrency: 1,
    first,
    importTests: async () => {
      for (const name of ["a", "b"]) add(name);
      describe("together", () => {
        for (const name of ["c", "d"]) add(name);
      });
      add("e");
    },
  });
  return { ran, told: grade.tests.map(({ name, state }) => `${name} ${state}`) };
}

it("runs tests as they stand in the file", async () => {
  expect((await run([])).ran).toEqual(["a", "b", "c", "d", "e"]);
});

it("runs the named ones first, each within its suite, and tells of all as they stand in the file", async () => {
  const { ran, told } = await run(["d", "e", "nowhere"]);
  expect(ran).toEqual(["d", "c", "e", "a", "b"]);
  expect(told).toEqual(["a pass", "b pass", "c pass", "d pass", "e pass"]);
});
