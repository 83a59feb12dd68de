import { expect, it, vi } from "vitest";
import { startRealServer } from "./real-server.ts";

it("a program that has not begun to listen when the test is over is ended all the same", async () => {
  const ends: (() => Promise<void>)[] = [];
  const starting = startRealServer("modules.mjs", (end) => ends.push(end));
  const outcome = starting.catch(String);
  await vi.waitUntil(() => ends.length > 0);
  await ends[0]?.();
  expect(await outcome).toContain("ended on real Node");
});
