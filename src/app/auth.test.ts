import { createHmac, randomBytes } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type AuthOptions, createAuth } from "./auth.ts";
import { signingKey, signToken } from "./auth-token.ts";
import { Auth } from "./index.ts";

const SECRET = randomBytes(32).toString("base64url");
const OLDER = randomBytes(32).toString("base64url");
let nowMs = 1_700_000_000_000;
const auth = (options: AuthOptions = {}) => createAuth({ secrets: [SECRET], nowMs: () => nowMs, ...options });

/** A token as somebody else would make it. */
function forge(head: object, claims: unknown, secret = SECRET): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part(head)}.${part(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

afterEach(() => {
  vi.unstubAllEnvs();
  nowMs = 1_700_000_000_000;
});

describe("tokens", () => {
  it("are the JSON Web Tokens that the standard's own site shows", () => {
    const claims = '{"sub":"1234567890","name":"John Doe","iat":1516239022}';
    expect(signToken(claims, signingKey("your-256-bit-secret"))).toBe(
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
    );
  });

  it("say what was put in, and their times", () => {
    const token = auth().getToken({ user_id: 42 });
    expect(auth().validToken(token)).toBe(true);
    expect(auth().getPayload(token)).toEqual({ user_id: 42, iat: 1_700_000_000, exp: 1_700_003_600 });
  });

  it("end when they were said to", () => {
    const token = auth().getToken({}, { expiresInSeconds: 60 });
    nowMs += 59_999;
    expect(auth().validToken(token)).toBe(true);
    nowMs += 1;
    expect(auth().validToken(token)).toBe(false);
    expect(auth().getPayload(token)).toBeNull();
  });

  it("check 33: the newest secret signs, all verify, one taken away does not", () => {
    const before = auth({ secrets: [OLDER] });
    const rotated = auth({ secrets: [SECRET, OLDER] });
    const old = before.getToken({});
    expect(rotated.validToken(old)).toBe(true);
    expect(before.validToken(rotated.getToken({}))).toBe(false);
    expect(auth().validToken(old)).toBe(false);
    expect(() => auth({ secrets: ["short"] })).toThrow(/32/);
  });

  const claims = { user_id: 1, iat: 1_700_000_000, exp: 1_700_000_100 };
  const head = { alg: "HS256", typ: "JWT" };
  it.each([
    ["the same made elsewhere", forge({ typ: "jwt", alg: "HS256", kid: "1" }, claims), true],
    ["no typ", forge({ alg: "HS256" }, claims), true],
    ["another secret", forge(head, claims, OLDER), false],
    ["alg none", forge({ alg: "none", typ: "JWT" }, claims), false],
    ["alg none, unsigned", `${forge({ alg: "none" }, claims).split(".").slice(0, 2).join(".")}.`, false],
    ["alg HS512", forge({ alg: "HS512", typ: "JWT" }, claims), false],
    ["alg in small letters", forge({ alg: "hs256" }, claims), false],
    ["crit", forge({ ...head, crit: ["x"] }, claims), false],
    ["another type", forge({ alg: "HS256", typ: "at+jwt" }, claims), false],
    ["no exp", forge(head, { iat: claims.iat }), false],
    ["no iat", forge(head, { exp: claims.exp }), false],
    ["exp as text", forge(head, { ...claims, exp: "1700000100" }), false],
    ["over", forge(head, { ...claims, exp: claims.iat }), false],
    ["from the future", forge(head, { ...claims, iat: claims.iat + 61 }), false],
    ["from a clock a little ahead", forge(head, { ...claims, iat: claims.iat + 60 }), true],
    ["not before later", forge(head, { ...claims, nbf: claims.iat + 61 }), false],
    ["an array", forge(head, [1]), false],
    ["null", forge(head, null), false],
    ["too long", forge(head, { ...claims, fill: "x".repeat(3000) }), false],
  ])("are believed or not: %s", (_what, token, valid) => {
    expect(auth().validToken(token)).toBe(valid);
    expect(auth().getPayload(token) !== null).toBe(valid);
  });

  it("are not believed with any letter changed, or cut short", () => {
    const token = auth().getToken({ user_id: 1 });
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === "A" ? "B" : "A";
      expect(auth().getPayload(token.slice(0, at) + other + token.slice(at + 1))).toBeNull();
      expect(auth().getPayload(token.slice(0, at))).toBeNull();
    }
    for (const none of [undefined, null, 1, {}, [token], "", "..", "a.b.c"]) {
      expect(auth().getPayload(none)).toBeNull();
    }
  });

  it.each([
    ["a payload that is no object", () => auth().getToken([1])],
    ["a value that would not come back", () => auth().getToken({ at: new Date() })],
    ["times of one's own", () => auth().getToken({ exp: 1 })],
    ["a lifetime of nothing", () => auth().getToken({}, { expiresInSeconds: 0 })],
    ["a lifetime in milliseconds", () => auth().getToken({}, { expiresInSeconds: 30 * 86_400_000 })],
    ["too much for a cookie", () => auth().getToken({ fill: "x".repeat(3000) })],
  ])("are refused: %s", (_what, make) => {
    expect(make).toThrow(expect.objectContaining({ code: "bad-token" }));
  });

  it("take TINA4_SECRET, as it is when they are made", () => {
    vi.stubEnv("TINA4_SECRET", SECRET);
    const token = Auth.getToken({ user_id: 1 });
    vi.stubEnv("TINA4_SECRET", `${OLDER},${SECRET}`);
    expect(Auth.validToken(token)).toBe(true);
    vi.stubEnv("TINA4_SECRET", OLDER);
    expect(Auth.validToken(token)).toBe(false);
  });

  it("need TINA4_SECRET in production, and make do without it elsewhere", () => {
    vi.stubEnv("TINA4_SECRET", "");
    vi.stubEnv("NODE_ENV", "production");
    expect(() => createAuth().getToken({})).toThrow(/TINA4_SECRET/);
    vi.stubEnv("NODE_ENV", "test");
    const log = vi.fn();
    const developing = createAuth({ log });
    expect(developing.validToken(developing.getToken({}))).toBe(true);
    expect(log).toHaveBeenCalledExactlyOnceWith(expect.stringContaining("TINA4_SECRET"));
  });
});

describe("passwords", () => {
  it("are hashed with a salt of their own, and recognised", async () => {
    const [first, second] = await Promise.all([auth().hashPassword("häβ🙂"), auth().hashPassword("häβ🙂")]);
    expect(first).not.toBe(second);
    expect(await auth().checkPassword("häβ🙂", first)).toBe(true);
    expect(await auth().checkPassword("häβ", first)).toBe(false);
    expect(auth().needsRehash(first)).toBe(false);
  });

  it("are wrong for a user that does not exist, whatever they are", async () => {
    for (const password of ["right", "", "x".repeat(2000), undefined, { $ne: "" } as unknown as string]) {
      expect(await auth().checkPassword(password, undefined)).toBe(false);
      expect(await auth().checkPassword(password, null)).toBe(false);
    }
  });

  it("are refused when empty or too long, and wrong when somebody tries", async () => {
    for (const password of ["", "x".repeat(1025), "é".repeat(513), undefined as unknown as string]) {
      await expect(auth().hashPassword(password)).rejects.toMatchObject({
        code: "bad-password",
        statusCode: 400,
      });
      const hash = await auth().hashPassword("x");
      expect(await auth().checkPassword(password, hash)).toBe(false);
    }
  });

  it("are not checked by the hundred at a time", async () => {
    const one = auth();
    const tries = Array.from({ length: 101 }, () => one.checkPassword("x", CHEAP));
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter((outcome) => outcome.status === "rejected")).toEqual([
      { status: "rejected", reason: expect.objectContaining({ code: "too-busy", statusCode: 503 }) },
    ]);
    expect(await one.checkPassword("x", CHEAP)).toBe(false);
  });

  it("say so in the log when nobody awaits the answer", async () => {
    const log = vi.fn();
    const forgetful = createAuth({ secrets: [SECRET], log });
    const answer = forgetful.checkPassword("x", CHEAP);
    await vi.waitFor(() => expect(log).toHaveBeenCalledExactlyOnceWith(expect.stringContaining("await")), {
      timeout: 60_000,
    });
    expect(await answer).toBe(false);
    await forgetful.checkPassword("x", CHEAP);
    expect(log).toHaveBeenCalledOnce();
  });
});

/** scrypt with the least cost there is. */
const CHEAP = "$scrypt$ln=1,r=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA";
