import { readFileSync } from "node:fs";
import { parseDate } from "tough-cookie";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { MovableClock } from "./clock.ts";
import { COOKIES_PER_JAR, COOKIES_PER_SITE, CookieJar, type JarChange } from "./cookie-jar.ts";
import type { CookieContext } from "./jar-cookie.ts";

const vector = <T>(name: string, schema: z.ZodType<T>): T =>
  schema.parse(JSON.parse(readFileSync(new URL(`vectors/${name}.json`, import.meta.url), "utf8")));

const atMs = Date.UTC(2026, 0, 15, 12);
const clockAt = (nowMs = atMs) => {
  let now = nowMs;
  return { nowMs: () => now, advance: (byMs: number) => (now += byMs) };
};
const freshJar = () => new CookieJar(clockAt());
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
  const overruled: Readonly<Record<string, string>> = {};

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
