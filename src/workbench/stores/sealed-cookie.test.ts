import fc from "fast-check";
import { expect, it } from "vitest";
import { sealedCookie } from "../../session/cookie-held/sealed-cookie.ts";
import { openSealed } from "./sealed-cookie.ts";

const SECRET = "1nKlZiuKSp8cFNfAbFueq2I84gs5FTiw5b1GfA4daDA";
const OTHER = "pSRKh1iIkBwTpiMbRSPM9r5g-jPKtUB1NkD7OQVzdOQ";
const NOW_MS = Date.parse("2026-11-20T10:00:00.000Z");

/** As the library seals it. */
function sealed(data: Readonly<Record<string, unknown>>): readonly string[] {
  const terms = {
    name: "__Host-cart",
    nowMs: NOW_MS,
    idleTimeoutMs: 3_600_000,
    absoluteTimeoutMs: 86_400_000,
    clockSkewMs: 5_000,
    permanent: true,
  };
  const record = {
    data: new Map(Object.entries(data).map(([key, value]) => [key, JSON.stringify(value)])),
    flash: new Map(),
    createdAtMs: NOW_MS,
    renewedAtMs: NOW_MS,
    idleDeadlineMs: NOW_MS + 3_600_000,
    absoluteDeadlineMs: NOW_MS + 86_400_000,
    permanent: false,
  };
  return sealedCookie({ secrets: SECRET }).encode({ id: "an-id-of-at-least-16", record }, terms, undefined);
}

it("a sealed cookie opens with its secret, in one part or in several", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), fc.nat(7_000), (text, length) => {
      const data = { text, long: "y".repeat(length) };
      const opened = openSealed("__Host-cart", sealed(data), SECRET);
      expect(JSON.parse(opened?.payload ?? "")).toEqual({ data });
      expect(opened?.sealedAtMs).toBe(NOW_MS);
    }),
    { numRuns: 40 },
  );
});

it("opens with no other secret, under no other name, and not with a part missing or changed", () => {
  const parts = sealed({ long: "y".repeat(6_000) });
  const [first = "", second = ""] = parts;
  expect(parts).toHaveLength(3);
  expect(openSealed("__Host-cart", parts, OTHER)).toBeUndefined();
  expect(openSealed("other", parts, SECRET)).toBeUndefined();
  expect(openSealed("__Host-cart", [first, second], SECRET)).toBeUndefined();
  expect(
    openSealed(
      "__Host-cart",
      parts.with(
        1,
        second.replace(/^./, (one) => (one === "A" ? "B" : "A")),
      ),
      SECRET,
    ),
  ).toBeUndefined();
  expect(openSealed("__Host-cart", [], SECRET)).toBeUndefined();
});
