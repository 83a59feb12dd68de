import { describe, expect, it } from "vitest";
import type { Store } from "../store.ts";
import { mongodbStore } from "./mongodb-store.ts";
import { redisStore } from "./redis-store.ts";
import { valkeyStore } from "./valkey-store.ts";

const log = () => {};
const STORES: readonly [name: string, make: (timeoutMs: number) => Store][] = [
  ["redis", (timeoutMs) => redisStore({ timeoutMs, log })],
  ["valkey", (timeoutMs) => valkeyStore({ timeoutMs, log })],
  ["mongodb", (timeoutMs) => mongodbStore({ timeoutMs, log })],
];

describe.each(STORES)("the %s store", (name, make) => {
  it.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31])(
    "refuses a timeoutMs of %d, and says what can be",
    (timeoutMs) => {
      const message = `The ${name} session store's timeoutMs is ${timeoutMs}. Use a whole number from 1 to 2147483647.`;
      expect(() => make(timeoutMs)).toThrow(expect.objectContaining({ code: "bad-setting", message }));
    },
  );

  it.each([1, 2 ** 31 - 1])("takes a timeoutMs of %d", (timeoutMs) => {
    expect(make(timeoutMs).name).toBe(name);
  });
});
