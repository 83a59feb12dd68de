import fc from "fast-check";
import { describe, expect } from "vitest";
import { cookiesOf, parseCookieHeader, readCookie, serializeSetCookie } from "../cookie.ts";
import { SessionError } from "../session-error.ts";
import { parseRememberToken, printRememberToken } from "../sign-in/remember-cookie.ts";
import { fuzz, orDocumented } from "./fuzz.ts";
import { mutatedTexts } from "./mutations.ts";

const HEADERS = [
  "a=1; b=2",
  `tina4_session=${"A".repeat(32)}; theme=dark; a="quoted; not"; empty=; =nameless; bare`,
  "tina4_session=one; tina4_session=two; xtina4_session=three; tina4_session =four",
  "a=%C3%A9; b=%zz; c=%; __proto__=1; constructor=2",
  `remember=${"b".repeat(32)}.${"c".repeat(32)}`,
];

describe("cookies", () => {
  fuzz("the Cookie header is read by three readers that agree", mutatedTexts(HEADERS), (header) => {
    const pairs = parseCookieHeader(header);
    const first = new Map(pairs.toReversed());
    expect(Object.keys(cookiesOf(header)).sort()).toEqual([...first.keys()].sort());
    for (const name of ["tina4_session", "a", "__proto__", "b"]) {
      expect(readCookie(header, name)).toBe(first.get(name));
    }
  });

  const text = mutatedTexts(["name", "__Host-id", "__secure-x", "/path", "example.org", "value"]);
  const setCookie = fc.record(
    {
      name: text,
      value: text,
      path: text,
      domain: text,
      maxAgeSeconds: fc.oneof(fc.integer(), fc.double()),
      expiresMs: fc.oneof(fc.integer(), fc.double()),
      secure: fc.boolean(),
      httpOnly: fc.boolean(),
      sameSite: fc.constantFrom("Strict" as const, "Lax" as const, "None" as const),
      partitioned: fc.boolean(),
    },
    { requiredKeys: ["name", "value"] },
  );
  fuzz("Set-Cookie is refused with bad-cookie or says what was asked for", setCookie, (cookie) => {
    const header = orDocumented(() => serializeSetCookie(cookie), isCode("bad-cookie"))?.value;
    if (header === undefined) return;
    expect(header).toMatch(/^[\x20-\x7e]*$/);
    const [pair = "", ...attributes] = header.split("; ");
    expect(pair).toBe(`${cookie.name}=${cookie.value}`);
    expect(attributes.every((attribute) => !attribute.includes(";"))).toBe(true);
    expect(readCookie(pair, cookie.name)).toBe(cookie.value);
  });

  const tokens = mutatedTexts([`${"b".repeat(32)}.${"c".repeat(32)}`]);
  fuzz("a remember-me value is read whole or not at all", tokens, (value) => {
    const token = parseRememberToken(value);
    if (token !== undefined) expect(printRememberToken(token)).toBe(value);
  });
});

function isCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof SessionError && error.code === code;
}
