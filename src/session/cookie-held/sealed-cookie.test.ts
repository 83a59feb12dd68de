import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SessionRecord } from "../record.ts";
import { SessionError } from "../session-error.ts";
import type { CookieCodec, CookieTerms, Decoded } from "./cookie-codec.ts";
import { type SealedCookieOptions, sealedCookie } from "./sealed-cookie.ts";

const NEW = "1nKlZiuKSp8cFNfAbFueq2I84gs5FTiw5b1GfA4daDA";
const OLD = "pSRKh1iIkBwTpiMbRSPM9r5g-jPKtUB1NkD7OQVzdOQ";
const NOW_MS = 1_750_000_000_000;

const TERMS: CookieTerms = {
  name: "sid",
  nowMs: NOW_MS,
  idleTimeoutMs: 3_600_000,
  absoluteTimeoutMs: 86_400_000,
  clockSkewMs: 5000,
  permanent: true,
};

function codec(options: Partial<SealedCookieOptions> = {}): CookieCodec {
  return sealedCookie({ secrets: NEW, ...options });
}

function recordOf(data: Readonly<Record<string, unknown>>): SessionRecord {
  return {
    data: new Map(Object.entries(data).map(([key, value]) => [key, JSON.stringify(value)])),
    flash: new Map([["message", { id: "cookie:message", json: '"hello"' }]]),
    createdAtMs: NOW_MS,
    renewedAtMs: NOW_MS,
    idleDeadlineMs: NOW_MS + 3_600_000,
    absoluteDeadlineMs: NOW_MS + 86_400_000,
    permanent: false,
  };
}

function seal(from: CookieCodec, data: Readonly<Record<string, unknown>>, terms = TERMS): readonly string[] {
  return from.encode({ id: "an-id-of-at-least-16", record: recordOf(data) }, terms, undefined);
}

function open(by: CookieCodec, values: readonly (string | undefined)[], terms = TERMS): Decoded {
  return by.decode({ read: (index) => values[index] }, terms);
}

const rejected = (reason: string) => ({ outcome: "rejected", reason });
const MUCH = { text: "x".repeat(6000) };

describe("sealedCookie", () => {
  it("gives back what it sealed", () => {
    const opened = open(codec(), seal(codec(), { a: [1, "日本"], __proto__x: null }));
    expect(opened).toMatchObject({
      outcome: "opened",
      session: { id: "an-id-of-at-least-16", record: recordOf({ a: [1, "日本"], __proto__x: null }) },
    });
  });

  it("gives back whatever JSON there is", () => {
    const data = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue(), { maxKeys: 6 });
    fc.assert(
      fc.property(data, (value) => {
        const opened = open(codec({ cookieLimit: 10 }), seal(codec({ cookieLimit: 10 }), value));
        if (opened.outcome !== "opened") throw new Error(opened.reason);
        const got = Object.fromEntries(opened.session.record.data);
        expect(got).toEqual(
          Object.fromEntries(Object.entries(value).map(([key, member]) => [key, JSON.stringify(member)])),
        );
      }),
    );
  });

  it("shows nothing of what it holds", () => {
    const [value = ""] = seal(codec(), { secret: "a telling text" });
    expect(Buffer.from(value.slice(1), "base64url").toString("latin1")).not.toContain("telling");
  });

  it("check 34: is bound to its name", () => {
    const sealed = seal(codec(), { role: "boss" });
    expect(open(codec(), sealed, { ...TERMS, name: "other" })).toEqual(rejected("tampered"));
  });

  it("check 34: never uses a nonce twice", () => {
    const one = codec();
    const other = codec();
    const nonces = new Set<string>();
    for (let n = 0; n < 5000; n += 1) {
      for (const by of [one, other]) {
        const [value = ""] = seal(by, { same: true });
        nonces.add(Buffer.from(value.slice(1), "base64url").toString("hex", 0, 12));
      }
    }
    expect(nonces.size).toBe(10_000);
  });

  it("check 33: the newest secret seals, all open", () => {
    const sealedOld = seal(codec({ secrets: OLD }), { a: 1 });
    const rotated = codec({ secrets: [NEW, OLD] });
    expect(open(rotated, sealedOld).outcome).toBe("opened");
    expect(open(codec(), seal(rotated, { a: 1 })).outcome).toBe("opened");
    expect(open(codec({ secrets: OLD }), seal(rotated, { a: 1 }))).toEqual(rejected("tampered"));
    for (const secrets of ["", [], "weak", [NEW, "weak"]]) {
      expect(() => codec({ secrets })).toThrow(SessionError);
    }
  });

  it("check 35: is over when its time is, and not yet when it comes from the future", () => {
    const sealed = seal(codec(), { a: 1 });
    const at = (nowMs: number, more = {}) => open(codec(), sealed, { ...TERMS, nowMs, ...more });
    expect(at(NOW_MS + 3_600_000).outcome).toBe("opened");
    expect(at(NOW_MS + 3_601_000)).toEqual(rejected("expired"));
    expect(at(NOW_MS + 86_400_000, { idleTimeoutMs: 1e9 })).toEqual(rejected("expired"));
    expect(at(NOW_MS - 5000).outcome).toBe("opened");
    expect(at(NOW_MS - 6000)).toEqual(rejected("from-the-future"));
  });

  it("spreads over several cookies, and says so when even those are too few", () => {
    const values = seal(codec(), MUCH);
    expect(values).toHaveLength(3);
    for (const [index, value] of values.entries()) {
      const name = index === 0 ? "sid" : `sid.${index}`;
      expect(name.length + value.length).toBeLessThanOrEqual(4096);
    }
    expect(open(codec(), values)).toMatchObject({ outcome: "opened" });
    expect(() => seal(codec({ cookieLimit: 2 }), MUCH)).toThrow(/cookie "sid".*8180|is the most that fits/);
    expect(() => codec({ cookieLimit: 11 })).toThrow(/cookieLimit/);
  });

  it("check 32: opens only all parts of one writing in their order", () => {
    const values = seal(codec(), MUCH);
    const others = seal(codec(), MUCH);
    const [first, second, third] = values;
    expect(open(codec(), [first, third, second])).toEqual(rejected("tampered"));
    expect(open(codec(), [first, others[1], third])).toEqual(rejected("tampered"));
    expect(open(codec(), [first, second])).toEqual(rejected("tampered"));
    expect(open(codec(), [`2${first?.slice(1)}`, second])).toEqual(rejected("tampered"));
    expect(open(codec(), [first, second, third, "left from before"])).toMatchObject({ outcome: "opened" });
  });

  it("check 32: opens nothing when any bit is turned", () => {
    const [value = ""] = seal(codec(), { a: 1 });
    const bytes = Buffer.from(value.slice(1), "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const turned = Buffer.from(bytes);
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(open(codec(), [`1${turned.toString("base64url")}`])).toEqual(rejected("tampered"));
    }
  });

  it("takes any text without throwing", () => {
    const by = codec();
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { maxLength: 4 }), (values) => {
        expect(open(by, values).outcome).toBe("rejected");
      }),
      { numRuns: 2000 },
    );
  });
});
