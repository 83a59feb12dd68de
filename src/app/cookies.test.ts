import { randomBytes } from "node:crypto";
import cookieParser from "cookie-parser";
import express, { type CookieOptions, type Request, type Response } from "express";
import { afterEach, describe, expect, it, vi } from "vitest";
import { TrialClient } from "../session/trial-client.ts";
import type { AppCookieOptions } from "./cookie-options.ts";
import { type AppOptions, createApp, Router } from "./index.ts";
import { trialApp, trialFolder, trialServer } from "./trial-project.ts";

const SECRET = randomBytes(32).toString("base64url");
const OLDER = randomBytes(32).toString("base64url");

afterEach(() => vi.unstubAllEnvs());

/** What one handler's answer says, with these cookies sent. */
async function answer(
  handler: (req: Request, res: Response) => unknown,
  cookie?: string,
  options: AppOptions = {},
) {
  const address = await trialApp((app) => app.get("/", (req, res) => void handler(req, res)), options);
  return new TrialClient().send("GET", address, undefined, cookie === undefined ? {} : { Cookie: cookie });
}

/** The Set-Cookie for these options, or the error's code and message. */
async function setCookie(name: string, value: unknown, options: AppCookieOptions = {}): Promise<string> {
  const { setCookies, json } = await answer((_req, res) => {
    try {
      res.cookie(name, value, options).json({});
    } catch (error) {
      res.json({ error: `${(error as { code?: string }).code}: ${(error as Error).message}` });
    }
  });
  return setCookies[0] ?? (json() as { error: string }).error;
}

