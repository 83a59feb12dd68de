import { expect, it } from "vitest";
import { keptTable } from "./kept.ts";
import { openContender } from "./registry.ts";

it("tells of each library how many of 800 increments are left, also of those that write a body in parts", async () => {
  const contenders = await Promise.all(
    ["memory", "express-session", "signed-cookie"].map((name) => openContender(name, "")),
  );
  try {
    const rows = (await keptTable(contenders)).split("\n").slice(2);
    const [ours, theirs, cookie] = rows.map((row) => Number(/(\d+) %/.exec(row)?.[1]));
    expect(ours).toBe(100);
    // 32 clients that read the same and write the same, 25 times over: some 25 of 800 are left, never none.
    for (const left of [theirs, cookie]) {
      expect(left).toBeGreaterThanOrEqual(3);
      expect(left).toBeLessThan(50);
    }
  } finally {
    for (const contender of contenders) await contender.close();
  }
});
