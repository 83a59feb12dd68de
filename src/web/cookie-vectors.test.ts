import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { MovableClock } from "./clock.ts";
import type { CookieDecision } from "./exchange.ts";
import { type HeaderPair, headerValue } from "./http.ts";
import type { Network } from "./network.ts";
import { UserAgent } from "./user-agent.ts";

/**
 * The cookie data of others, all of it, through a whole user agent: each line comes as the `Set-Cookie` of a response,
 * and what counts is the `Cookie` of the next request. What is sent is written by hand and not by Node's server,
 * which would refuse half of these lines.
 */

const vector = <T>(name: string, schema: z.ZodType<T>): T =>
  schema.parse(JSON.parse(readFileSync(new URL(`vectors/${name}.json`, import.meta.url), "utf8")));

const atMs = Date.UTC(2026, 0, 15, 12);

function visitor(nowMs = atMs) {
  let lines: readonly string[] = [];
  let received: readonly HeaderPair[] = [];
  const network: Network = {
    send: async (_url, { headers }) => {
      received = headers;
      return {
        status: 200,
        statusText: "OK",
        headers: lines.map((line): HeaderPair => ["Set-Cookie", line]),
        body: new Blob().stream(),
      };
    },
  };
  const clock = new MovableClock(() => nowMs);
  const agent = new UserAgent({ name: "Alice", network, clock });
  return {
    agent,
    clock,
    /** Visits a page that sets these cookies, one response for each list. */
    set: async (url: string | URL, ...answers: readonly (readonly string[])[]): Promise<CookieDecision[]> => {
      const decisions: CookieDecision[] = [];
      for (lines of answers)
        decisions.push(...((await agent.navigate(url)).exchanges[0]?.cookies.response ?? []));
      lines = [];
      return decisions;
    },
    /** The `Cookie` that a visit brings; empty when there is none. */
    sent: async (url: string | URL): Promise<string> => {
      await agent.navigate(url);
      return headerValue(received, "cookie") ?? "";
    },
  };
}

describe("the http-state vectors", () => {
  const cases = vector(
    "http-state-parser",
    z.array(
      z.object({
        test: z.string(),
        received: z.array(z.string()),
        sent: z.array(z.object({ name: z.string(), value: z.string() })),
        "sent-to": z.string().optional(),
      }),
    ),
  );

  /**
   * Vectors of RFC 6265 that RFC 6265bis overrules: see decisions/cookie-jar-and-tough-cookie.md. What a browser
   * sends now.
   */
  const overruled: Readonly<Record<string, string>> = {
    // A cookie without a name is a cookie (§5.6 step 3, §5.8.3 step 4).
    "0004": "foo",
    "0021": "a=b; x; c=d",
    "0023": "foo",
    "0024": "foo",
    "0025": "foo",
    "0026": "foo",
    "0027": "bar",
    "0028": "foo",
    CHROMIUM0009: "BLAHHH",
    CHROMIUM0010: '"BLA\\"HHH"',
    CHROMIUM0012: "ABC",
    MOZILLA0012: 'test="fubar! = foo; five',
    MOZILLA0014: "six",
    MOZILLA0015: "seven",
    MOZILLA0016: "eight",
    MOZILLA0017: "eight; test=six",
    NAME0017: "a=bar",
    NAME0023: "foo",
    NAME0025: "==a=bar",
    NAME0028: "a",
    NAME0031: '"foo',
    NAME0032: '"foo\\"bar',
    NAME0033: "aaa",
    // A control character drops the whole line (§5.6 step 1).
    DISABLED_CHROMIUM0022: "",
    DISABLED_CHROMIUM0023: "",
    // Paths are compared as they are written (§5.1.4); nothing is decoded.
    DISABLED_PATH0029: "",
    // The last Domain counts, an empty one too, and then the cookie is for the host only (§5.6.3, §5.7 step 8).
    OPTIONAL_DOMAIN0042: "foo=bar",
  };

  it.each(cases.map((each) => [each.test, each] as const))(
    "%s",
    async (name, { received, sent, "sent-to": to }) => {
      const { set, sent: cookie } = visitor();
      const from = new URL(`http://home.example.org:8888/cookie-parser?${name.toLowerCase()}`);
      await set(from, received);
      const url = new URL(to ?? `/cookie-parser-result?${name.toLowerCase()}`, from);
      const expected =
        overruled[name] ??
        sent
          .map((cookie) => (cookie.name === "" ? cookie.value : `${cookie.name}=${cookie.value}`))
          .join("; ");
      expect(await cookie(url)).toBe(expected);
    },
  );
});

