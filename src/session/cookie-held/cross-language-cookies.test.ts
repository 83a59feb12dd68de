import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CookieTerms, HeldSession } from "./cookie-codec.ts";
import { DJANGO_COOKIE } from "./django-cookie.ts";
import { FLASK_COOKIE } from "./flask-cookie.ts";
import { Signer } from "./its-dangerous.ts";
import { splitMembers } from "./json-members.ts";
import { SignedDictCookie, type SignedDictFormat } from "./signed-dict-cookie.ts";
import { STARLETTE_COOKIE } from "./starlette-cookie.ts";

/** Made by the Python packages themselves; see the file's first member. */
interface Vector {
  readonly name: string;
  readonly format: string;
  readonly secret: string;
  readonly cookie: string;
  readonly valid: boolean;
  readonly signed_at?: number;
  readonly now?: number;
  readonly max_age?: number;
  readonly verify_with?: readonly string[];
  readonly tagged_json?: string;
  readonly json?: string;
  readonly sid?: string;
}

const file = new URL("vectors/cross-language-cookies.json", import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, "utf8")) as { readonly vectors: readonly Vector[] };

const FORMATS: Readonly<Record<string, SignedDictFormat>> = {
  flask: FLASK_COOKIE,
  starlette: STARLETTE_COOKIE,
  "django-signed-cookies": DJANGO_COOKIE,
};

function termsOf(vector: Vector): CookieTerms {
  return {
    name: "session",
    nowMs: (vector.now ?? 1_750_000_000) * 1000,
    idleTimeoutMs: (vector.max_age ?? 3600) * 1000,
    absoluteTimeoutMs: 86_400_000,
    clockSkewMs: 0,
    permanent: true,
  };
}

function codecOf(vector: Vector): SignedDictCookie {
  const format = FORMATS[vector.format];
  if (format === undefined) throw new Error(`No codec reads ${vector.format}.`);
  return new SignedDictCookie(format, vector.verify_with ?? [vector.secret]);
}

/** What JavaScript sees of the tagged vector. */
const SEEN: Readonly<Record<string, unknown>> = {
  permanent: { x: 1 },
  flashes: {},
  tags: {
    t: [1, 2],
    b: "AP8=",
    d: "2025-06-15T12:00:00.000Z",
    u: "12345678-1234-5678-1234-567812345678",
    m: "<b>x</b>",
    " t": { esc: 1 },
  },
  dunder_tag: { only: { " t": [1] } },
};

function dataOf(session: HeldSession): unknown {
  return Object.fromEntries([...session.record.data].map(([key, json]) => [key, JSON.parse(json)]));
}

describe("the cookies of other languages", () => {
  const dicts = vectors.filter(({ format }) => format in FORMATS);

  it("are all looked at", () => {
    expect(vectors).toHaveLength(24);
    expect(vectors.filter(({ format }) => !(format in FORMATS)).map(({ format }) => format)).toEqual([
      "flask-session-signer",
    ]);
  });

  for (const vector of dicts.filter(({ valid }) => valid)) {
    it(`${vector.format}: ${vector.name} is read, and written back to the letter`, () => {
      const codec = codecOf(vector);
      const terms = termsOf(vector);
      const decoded = codec.decode({ read: () => vector.cookie }, terms);
      if (decoded.outcome !== "opened") throw new Error(decoded.reason);
      const json = vector.tagged_json ?? vector.json ?? '{"username":"JohnDoe"}';
      expect(dataOf(decoded.session)).toEqual(SEEN[vector.name] ?? JSON.parse(json));
      expect(decoded.session.record.permanent).toBe(vector.format !== "flask" || vector.name === "permanent");

      const [value = ""] = codec.encode(decoded.session, terms, decoded.session);
      const again = codec.decode({ read: () => value }, terms);
      if (again.outcome !== "opened") throw new Error(again.reason);
      expect(dataOf(again.session)).toEqual(dataOf(decoded.session));
      expect(again.session.isUnmarked).toBe(false);
      const written = FORMATS[vector.format]?.unpack(value.slice(0, payloadEnd(vector, value))) ?? "";
      for (const [key, raw] of splitMembers(json)?.members ?? []) {
        expect(written).toContain(`${JSON.stringify(key)}:${raw}`);
      }
    });
  }

  for (const vector of dicts.filter(({ valid }) => !valid)) {
    it(`${vector.format}: ${vector.name} is refused`, () => {
      const decoded = codecOf(vector).decode({ read: () => vector.cookie }, termsOf(vector));
      const reason = { expired: "expired", future_timestamp: "from-the-future", deleted_marker: "malformed" };
      expect(decoded).toEqual({
        outcome: "rejected",
        reason: reason[vector.name as keyof typeof reason] ?? "tampered",
      });
    });
  }

  it("check 33: a fallback verifies, and the newest key signs", () => {
    const vector = dicts.find(({ name }) => name === "fallback_key");
    if (vector === undefined) throw new Error("The vector is gone.");
    const decoded = codecOf(vector).decode({ read: () => vector.cookie }, termsOf(vector));
    if (decoded.outcome !== "opened") throw new Error(decoded.reason);
    const [value = ""] = codecOf(vector).encode(decoded.session, termsOf(vector), decoded.session);
    const newest = new SignedDictCookie(FLASK_COOKIE, ["new_key"]);
    const oldest = new SignedDictCookie(FLASK_COOKIE, ["old_key"]);
    expect(newest.decode({ read: () => value }, termsOf(vector)).outcome).toBe("opened");
    expect(oldest.decode({ read: () => value }, termsOf(vector)).outcome).toBe("rejected");
  });

  it("flask: flash messages are flash values, by category", () => {
    const vector = dicts.find(({ name }) => name === "flashes");
    if (vector === undefined) throw new Error("The vector is gone.");
    const decoded = codecOf(vector).decode({ read: () => vector.cookie }, termsOf(vector));
    if (decoded.outcome !== "opened") throw new Error(decoded.reason);
    expect([...decoded.session.record.flash].map(([key, { json }]) => [key, JSON.parse(json)])).toEqual([
      ["message", "Invalid email or password"],
      ["success", "Saved"],
    ]);
  });

  it("Flask-Session signs its ids the same way", () => {
    const vector = vectors.find(({ format }) => format === "flask-session-signer");
    if (vector?.sid === undefined) throw new Error("The vector is gone.");
    const signer = new Signer({ secrets: [vector.secret], salt: "flask-session", derivation: "hmac" });
    expect(signer.sign(vector.sid)).toBe(vector.cookie);
    expect(signer.unsign(vector.cookie)).toBe(vector.sid);
    expect(signer.unsign(`x${vector.cookie}`)).toBeUndefined();
  });
});

function payloadEnd(vector: Vector, value: string): number {
  const separator = vector.format.startsWith("django") ? ":" : ".";
  return value.lastIndexOf(separator, value.lastIndexOf(separator) - 1);
}
