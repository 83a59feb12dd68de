import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CodecPipe, missingPython } from "../trial-python/trial-python.ts";
import type { CookieCodec, CookieTerms, HeldSession } from "./cookie-codec.ts";
import { FLASK_COOKIE } from "./flask-cookie.ts";
import { SignedDictCookie } from "./signed-dict-cookie.ts";
import { STARLETTE_COOKIE } from "./starlette-cookie.ts";

const missing = missingPython("flask", "itsdangerous");
const SECRET = "any secret will do here";
const NOW = 1_750_000_000;
const TERMS: CookieTerms = {
  name: "s",
  nowMs: NOW * 1000,
  idleTimeoutMs: 3_600_000,
  absoluteTimeoutMs: 86_400_000,
  clockSkewMs: 0,
  permanent: true,
};
const RUNS = { numRuns: 400 };

/** Keys that a session may have; the frameworks' own and ours have tests of their own. */
const key = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20, unit: "grapheme" }),
  fc.constantFrom(" t", " di", " b", " t__", "__proto__", "constructor", "1", "toJSON", "a.b"),
);
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
);
const plain = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: "grapheme", maxLength: 30 }),
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4 }),
  ),
})).value;

/** Python values as Flask's tagged JSON writes them. */
const tagged = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: "grapheme", maxLength: 30 }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => ({ " t": items })),
    fc.uint8Array({ maxLength: 12 }).map((bytes) => ({ " b": Buffer.from(bytes).toString("base64") })),
    fc.uuid().map((id) => ({ " u": id.replaceAll("-", "") })),
    fc.string({ maxLength: 9 }).map((text) => ({ " m": text })),
    fc
      .integer({ min: 0, max: 4_000_000_000 })
      .map((seconds) => ({ " d": new Date(seconds * 1000).toUTCString() })),
    tie("value").map((value) => ({ " di": { " t__": value } })),
    fc.dictionary(
      fc.string({ minLength: 1, maxLength: 8 }).filter((k) => !k.startsWith(" ")),
      tie("value"),
      {
        maxKeys: 4,
      },
    ),
  ),
})).value;
const session = fc.dictionary(key, plain, { maxKeys: 5 });
const taggedSession = fc.dictionary(
  fc.string({ minLength: 2, maxLength: 8 }).filter((k) => !/^[ _]/.test(k)),
  tagged,
  { maxKeys: 5 },
);

describe("random sessions, through Python's own packages", () => {
  let pipe: CodecPipe;
  beforeAll(() => {
    if (missing === undefined) pipe = new CodecPipe();
  });
  afterAll(() => pipe?.close());

  const flask = new SignedDictCookie(FLASK_COOKIE, [SECRET]);
  const starlette = new SignedDictCookie(STARLETTE_COOKIE, [SECRET]);
  const ask = (what: string, more: Readonly<Record<string, unknown>>) =>
    pipe.ask({ do: what, secrets: [SECRET], now: NOW, max_age: 3600, ...more });

  const random = (name: string, run: () => Promise<void>) =>
    it(name, async ({ skip }) => {
      if (missing !== undefined) skip(missing);
      await run();
    });

  for (const [name, codec] of [
    ["flask", flask],
    ["starlette", starlette],
  ] as const) {
    random(`${name}: what we write, Python reads`, () =>
      fc.assert(
        fc.asyncProperty(session, async (data) => {
          const value = write(codec, data);
          if (value === undefined) return;
          const { _keepsake, ...read } = meant(
            name,
            JSON.parse(await ask(`${name}-read`, { cookie: value })),
          );
          expect(read).toEqual(JSON.parse(JSON.stringify(data)));
          expect(_keepsake).toMatchObject({ id: "an-id-of-16-or-more" });
        }),
        RUNS,
      ),
    );

    random(`${name}: what Python writes, we read, and Python reads again after a change beside it`, () =>
      fc.assert(
        fc.asyncProperty(name === "flask" ? taggedSession : session, async (data) => {
          fc.pre(Object.keys(data).length > 0);
          const text = JSON.stringify(data);
          const value = await ask(`${name}-sign`, { value: text });
          const decoded = codec.decode({ read: () => value }, TERMS);
          if (decoded.outcome !== "opened") throw new Error(decoded.reason);
          const changed = changedBeside(decoded.session);
          const [written = ""] = codec.encode(changed, TERMS, decoded.session);
          const again = JSON.parse(await ask(`${name}-read`, { cookie: written })) as Record<string, unknown>;
          const { _keepsake, "beside us": beside, ...rest } = again;
          expect(rest).toEqual(JSON.parse(await ask(`${name}-read`, { cookie: value })));
          expect(beside).toBe(true);
        }),
        RUNS,
      ),
    );
  }
});

