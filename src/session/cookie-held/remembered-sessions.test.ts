import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CookieCodec, CookieTerms, Decoded, HeldContent } from "./cookie-codec.ts";
import { DJANGO_COOKIE } from "./django-cookie.ts";
import { FLASK_COOKIE } from "./flask-cookie.ts";
import { RememberedSessions } from "./remembered-sessions.ts";
import { sealedCookie } from "./sealed-cookie.ts";
import { SignedDictCookie } from "./signed-dict-cookie.ts";
import { STARLETTE_COOKIE } from "./starlette-cookie.ts";

const SECRET = "kept for this test alone: 32 bytes and a few more";
const TERMS: CookieTerms = {
  name: "s",
  nowMs: 1_750_000_000_123,
  idleTimeoutMs: 3_600_000,
  absoluteTimeoutMs: 86_400_000,
  clockSkewMs: 0,
  permanent: true,
};

/** A codec as it is in a process that has just started: it remembers nothing. */
const codecs: readonly (readonly [name: string, make: () => CookieCodec])[] = [
  ["flask", () => new SignedDictCookie(FLASK_COOKIE, [SECRET])],
  ["starlette", () => new SignedDictCookie(STARLETTE_COOKIE, [SECRET])],
  ["django", () => new SignedDictCookie(DJANGO_COOKIE, [SECRET])],
  ["sealed", () => sealedCookie({ secrets: SECRET })],
];

const key = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" }),
  fc.constantFrom(" t", " di", "t__", "__proto__", "1", "0", "a.b", "_flash"),
);
const data = fc.dictionary(key, fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant({ " t": [1] })), {
  maxKeys: 5,
});
const signIn = fc.option(
  fc.record({
    owner: fc.constant("ab".repeat(32)),
    authenticatedAtMs: fc.integer({ min: 1_749_999_000_000, max: 1_750_000_000_000 }),
  }),
  { nil: undefined },
);

function content(values: object, permanent: boolean, flash: unknown, who: object | undefined): HeldContent {
  const text = (value: unknown) => JSON.stringify(value);
  return {
    id: "an-id-of-16-or-more",
    record: {
      data: new Map(Object.entries(values).map(([name, value]) => [name, text(value)])),
      flash: new Map(flash === undefined ? [] : [["success", { id: "cookie:success", json: text(flash) }]]),
      createdAtMs: 1_749_990_000_777,
      renewedAtMs: 1_749_995_000_777,
      idleDeadlineMs: TERMS.nowMs + TERMS.idleTimeoutMs,
      absoluteDeadlineMs: 1_750_050_000_777,
      permanent,
      ...who,
    },
  };
}

const read = (codec: CookieCodec, values: readonly string[], terms = TERMS): Decoded =>
  codec.decode({ read: (index) => values[index] }, terms);

const late = (ms: number): CookieTerms => ({ ...TERMS, nowMs: TERMS.nowMs + ms });

describe("sessions that are remembered by their cookies", () => {
  it.each(codecs)("are what reading the cookie gives: %s", (_name, make) => {
    fc.assert(
      fc.property(
        data,
        fc.boolean(),
        fc.option(fc.string(), { nil: undefined }),
        signIn,
        (values, permanent, flash, who) => {
          const writer = make();
          const cookies = writer.encode(content(values, permanent, flash, who), TERMS, undefined);
          const fresh = make();
          const [remembered, asRead, readAgain] = [
            read(writer, cookies),
            read(fresh, cookies),
            read(fresh, cookies),
          ];
          expect(remembered).toEqual(asRead);
          expect(readAgain).toEqual(asRead);
          if (remembered.outcome !== "opened" || asRead.outcome !== "opened") return;
          // What goes back untouched goes back alike.
          const next = late(5000);
          const texts = [remembered, asRead].map(({ session }) =>
            read(make(), make().encode(session, next, session), next),
          );
          expect(texts[0]).toEqual(texts[1]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each(codecs)("are over when their time is over: %s", (_name, make) => {
    const codec = make();
    const cookies = codec.encode(content({ a: 1 }, true, undefined, undefined), TERMS, undefined);
    expect(read(codec, cookies)).toMatchObject({ outcome: "opened" });
    const rejected = (reason: string) => ({ outcome: "rejected", reason });
    expect(read(codec, cookies, late(TERMS.idleTimeoutMs + 1000))).toEqual(rejected("expired"));
    expect(read(codec, cookies, late(-3_600_000))).toEqual(rejected("from-the-future"));
    const patient = { ...late(60_000_000), idleTimeoutMs: 100_000_000 };
    expect(read(codec, cookies, patient)).toEqual(rejected("expired"));
  });

  it.each(codecs)("are known by the whole cookie only: %s", (_name, make) => {
    const codec = make();
    const [value = ""] = codec.encode(content({ a: 1 }, true, undefined, undefined), TERMS, undefined);
    for (const at of [1, 2, Math.floor(value.length / 2)]) {
      const other = value[at] === "A" ? "B" : "A";
      const changed = value.slice(0, at) + other + value.slice(at + 1);
      expect(read(codec, [changed])).toMatchObject({ outcome: "rejected" });
    }
  });

  it("are not taken for those of another cookie name or other time-outs", () => {
    const sessions = new RememberedSessions();
    const { id, record } = content({}, true, undefined, undefined);
    const opened = { session: { id, record, isUnmarked: false }, atSeconds: 1_750_000_000 };
    sessions.note("value", opened, TERMS);
    expect(sessions.recall("value", late(1000))).toMatchObject(opened);
    for (const other of [
      { name: "t" },
      { idleTimeoutMs: 1 },
      { absoluteTimeoutMs: 1 },
      { permanent: false },
    ]) {
      expect(sessions.recall("value", { ...TERMS, ...other })).toBeUndefined();
    }
  });

  it("are not remembered without our mark: each reading gives such a session an id of its own", () => {
    const sessions = new RememberedSessions();
    const { id, record } = content({}, true, undefined, undefined);
    sessions.note("value", { session: { id, record, isUnmarked: true }, atSeconds: 0 }, TERMS);
    expect(sessions.recall("value", TERMS)).toBeUndefined();
  });
});
