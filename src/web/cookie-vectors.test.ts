import { readFileSync } from "node:fs";
import { parseDate } from "tough-cookie";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { CookieJar } from "./cookie-jar.ts";

const vector = <T>(name: string, schema: z.ZodType<T>): T =>
  schema.parse(JSON.parse(readFileSync(new URL(`vectors/${name}.json`, import.meta.url), "utf8")));

const atMs = Date.UTC(2026, 0, 15, 12);
const freshJar = (nowMs = atMs) => new CookieJar({ nowMs: () => nowMs });
const http = (url: string) => new URL(url);

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
    (name, { received, sent, "sent-to": to }) => {
      const jar = freshJar();
      const from = http(`http://home.example.org:8888/cookie-parser?${name.toLowerCase()}`);
      for (const line of received) jar.offer(line, from);
      const url = new URL(to ?? `/cookie-parser-result?${name.toLowerCase()}`, from);
      const expected =
        overruled[name] ??
        sent
          .map((cookie) => (cookie.name === "" ? cookie.value : `${cookie.name}=${cookie.value}`))
          .join("; ");
      expect(jar.select(url).header ?? "").toBe(expected);
    },
  );
});

describe("the http-state date vectors", () => {
  const schema = z.array(z.object({ test: z.string(), expected: z.string().nullable() }));
  const cases = [
    ...vector("http-state-dates-examples", schema),
    ...vector("http-state-dates-bsd-examples", schema),
  ];

  it.each(cases.map((each) => [each.test, each.expected] as const))("%s", (text, expected) => {
    expect(parseDate(text)?.toUTCString() ?? null).toBe(
      expected === null ? null : new Date(expected).toUTCString(),
    );
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
    ({ name_len, value_len, stored }) => {
      const jar = freshJar();
      const decision = jar.offer(
        `${"n".repeat(name_len)}=${"v".repeat(value_len)}`,
        http("https://site.example/"),
      );
      expect(decision.verdict).toBe(stored ? "kept" : "refused");
      expect(jar.list()).toHaveLength(stored ? 1 : 0);
    },
  );

  const ages = vector(
    "wpt-max-age",
    z.object({
      cases: z.array(z.object({ cookie: z.union([z.string(), z.array(z.string())]), expected: z.string() })),
    }),
  ).cases;

  it.each(ages)("$cookie", ({ cookie, expected }) => {
    const jar = freshJar();
    const url = http("https://site.example/");
    for (const line of [cookie].flat()) jar.offer(line, url);
    expect(jar.select(url).header ?? "").toBe(expected);
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

  it.each(cases.map((each) => [each.set_cookie, each.accept] as const))("%s", (line, accept) => {
    const jar = freshJar();
    // `null`: the vector leaves it open for a default path of "/". A browser asks for an explicit Path=/.
    expect(jar.offer(line, http(origin)).verdict).toBe(accept === true ? "kept" : "refused");
    expect(jar.list()).toHaveLength(accept === true ? 1 : 0);
  });
});

describe("Set-Cookie headers of real sites", () => {
  const sites = vector("jshttp-top-set-cookie", z.record(z.string(), z.array(z.string())));

  it.each(Object.entries(sites))("%s", (host, lines) => {
    const jar = freshJar(Date.UTC(2026, 5, 24));
    const url = http(`https://${host}/`);
    const kept: string[] = [];
    for (const line of lines) {
      const decision = jar.offer(line, url);
      const domain = /;\s*domain=\.?([^;]+)/i.exec(line)?.[1]?.trim() ?? host;
      const ofHost = host === domain || host.endsWith(`.${domain}`);
      expect(decision.verdict === "refused", `${line}\n${decision.reason}`).toBe(!ofHost);
      if (decision.verdict === "kept") kept.push(`${decision.name}=${decision.value}`);
    }
    const stored = jar.list().map((cookie) => `${cookie.name}=${cookie.value}`);
    expect(stored.sort()).toEqual([...new Set(kept)].sort());
  });
});