describe("the http-state date vectors", () => {
  const schema = z.array(z.object({ test: z.string(), expected: z.string().nullable() }));
  const cases = [
    ...vector("http-state-dates-examples", schema),
    ...vector("http-state-dates-bsd-examples", schema),
  ];

  const readable = cases.flatMap(({ test, expected }) =>
    expected === null ? [] : [[test, expected] as const],
  );
  const unreadable = cases.flatMap(({ test, expected }) => (expected === null ? [test] : []));

  it.each(readable)("%s: the cookie goes until then and no longer", async (text, expected) => {
    // An hour before, so that the limit of 400 days does not cut it.
    const dateMs = new Date(expected).getTime();
    const { agent, clock, set, sent } = visitor(dateMs - 3_600_000);
    const [decision] = await set("https://site.example/", [`a=1; Expires=${text}`]);
    expect(decision?.verdict).toBe("kept");
    expect(agent.jar.list()[0]?.expiresAtMs).toBe(dateMs);
    clock.advance(3_599_999);
    expect(await sent("https://site.example/")).toBe("a=1");
    clock.advance(1);
    expect(await sent("https://site.example/")).toBe("");
  });

  it.each(unreadable)("%s: no date, so the cookie goes until the browser closes", async (text) => {
    const { agent, set, sent } = visitor();
    await set("https://site.example/", [`a=1; Expires=${text}`]);
    expect(await sent("https://site.example/")).toBe("a=1");
    agent.quit();
    expect(await sent("https://site.example/")).toBe("");
  });
});

describe("the web platform's vectors", () => {
  const sizes = vector(
    "wpt-size",
    z.object({
      cases: z.array(z.object({ name_len: z.number(), value_len: z.number(), stored: z.boolean() })),
    }),
  ).cases;

  it.each(sizes)(
    "name of $name_len bytes, value of $value_len: stored $stored",
    async ({ name_len, value_len, stored }) => {
      const { set, sent } = visitor();
      const pair = `${"n".repeat(name_len)}=${"v".repeat(value_len)}`;
      const [decision] = await set("https://site.example/", [pair]);
      expect(decision?.verdict).toBe(stored ? "kept" : "refused");
      expect(await sent("https://site.example/")).toBe(!stored ? "" : name_len === 0 ? pair.slice(1) : pair);
    },
  );

  const ages = vector(
    "wpt-max-age",
    z.object({
      cases: z.array(z.object({ cookie: z.union([z.string(), z.array(z.string())]), expected: z.string() })),
    }),
  ).cases;

  it.each(ages)("$cookie", async ({ cookie, expected }) => {
    const { set, sent } = visitor();
    await set("https://site.example/", ...[cookie].flat().map((line) => [line]));
    expect(await sent("https://site.example/")).toBe(expected);
  });
});

describe("prefixes", () => {
  const { origin, cases } = vector(
    "prefix-rules",
    z.object({
      origin: z.string(),
      cases: z.array(z.object({ set_cookie: z.string(), accept: z.boolean().nullable() })),
    }),
  );

  it.each(cases.map((each) => [each.set_cookie, each.accept] as const))("%s", async (line, accept) => {
    const { set, sent } = visitor();
    // `null`: the vector leaves it open for a default path of "/". A browser asks for an explicit Path=/.
    const [decision] = await set(origin, [line]);
    expect(decision?.verdict).toBe(accept === true ? "kept" : "refused");
    expect(await sent(origin)).toBe(accept === true ? line.replace(/;.*/, "") : "");
  });
});

