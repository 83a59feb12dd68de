import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SessionError } from "../session-error.ts";
import { redisAddress } from "./redis-address.ts";

describe("where a Redis is", () => {
  it("is localhost when nothing is said", () => {
    const hosts = [{ host: "localhost", port: 6379 }];
    expect(redisAddress({})).toEqual({ kind: "single", hosts, database: 0, tls: false });
  });

  it("is what the parts say", () => {
    expect(redisAddress({ host: "10.0.0.7", port: 7000, password: "a:b@c/d", database: 3 })).toEqual({
      kind: "single",
      hosts: [{ host: "10.0.0.7", port: 7000 }],
      password: "a:b@c/d",
      database: 3,
      tls: false,
    });
  });

  it.each([
    ["redis://cache", { kind: "single", hosts: [{ host: "cache", port: 6379 }], database: 0, tls: false }],
    [
      "rediss://app:p%40ss%3Aword@cache.example:6380/2",
      {
        kind: "single",
        hosts: [{ host: "cache.example", port: 6380 }],
        username: "app",
        password: "p@ss:word",
        database: 2,
        tls: true,
      },
    ],
    [
      "valkeys://:secret@[2001:db8::1]:7000/",
      {
        kind: "single",
        hosts: [{ host: "2001:db8::1", port: 7000 }],
        password: "secret",
        database: 0,
        tls: true,
      },
    ],
    [
      "redis+cluster://a:1,b:2,c/",
      {
        kind: "cluster",
        hosts: [
          { host: "a", port: 1 },
          { host: "b", port: 2 },
          { host: "c", port: 6379 },
        ],
        database: 0,
        tls: false,
      },
    ],
    [
      "rediss+sentinel://app:pw@a,b:7,c/sessions/1?sentinelPassword=other%26one",
      {
        kind: "sentinel",
        hosts: [
          { host: "a", port: 26_379 },
          { host: "b", port: 7 },
          { host: "c", port: 26_379 },
        ],
        masterName: "sessions",
        username: "app",
        password: "pw",
        sentinelPassword: "other&one",
        database: 1,
        tls: true,
      },
    ],
  ])("is read from %s", (url, address) => {
    expect(redisAddress({ url })).toEqual(address);
  });

  it.each([
    ["http://cache/", "none that Redis or Valkey have"],
    ["cache:6379", "none that Redis or Valkey have"],
    ["redis:///", "names a server that is none"],
    ["redis://a:99999/", "port is 99999"],
    ["redis://a:1,b:2/", "names 2 servers"],
    ["redis://a/one", "database is NaN"],
    ["redis://a/1/2", "path that means nothing"],
    ["redis://app@a/", "a name and no password"],
    ["redis://:s3cret%@a/", "%25"],
    ["redis://:s3cret@a/?tls=true", 'parameter "tls"'],
    ["redis+cluster://a,b/1", "a Cluster has number 0 only"],
    ["redis+sentinel://a,b/", "not what they watch"],
    ["redis+ring://a/", "none that Redis or Valkey have"],
  ])("is not told by %s", (url, message) => {
    expect(() => redisAddress({ url })).toThrow(message);
    expect(() => redisAddress({ url })).not.toThrow("s3cret");
  });

  it.each([
    [{ url: "redis://a", host: "b" }, "host beside it"],
    [{ url: "redis://a", password: "s3cret" }, "password beside it"],
    [{ host: "redis://a" }, "host is"],
    [{ port: 0 }, "port is 0"],
    [{ database: -1 }, "database is -1"],
  ])("is refused when settings contradict or cannot be: %j", (place, message) => {
    expect(() => redisAddress(place)).toThrow(message);
    expect(() => redisAddress(place)).not.toThrow("s3cret");
  });

  it("is an address or a setting that is refused, whatever stands there", () => {
    const parts = fc.constantFrom(
      "redis",
      "+cluster",
      "+sentinel",
      "://",
      ":",
      "@",
      "/",
      ",",
      "[",
      "]",
      "?",
      "%",
      "a",
      "1",
    );
    const url = fc.oneof(
      fc.string(),
      fc.array(parts).map((some) => `redis${some.join("")}`),
    );
    fc.assert(
      fc.property(url, (text) => {
        try {
          expect(redisAddress({ url: text }).hosts.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(SessionError);
        }
      }),
    );
  });
});
