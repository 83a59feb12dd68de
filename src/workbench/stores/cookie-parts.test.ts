import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { type CookieParts, readCookieParts } from "./cookie-parts.ts";
import { checkSignature } from "./cookie-signature.ts";

const SECRET = "a secret that is long enough for every one of them";

const require = createRequire(import.meta.url);
const { sign }: { readonly sign: (value: string, secret: string) => string } = require("cookie-signature");
const keygrip: (keys: readonly string[]) => { sign(text: string): string } = require("keygrip");

interface Vector {
  readonly name: string;
  readonly format: string;
  readonly secret: string;
  readonly signed_at?: number;
  readonly cookie: string;
  /** Flask's; `json` is Starlette's. */
  readonly tagged_json?: string;
  readonly json?: string;
  readonly valid: boolean;
}

const vectorsFile = new URL("../../session/cookie-held/vectors/cross-language-cookies.json", import.meta.url);
const { vectors }: { readonly vectors: readonly Vector[] } = JSON.parse(readFileSync(vectorsFile, "utf8"));
const python = vectors.filter(
  ({ format, valid, signed_at }) => valid && signed_at !== undefined && /^(flask|starlette)$/.test(format),
);

async function read(name: string, value: string, companion?: string): Promise<CookieParts> {
  const parts = await readCookieParts(name, value, companion);
  if (parts === undefined) throw new Error(`not taken apart: ${value}`);
  return parts;
}

describe("cookies that Python wrote", () => {
  it.for(python)("$format, $name", async ({ format, cookie, secret, signed_at = 0, tagged_json, json }) => {
    const parts = await read("session", cookie);
    expect(parts.format).toBe("itsdangerous");
    expect(JSON.parse(parts.payload ?? "")).toEqual(JSON.parse(tagged_json ?? json ?? ""));
    expect(parts.signedAtMs).toBe(signed_at * 1000);
    expect(checkSignature(parts, secret)?.madeBy?.toLowerCase()).toBe(format);
    expect(checkSignature(parts, `${secret}x`)).toEqual({ madeBy: undefined });
  });

  it("are there in both formats", () => {
    expect(new Set(python.map(({ format }) => format))).toEqual(new Set(["flask", "starlette"]));
  });
});

describe("cookies of Express", () => {
  it("signed by cookie-parser, as they travel", async () => {
    const parts = await read("name", encodeURIComponent(`s:${sign("Ada Lovelace", SECRET)}`));
    expect([parts.format, parts.payload]).toEqual(["cookie-parser", "Ada Lovelace"]);
    expect(checkSignature(parts, SECRET)).toEqual({ madeBy: "cookie-parser" });
    expect(checkSignature({ ...parts, signed: "Eve" }, SECRET)).toEqual({ madeBy: undefined });
  });

  it("signed by cookie-session, with the signature beside", async () => {
    const value = Buffer.from('{"cart":[1]}').toString("base64");
    const parts = await read("session", value, keygrip([SECRET]).sign(`session=${value}`));
    expect([parts.format, JSON.parse(parts.payload ?? "")]).toEqual(["cookie-session", { cart: [1] }]);
    expect(checkSignature(parts, SECRET)).toEqual({ madeBy: "cookie-session" });
    const moved = await read("other", value, parts.signature);
    expect(checkSignature(moved, SECRET)).toEqual({ madeBy: undefined });
  });
});

it("a sealed cookie shows nothing", async () => {
  const parts = await read("tina4_session", `1${Buffer.alloc(120, 7).toString("base64url")}`);
  expect(parts).toMatchObject({ format: "sealed", payload: undefined, signature: undefined });
  expect(checkSignature(parts, SECRET)).toBeUndefined();
});

it.each(["", "dark", "x".repeat(43), "a.b.c", "s:nothing", ".packed.aE7hgA.ALYLHV6cGramey8Mw9l_0QtWzWk"])(
  "%o is none of them",
  async (value) => {
    expect(await readCookieParts("name", value, undefined)).toBeUndefined();
  },
);