describe("Set-Cookie headers of real sites", () => {
  const sites = vector("jshttp-top-set-cookie", z.record(z.string(), z.array(z.string())));

  it.each(Object.entries(sites))("%s", async (host, lines) => {
    const { agent, set, sent } = visitor(Date.UTC(2026, 5, 24));
    const decisions = await set(`https://${host}/`, lines);
    const kept: string[] = [];
    for (const [at, line] of lines.entries()) {
      const decision = decisions[at];
      const domain = /;\s*domain=\.?([^;]+)/i.exec(line)?.[1]?.trim() ?? host;
      const ofHost = host === domain || host.endsWith(`.${domain}`);
      expect(decision?.verdict === "refused", `${line}\n${decision?.reason}`).toBe(!ofHost);
      if (decision?.verdict === "kept") kept.push(`${decision.name}=${decision.value}`);
    }
    const stored = agent.jar.list();
    expect(stored.map(({ name, value }) => `${name}=${value}`).sort()).toEqual([...new Set(kept)].sort());
    const atRoot = stored.filter(({ path }) => path === "/").map(({ name, value }) => `${name}=${value}`);
    expect((await sent(`https://${host}/`)).split("; ").filter(Boolean).sort()).toEqual(atRoot.sort());
  });
});

/** Signed and sealed cookies of other frameworks: a browser must bring them back byte for byte, or no signature holds. */
describe("session cookies that other languages and libraries made", () => {
  const { vectors: signed } = z
    .object({ vectors: z.array(z.object({ format: z.string(), name: z.string(), cookie: z.string() })) })
    .parse(
      JSON.parse(
        readFileSync(
          new URL("../session/cookie-held/vectors/cross-language-cookies.json", import.meta.url),
          "utf8",
        ),
      ),
    );
  const ofNode = vector(
    "node-session-cookies",
    z.array(
      z.object({
        format: z.string(),
        name: z.string(),
        cookie: z.string(),
        /** As it travels, when that is another form. */
        wire: z.string().optional(),
        cookie_name: z.string().optional(),
        sig_cookie_name: z.string().optional(),
        sig: z.string().optional(),
      }),
    ),
  );

  it.each(signed.map((each) => [each.format, each.name, each.cookie] as const))(
    "%s: %s",
    async (_format, _name, value) => {
      const { set, sent } = visitor();
      await set("https://site.example/", [`session=${value}; HttpOnly; Path=/; Secure; SameSite=Lax`]);
      expect(await sent("https://site.example/account")).toBe(`session=${value}`);
    },
  );

  it.each(ofNode.map((each) => [each.name, each] as const))(
    "%s",
    async (_name, { cookie, wire, cookie_name, sig_cookie_name, sig }) => {
      const { set, sent } = visitor();
      const pairs = [`${cookie_name ?? "session"}=${wire ?? cookie}`];
      if (sig !== undefined) pairs.push(`${sig_cookie_name}=${sig}`);
      await set(
        "https://site.example/",
        pairs.map((pair) => `${pair}; HttpOnly; Path=/; Secure; SameSite=Lax`),
      );
      expect(await sent("https://site.example/account")).toBe(pairs.join("; "));
    },
  );
});

it("no file of data stands beside these tests unused", () => {
  const text = readFileSync(new URL("cookie-vectors.test.ts", import.meta.url), "utf8");
  const files = readdirSync(new URL("vectors/", import.meta.url)).filter((name) => name.endsWith(".json"));
  expect(files.filter((name) => !text.includes(`"${name.slice(0, -5)}"`))).toEqual([]);
});