describe("res.cookie", () => {
  it.each<[CookieOptions]>([
    [{}],
    [{ maxAge: 3_600_000 }],
    [{ maxAge: 1500, httpOnly: true, path: "/admin" }],
    [{ maxAge: 0 }],
    [{ maxAge: -5000 }],
    [{ expires: new Date(2_000_000_000_000), sameSite: "lax" }],
    [{ secure: true, sameSite: "none", partitioned: true, priority: "high", domain: ".shop.example" }],
    [{ sameSite: true }],
    [{ sameSite: false }],
    [{ encode: (text) => text.replace(" ", "+") }],
  ])("writes Express's own bytes: %j", async (options) => {
    vi.useFakeTimers({ toFake: ["Date"], now: 1_700_000_000_000 });
    const plain = express();
    plain.get("/", (_req, res) => {
      res.cookie("theme", "dark blue", options).end();
    });
    const own = await new TrialClient().get(await trialServer(plain));
    const ours = await setCookie("theme", "dark blue", options);
    vi.useRealTimers();
    expect(ours).toBe(own.setCookies[0]);
  });

  it("takes the options of both chapters", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: 1_700_000_000_000 });
    const node = await setCookie("t", "v", {
      maxAge: 30 * 86_400_000,
      path: "/",
      sameSite: "Lax",
      httpOnly: true,
    });
    const python = await setCookie("t", "v", {
      max_age: 30 * 86_400,
      path: "/",
      samesite: "Lax",
      httponly: true,
    });
    vi.useRealTimers();
    expect(python).toBe(node);
    expect(node).toMatch(/^t=v; Max-Age=2592000; Path=\/; Expires=.* GMT; HttpOnly; SameSite=Lax$/);
    expect(await setCookie("t", "", { max_age: 0 })).toMatch(/^t=; Max-Age=0; /);
  });

  it("chains, and deletes with a lifetime of 0 or clearCookie", async () => {
    const { setCookies } = await answer((_req, res) =>
      res
        .cookie("a", "", { maxAge: 0, path: "/" })
        .cookie("b", 2)
        .clearCookie("c", { path: "/x", maxAge: 1000 })
        .clearCookie("d", { max_age: 10 } as CookieOptions)
        .json({}),
    );
    expect(setCookies).toEqual([
      expect.stringMatching(/^a=; Max-Age=0; Path=\/; Expires=/),
      "b=2; Path=/",
      "c=; Path=/x; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
      "d=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    ]);
  });

  const long = "x".repeat(4096);
  it.each<[what: string, name: string, value: unknown, options: AppCookieOptions]>([
    ["check 25: name and value over 4096 bytes", "theme", long, {}],
    ["check 25: over 4096 bytes once encoded", "t", "é".repeat(700), {}],
    ["check 25: a path over 1024 bytes", "t", "v", { path: `/${long.slice(0, 1024)}` }],
    ["check 25: a domain over 1024 bytes", "t", "v", { domain: `${"a.".repeat(600)}example` }],
    ["check 26: over 400 days", "t", "v", { maxAge: 34_560_001_000 }],
    ["check 26: over 400 days in seconds", "t", "v", { max_age: 34_560_001 }],
    ["check 26: milliseconds for seconds", "t", "v", { max_age: 365 * 86_400_000 }],
    ["check 26: half a second", "t", "v", { maxAge: 500 }],
    ["check 26: no number", "t", "v", { maxAge: Number.NaN }],
    ["check 26: a text", "t", "v", { maxAge: "1000" as unknown as number }],
    ["check 26: part of a second", "t", "v", { max_age: 1.5 }],
    ["check 26: no date", "t", "v", { expires: new Date(Number.NaN) }],
    ["check 26: seconds for a date", "t", "v", { expires: 3600 as unknown as Date }],
    ["check 27: a new line in the name", "a\r\nX: 1", "v", {}],
    ["check 27: a semicolon in the name", "a;b", "v", {}],
    ["check 27: an attribute in the path", "t", "v", { path: "/; HttpOnly" }],
    ["check 27: a header in the path", "t", "v", { path: "/\r\nX: 1" }],
    ["check 27: a header in the domain", "t", "v", { domain: "a\r\nX: 1" }],
    ["check 27: a header in the value", "t", "v\r\nX: 1", { encode: (text) => text }],
    ["check 22: __Host- without Secure", "__Host-a", "v", {}],
    ["check 22: __HOST- with a Domain", "__HOST-a", "v", { secure: true, domain: "a.example" }],
    ["check 22: __secure- without Secure", "__secure-a", "v", {}],
    ["check 23: None without Secure", "t", "v", { sameSite: "None" }],
    ["check 24: Partitioned without Secure", "t", "v", { partitioned: true }],
    ["an option nobody knows", "t", "v", { maxage: 1000 } as AppCookieOptions],
    ["one lifetime in two units", "t", "v", { maxAge: 1000, max_age: 1 }],
    ["a SameSite nobody knows", "t", "v", { sameSite: "Loose" as "Lax" }],
    ["a relative path", "t", "v", { path: "admin" }],
    ["undefined", "t", undefined, {}],
    ["null", "t", null, {}],
    ["half a character", "t", "\ud800", {}],
    ["signed without a secret", "t", "v", { signed: true }],
  ])("refuses: %s", async (_what, name, value, options) => {
    vi.stubEnv("TINA4_SECRET", undefined);
    expect(await setCookie(name, value, options)).toMatch(
      /^bad-cookie: Cookie .* cannot be sent: .*\. [A-Z"].*\.$/,
    );
  });

  it("takes what is just within the limits", async () => {
    expect(await setCookie("t", "x".repeat(4095))).toHaveLength(4097 + "; Path=/".length);
    expect(await setCookie("t", "v", { maxAge: 34_560_000_000 })).toContain("Max-Age=34560000;");
    expect(await setCookie("__Host-a", "v", { secure: true })).toBe("__Host-a=v; Path=/; Secure");
    // What is in the value is encoded, not refused.
    expect(await setCookie("t", "v\r\nX: 1; é")).toBe("t=v%0D%0AX%3A%201%3B%20%C3%A9; Path=/");
  });
});

describe("req.cookies", () => {
  const read = async (cookie: string) =>
    (
      await answer((req, res) => res.json({ cookies: req.cookies, signed: req.signedCookies }), cookie)
    ).json();

  it("check 28: of two with one name the first counts, the one of the most specific path", async () => {
    expect(await read("a=admin; b=1; a=root")).toEqual({ cookies: { a: "admin", b: "1" }, signed: {} });
  });

  it("reads values as they were set, and odd ones as they came", async () => {
    expect(await read('a=dark%20blue; b="quoted"; c=100%; d=; e; =f; __proto__=x')).toEqual({
      cookies: { a: "dark blue", b: "quoted", c: "100%", d: "", ["__proto__"]: "x" },
      signed: {},
    });
  });

  it("reads objects as cookie-parser does", async () => {
    const prefs = { a: [1, "é"] };
    const { setCookies } = await answer((_req, res) => res.cookie("prefs", prefs).json({}));
    const sent = setCookies[0]?.split(";")[0] ?? "";
    expect(await read(sent)).toEqual({ cookies: { prefs }, signed: {} });
    expect(await read("broken=j:{; nothing=j:null")).toEqual({
      cookies: { broken: "j:{", nothing: "j:null" },
      signed: {},
    });
  });
});

describe("signed cookies", () => {
  const options = { cookieSecrets: [SECRET, OLDER] };
  const sign = async (value: unknown, given: AppOptions = options) => {
    const made = await answer(
      (_req, res) => res.cookie("c", value, { signed: true }).json({}),
      undefined,
      given,
    );
    return made.setCookies[0]?.split(";")[0] ?? "";
  };
  const read = async (cookie: string, given: AppOptions = options) =>
    (
      await answer((req, res) => res.json({ plain: req.cookies, signed: req.signedCookies }), cookie, given)
    ).json();

  it("come back, and are false when they were changed", async () => {
    expect(await read(await sign("a.b"))).toEqual({ plain: {}, signed: { c: "a.b" } });
    expect(await read(await sign({ n: 1 }))).toEqual({ plain: {}, signed: { c: { n: 1 } } });
    const changed = (await sign("a.b")).replace("a.b", "a.c");
    expect(await read(`${changed}; d=s%3Ax; e=s%3A; f=s%3A.x`)).toEqual({
      plain: {},
      signed: { c: false, d: false, e: false, f: false },
    });
  });

  it("check 33: are signed by the newest secret and read by all; weak ones are refused at start", async () => {
    const old = await sign("v", { cookieSecrets: [OLDER] });
    expect(await read(old)).toEqual({ plain: {}, signed: { c: "v" } });
    expect(await read(await sign("v"), { cookieSecrets: [OLDER] })).toEqual({
      plain: {},
      signed: { c: false },
    });
    await expect(createApp({ folder: trialFolder(), cookieSecrets: ["keyboard cat"] })).rejects.toMatchObject(
      {
        code: "bad-setting",
      },
    );
  });

  it("are byte for byte those of cookie-parser", async () => {
    const theirs = express();
    theirs.use(cookieParser([SECRET, OLDER]));
    theirs.get("/set", (_req, res) => {
      res.cookie("c", { n: 1 }, { signed: true }).end();
    });
    theirs.get("/", (req, res) => {
      res.json({ plain: req.cookies, signed: req.signedCookies });
    });
    const address = await trialServer(theirs);
    const set = await new TrialClient().get(`${address}/set`);
    const ours = await sign({ n: 1 });
    expect(set.setCookies[0]).toBe(`${ours}; Path=/`);
    const odd = `${ours}; d=s%3Ax; e=j%3A%5B1%5D; f=plain; f=second`;
    const there = await new TrialClient().send("GET", address, undefined, { Cookie: odd });
    expect(await read(odd)).toEqual(there.json());
  });

  it("take TINA4_COOKIE_SECRET, or a key made from TINA4_SECRET, which no token is signed with", async () => {
    const shared = randomBytes(32).toString("hex");
    vi.stubEnv("TINA4_SECRET", shared);
    const made = await sign("v", {});
    expect(await read(made, {})).toEqual({ plain: {}, signed: { c: "v" } });
    expect(await read(made)).toEqual({ plain: {}, signed: { c: false } });
    vi.stubEnv("TINA4_COOKIE_SECRET", OLDER);
    expect(await sign("v", {})).toBe(await sign("v", { cookieSecrets: [OLDER] }));
    vi.stubEnv("TINA4_COOKIE_SECRET", shared);
    await expect(createApp({ folder: trialFolder() })).rejects.toThrow(/TINA4_COOKIE_SECRET/);
  });
});

describe("cookie-parser beside ours", () => {
  it("reads what is signed with its secret, and ours what is signed with ours", async () => {
    const report = (req: Request, res: Response) =>
      res.json({ plain: req.cookies, signed: req.signedCookies });
    const own = Router();
    own.use(cookieParser(OLDER));
    own.get("/", (req, res) => void report(req, res));
    const address = await trialApp(
      (app) => {
        app.get("/ours", (_req, res) => void res.cookie("ours", "1", { signed: true }).json({}));
        app.use("/router", own);
        app.use(cookieParser(OLDER));
        app.get("/theirs", (_req, res) => void res.cookie("theirs", "2", { signed: true }).json({}));
        app.get("/", (req, res) => void report(req, res));
      },
      { cookieSecrets: [SECRET] },
    );
    const made = await Promise.all(["/ours", "/theirs"].map((path) => new TrialClient().get(address + path)));
    const cookie = [...made.map(({ setCookies }) => setCookies[0]?.split(";")[0]), "plain=3"].join("; ");
    for (const path of ["/", "/router"]) {
      const read = await new TrialClient().send("GET", address + path, undefined, { Cookie: cookie });
      expect(read.json()).toEqual({ plain: { plain: "3" }, signed: { ours: "1", theirs: "2" } });
    }
  });
});
