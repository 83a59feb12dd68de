import { expect, it } from "vitest";
import { runAgainWhenLate } from "./run-again-when-late.ts";

function results(...words: string[]): { run: () => Promise<string>; left: string[] } {
  const left = [...words];
  return { run: async () => left.shift() ?? "too many", left };
}

const itself = (result: string) => [result];

it.each([
  "The server did not answer within 2 s.",
  "GET /cart got no answer within 3 seconds.",
  "GET /cart got no answer in time.",
  "GET /cart got no answer from port 7148 within 3000 ms.",
  "No session took part in this exchange.",
  "The process a does not listen on port 7148.",
  "The check could not run: The tests stopped answering.",
  "server.ts did not listen on port 7148 within 3 seconds.",
])("repeats a run in which time ran out, and no other: %s", async (late) => {
  const { run, left } = results(late, "should answer 200", "fine");
  expect(await runAgainWhenLate(run, itself)).toBe("should answer 200");
  expect(left).toEqual(["fine"]);
});

it("believes it the third time", async () => {
  const late = "the redis store has no connection: it does not answer. Trying again.";
  const { run, left } = results(late, late, late, "fine");
  expect(await runAgainWhenLate(run, itself)).toBe(late);
  expect(left).toEqual(["fine"]);
});
