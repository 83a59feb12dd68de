import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { untrustedMessage } from "./untrusted-message.ts";

const port = fc.integer({ min: 0, max: 65_535 });
const count = fc.integer({ min: 0, max: 2 ** 31 });

const told = fc.oneof(
  fc.constant({ kind: "ready" }),
  fc.record({ kind: fc.constant("claim-port"), claim: count, port }),
  fc.record({ kind: fc.constant("listening"), port, realPort: port }),
  fc.record({ kind: fc.constant("closed"), port }),
  fc.record({ kind: fc.constant("clock-moved"), acknowledge: count }),
  fc.record({ kind: fc.constant("pong"), memoryBytes: count, cpuMs: count }),
);

describe("what a process in a cell tells", () => {
  it("is taken as it is when it is a message", () => {
    fc.assert(
      fc.property(told, (message) => {
        expect(untrustedMessage(message)).toEqual(message);
      }),
    );
  });

  it("is no message with a member more, one less, or one of another kind", () => {
    const strange = fc.oneof(
      fc.string(),
      fc.constant(null),
      fc.constant(-1),
      fc.constant(0.5),
      fc.constant(65_536.5),
      fc.constant(Number.NaN),
      fc.constant([]),
      fc.constant({}),
    );
    fc.assert(
      fc.property(told, fc.nat(), strange, (message, pick, value) => {
        const names = Object.keys(message);
        const name = names[pick % names.length] ?? "kind";
        const { [name]: _left, ...less } = message as Record<string, unknown>;
        expect(untrustedMessage(less)).toBeUndefined();
        expect(untrustedMessage({ ...message, more: value })).toBeUndefined();
        const isNumber = typeof value === "number" && Number.isFinite(value);
        if (message.kind === "pong" && isNumber) return;
        expect(untrustedMessage({ ...message, [name]: value })).toBeUndefined();
      }),
    );
  });

  it("is never thrown over, and never more than was checked", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const message = untrustedMessage(value);
        if (message !== undefined) expect(Object.keys(message).length).toBeLessThanOrEqual(3);
      }),
    );
  });

  const none: readonly unknown[] = [
    { kind: "diagnostic", channel: "keepsake:exchange", exchangeId: "1", message: {} },
    { kind: "graded", grade: { passed: true, tests: [] }, clean: true },
    { kind: "listening", port: 7148, realPort: 70_000 },
    { kind: "closed", port: -1 },
    { kind: "ready", constructor: 1 },
    JSON.parse('{"kind":"ready","__proto__":{"port":1}}'),
    ["ready"],
    "ready",
  ];
  it.each(none.map((value) => [JSON.stringify(value), value]))("is none: %s", (_text, value) => {
    expect(untrustedMessage(value)).toBeUndefined();
  });
});
