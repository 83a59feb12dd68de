import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readToken, signingKey, signToken } from "./auth-token.ts";

const SECRET = "a secret of more than thirty-two letters";
const key = signingKey(SECRET);
const other = signingKey("another secret of more than 32 letters");
const NOW_MS = 1_700_000_000_000;
const NOW = NOW_MS / 1000;
const times = { iat: NOW - 10, exp: NOW + 10 };

const coded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
/** As any library would sign it, whatever stands in it. */
function signed(head: unknown, payload: unknown, secret = SECRET): string {
  const text = `${coded(head)}.${coded(payload)}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}
const read = (token: unknown, keys = [key]) => readToken(token, keys, NOW_MS);

describe("a token", () => {
  it("is that of RFC 7515, appendix A.1, in its form", () => {
    const token = signToken('{"iss":"joe"}', key);
    expect(token.split(".").slice(0, 2)).toEqual([
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
      "eyJpc3MiOiJqb2UifQ",
    ]);
    expect(token).toBe(signed({ alg: "HS256", typ: "JWT" }, { iss: "joe" }));
  });

  it("says what was put in, to whoever has one of the keys", () => {
    const token = signToken(JSON.stringify({ ...times, sub: "é" }), key);
    expect(read(token)).toEqual({ ...times, sub: "é" });
    expect(read(token, [other, key])).toEqual({ ...times, sub: "é" });
    expect(read(token, [other])).toBeNull();
    expect(read(token, [])).toBeNull();
  });

  it("fits into a cookie or is not made", () => {
    const claims = (length: number) => JSON.stringify("x".repeat(length - 2));
    expect(signToken(claims(3011), key)).toHaveLength(4096);
    expect(() => signToken(claims(3012), key)).toThrow(
      expect.objectContaining({
        code: "bad-token",
        message:
          "The token would be 4097 bytes, and a cookie holds 4096 at most. Put an id into it and keep the rest on the server.",
      }),
    );
  });

  it("that is made is taken, whatever its length", () => {
    const bare = JSON.stringify({ ...times, pad: "" }).length;
    let made = 0;
    const refused: number[] = [];
    for (let length = bare; length <= 3011; length += 1) {
      const token = signToken(JSON.stringify({ ...times, pad: "x".repeat(length - bare) }), key);
      made += 1;
      if (read(token) === null) refused.push(token.length);
    }
    expect([made, refused]).toEqual([3012 - bare, []]);
  });

  it.each([
    ["our own", { alg: "HS256", typ: "JWT" }],
    ["written in another order", { typ: "JWT", alg: "HS256" }],
    ["without a type", { alg: "HS256" }],
    ["with a type in small letters", { alg: "HS256", typ: "jwt" }],
    ["with a key's name", { alg: "HS256", typ: "JWT", kid: "1" }],
  ])("may have a head %s", (_what, head) => {
    expect(read(signed(head, times))).toEqual(times);
  });

  it.each([
    ["no algorithm", {}],
    ["none as algorithm", { alg: "none" }],
    ["another algorithm", { alg: "HS512", typ: "JWT" }],
    ["something that it must understand", { alg: "HS256", crit: ["exp"] }],
    ["another type", { alg: "HS256", typ: "JWE" }],
    ["a type that is none", { alg: "HS256", typ: 1 }],
    ["an array", [{ alg: "HS256" }]],
    ["null", null],
    ["a text", "HS256"],
  ])("may not have a head with %s", (_what, head) => {
    expect(read(signed(head, times))).toBeNull();
  });

  it.each([
    ["over", { iat: NOW - 10, exp: NOW }],
    ["from the future", { iat: NOW + 61, exp: NOW + 100 }],
    ["not begun", { ...times, nbf: NOW + 61 }],
    ["begun at no time", { ...times, nbf: "0" }],
    ["without a beginning", { exp: NOW + 10 }],
    ["without an end", { iat: NOW }],
    ["with an end that is no number", { iat: NOW, exp: "9" }],
    ["with a beginning that is no number", { iat: "9", exp: NOW + 10 }],
    ["an array", [NOW]],
    ["null", null],
    ["a number", 1],
  ])("is none when it is %s", (_what, payload) => {
    expect(read(signed({ alg: "HS256" }, payload))).toBeNull();
  });

  it.each([
    ["a second before its end", { iat: NOW - 10, exp: NOW + 1 }],
    ["made on a clock that is a minute ahead", { iat: NOW + 60, exp: NOW + 100 }],
    ["begun on a clock that is a minute ahead", { ...times, nbf: NOW + 60 }],
  ])("holds %s", (_what, payload) => {
    expect(read(signed({ alg: "HS256" }, payload))).toEqual(payload);
  });

  const good = signToken(JSON.stringify(times), key);
  const [head = "", body = "", signature = ""] = good.split(".");
  it.each([
    ["no text", 1],
    ["empty", ""],
    ["without a signature", `${head}.${body}`],
    ["with an empty signature", `${head}.${body}.`],
    ["with a part more", `${good}.`],
    ["with something before it", `x.${good}`],
    ["with a space behind it", `${good} `],
    ["with another signature", `${head}.${body}.${"A".repeat(43)}`],
    ["with another payload", `${head}.${coded({ ...times, admin: true })}.${signature}`],
    ["with another head", `${coded({ alg: "HS256" })}.${body}.${signature}`],
    ["with a head that is no JSON", signed("", times).replace(/^[^.]*/, "AAAA")],
    ["no text, though it prints as one", [good]],
    ["too long", `${head}.${"A".repeat(4000)}.${signature}`],
  ])("is none that is %s", (_what, text) => {
    expect(read(text)).toBeNull();
  });

  it("whose signed payload is no JSON is none", () => {
    const text = `${head}.${Buffer.from("{").toString("base64url")}`;
    const itsSignature = createHmac("sha256", SECRET).update(text).digest("base64url");
    expect(read(`${text}.${itsSignature}`)).toBeNull();
  });
});
