import { expect, it } from "vitest";
import { realNowMs } from "../store.ts";
import { recordWith } from "./contract.ts";
import { Desks } from "./desks.ts";

it("forgets idle desks, and those of turns that ran out, but none that is busy", () => {
  const desks = new Desks();
  const busy = desks.at("held");
  busy.held = { token: 1, route: "POST /", untilMs: realNowMs() + 60_000 };
  const waiting = desks.at("waited for");
  waiting.line.join({
    wake: undefined,
    granted: undefined,
    request: { route: "POST /", leaseMs: 1, waitMs: 1 },
  });
  const written = desks.at("written");
  void written.write(() => new Promise(() => {}));
  for (let n = 0; n < 10_000; n += 1) {
    desks.at(`left ${n}`).held = { token: 1, route: "POST /", untilMs: realNowMs() - 1 };
  }
  expect(desks.size).toBeLessThan(2010);
  expect([desks.at("held"), desks.at("waited for"), desks.at("written")]).toEqual([busy, waiting, written]);
});

it("runs writes one after another, also after one that failed", async () => {
  const desk = new Desks().at("a");
  const order: string[] = [];
  const failed = desk.write(async () => {
    await Promise.resolve();
    order.push("first");
    throw new Error("It went away.");
  });
  const second = desk.write(async () => order.push("second"));
  await expect(failed).rejects.toThrow("went away");
  await second;
  expect(order).toEqual(["first", "second"]);
});

it("keeps what it knows of a record only while somebody is at it", async () => {
  const desk = new Desks().at("a");
  await desk.write(async () => {
    desk.standing = { record: recordWith({}), version: 1 };
  });
  await Promise.resolve();
  expect(desk.standing).toBeUndefined();
});