describe("decoding anything", () => {
  const codecs = [FLASK_COOKIE, STARLETTE_COOKIE].map((format) => ({
    format,
    codec: new SignedDictCookie(format, [SECRET]),
    signer: format.signer([SECRET]),
  }));

  it("throws nothing for a text that nobody signed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const { codec } of codecs)
          expect(codec.decode({ read: () => text }, TERMS).outcome).toBe("rejected");
      }),
      { numRuns: 3000 },
    );
  });

  it("throws nothing for a signed text that is no session, and writes back what it took for one", () => {
    const nearlyJson = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom("", '"', "{", "}", "[", "]", ",", ":", "\\", '{" t":', "NaN"),
      )
      .map(
        ([json, at, piece]) =>
          json.slice(0, at % (json.length + 1)) + piece + json.slice((at + 1) % (json.length + 1)),
      );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      nearlyJson,
      tagged.map((value) =>
        JSON.stringify({ a: value, _flashes: value, _keepsake: value, _permanent: value }),
      ),
      nearlyJson.map((json) => `{"_flashes":${json},"_keepsake":${json},"x":${json}}`),
    );
    fc.assert(
      fc.property(text, fc.boolean(), (payload, packs) => {
        for (const { format, codec, signer } of codecs) {
          const packed = packs
            ? format.pack(payload.padEnd(1100))
            : Buffer.from(payload).toString("base64url");
          const decoded = codec.decode({ read: () => signer.sign(packed, NOW) }, TERMS);
          if (decoded.outcome !== "opened") continue;
          const [value = ""] = codec.encode(decoded.session, TERMS, decoded.session);
          expect(codec.decode({ read: () => value }, TERMS).outcome).toBe("opened");
        }
      }),
      { numRuns: 5000 },
    );
  });

  it("takes no long time for deep and long texts", () => {
    for (const { format, codec, signer } of codecs) {
      for (const payload of [
        "[".repeat(9000),
        `{"a":${"[".repeat(4000)}${"]".repeat(4000)}}`,
        `{"a":${'{" t":['.repeat(1000)}${"]}".repeat(1000)}}`,
        `{"a":"${'\\"'.repeat(4000)}`,
        `{"a":NaN,"b":"${'\\"'.repeat(4000)}`,
      ]) {
        const text = signer.sign(format.pack(payload), NOW);
        expect(codec.decode({ read: () => text }, TERMS)).toEqual({
          outcome: "rejected",
          reason: "malformed",
        });
      }
    }
  });
});

/** Undefined: it does not fit into a cookie. */
function write(codec: CookieCodec, data: Readonly<Record<string, unknown>>): string | undefined {
  const content = {
    id: "an-id-of-16-or-more",
    record: {
      data: new Map(Object.entries(data).map(([name, value]) => [name, JSON.stringify(value)])),
      flash: new Map(),
      createdAtMs: TERMS.nowMs,
      renewedAtMs: TERMS.nowMs,
      idleDeadlineMs: TERMS.nowMs + TERMS.idleTimeoutMs,
      absoluteDeadlineMs: TERMS.nowMs + TERMS.absoluteTimeoutMs,
      permanent: false,
    },
  };
  try {
    return codec.encode(content, TERMS, undefined)[0];
  } catch (error) {
    expect(error).toMatchObject({ code: "cookie-too-large" });
    return undefined;
  }
}

function changedBeside(held: HeldSession): HeldSession {
  return { ...held, record: { ...held.record, data: new Map(held.record.data).set("beside us", "true") } };
}

/** In Flask's answers a dict whose one key looks like a tag is escaped. */
function meant(name: string, value: unknown): Record<string, unknown> {
  return (name === "flask" ? undone(value) : value) as Record<string, unknown>;
}

function undone(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(undone);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === " di") {
    const inner = Object.entries(first[1] as object);
    return Object.fromEntries(inner.map(([name, member]) => [name.slice(0, -2), undone(member)]));
  }
  return Object.fromEntries(entries.map(([name, member]) => [name, undone(member)]));
}
