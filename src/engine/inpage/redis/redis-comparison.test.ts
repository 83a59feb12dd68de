import { once } from "node:events";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startRedis, type TrialRedis } from "../../../session/trial-servers/redis.ts";
import { dataCommands } from "./commands/data-commands.ts";
import { RawClient } from "./raw-client.fixture.ts";
import { type ServedRedis, serveRedis } from "./serve.ts";

type Request = readonly string[];

let real: TrialRedis;
let served: ServedRedis;
let clients: readonly RawClient[] = [];

beforeAll(async () => {
  real = await startRedis();
  served = serveRedis({ port: 0 });
  await once(served.server, "listening");
  clients = await Promise.all([
    RawClient.open(real.port),
    RawClient.open((served.server.address() as AddressInfo).port),
  ]);
});
afterAll(async () => {
  for (const client of clients) client.close();
  // One of them may not have started.
  served?.server.close();
  await real?.stop();
});

/** What the real server and ours answer. */
async function both(requests: readonly Request[]): Promise<readonly [readonly string[], readonly string[]]> {
  const cleared: readonly Request[] = [["RESET"], ["FLUSHALL"], ["SCRIPT", "FLUSH"]];
  const [expected, actual] = await Promise.all(
    clients.map(async (client) => (await client.ask([...cleared, ...requests])).slice(cleared.length)),
  );
  return [expected ?? [], actual ?? []];
}

/** What Redis leaves open: the order of sets and keys, and a moment more or less of a time. */
function settled(request: Request, answer: string): string {
  const name = request[0]?.toUpperCase() ?? "";
  if (/^(?:SMEMBERS|KEYS|SPOP|HKEYS|HVALS)$/.test(name)) return answer.split("\r\n").sort().join("\r\n");
  if (/^P?(?:TTL|EXPIRETIME)$/.test(name)) return answer.replace(/\d{2,}/, "~");
  // Lua says in its own words what it cannot read.
  if (/^-ERR Error compiling script/.test(answer))
    return answer.slice(0, "-ERR Error compiling script".length);
  if (name === "RANDOMKEY" || name === "TIME") return answer.slice(0, 1);
  return answer;
}

async function expectSame(requests: readonly Request[]): Promise<void> {
  const [expected, actual] = await both(requests);
  const shown = (answers: readonly string[]) =>
    requests.map(
      (request, n) => `${JSON.stringify(request)} ${JSON.stringify(settled(request, answers[n] ?? ""))}`,
    );
  expect(shown(actual)).toEqual(shown(expected));
}

const key = fc.constantFrom("a", "b", "c", "list", "hash", "zset");
const number = fc.constantFrom(
  "0",
  "1",
  "-1",
  "2",
  "10",
  "-3",
  "9223372036854775807",
  "01",
  "1.5",
  "x",
  "",
  "+1",
);
const text = fc.oneof(
  number,
  fc.constantFrom("hello", "\x00\xff\r\n", "a b"),
  fc.string({
    unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
    maxLength: 12,
  }),
);
const seconds = fc.constantFrom("100000", "500000", "0", "-1", "x", "9223372036854775807", "99999999999");
const score = fc.oneof(
  number,
  fc.constantFrom("inf", "-inf", "(1", "(2", "0.1", "1e20", "3.0000000001", "nan"),
);
const field = fc.constantFrom("f", "g", "h");
const words = (...parts: readonly (fc.Arbitrary<string> | string)[]): fc.Arbitrary<Request> =>
  fc.tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part)));
const several = (arbitrary: fc.Arbitrary<string>, most = 3) =>
  fc.array(arbitrary, { minLength: 1, maxLength: most });
const withMore = (head: fc.Arbitrary<Request>, more: fc.Arbitrary<readonly string[]>) =>
  fc.tuple(head, more).map(([first, rest]) => [...first, ...rest]);

const setOption = fc.constantFrom(
  "NX",
  "XX",
  "GET",
  "KEEPTTL",
  "EX",
  "px",
  "100000",
  "0",
  "EXAT",
  "nonsense",
);
const zaddOption = fc.constantFrom("NX", "XX", "GT", "LT", "CH", "INCR", "1", "2", "a");
const rangeOption = fc.constantFrom("REV", "BYSCORE", "LIMIT", "WITHSCORES", "0", "1", "-1");

const request: fc.Arbitrary<Request> = fc.oneof(
  { weight: 3, arbitrary: words("SET", key, text) },
  { weight: 2, arbitrary: withMore(words("SET", key, text), several(setOption)) },
  ...[
    "GET",
    "DEL",
    "TYPE",
    "TTL",
    "PTTL",
    "PERSIST",
    "INCR",
    "DECR",
    "STRLEN",
    "GETDEL",
    "EXISTS",
    "TOUCH",
  ].map((name) => words(name, key)),
  ...["EXPIRE", "PEXPIRE", "EXPIREAT", "PEXPIREAT"].map((name) =>
    withMore(
      words(name, key, seconds),
      fc.array(fc.constantFrom("NX", "XX", "GT", "lt", "no"), { maxLength: 2 }),
    ),
  ),
  ...[
    "HGETALL",
    "HLEN",
    "HKEYS",
    "HVALS",
    "LLEN",
    "SCARD",
    "SMEMBERS",
    "ZCARD",
    "EXPIRETIME",
    "PEXPIRETIME",
  ].map((name) => words(name, key)),
  ...["INCRBY", "DECRBY", "APPEND", "SETNX", "GETSET"].map((name) => words(name, key, text)),
  ...["SETEX", "PSETEX"].map((name) => words(name, key, seconds, text)),
  withMore(words("GETEX", key), fc.array(fc.constantFrom("EX", "100000", "PERSIST", "PX"), { maxLength: 2 })),
  ...["RENAME", "RENAMENX"].map((name) => words(name, key, key)),
  ...["GETRANGE", "LRANGE", "LTRIM"].map((name) => words(name, key, number, number)),
  words("SETRANGE", key, fc.constantFrom("0", "1", "5", "-1", "x"), text),
  withMore(words("MGET"), several(key)),
  withMore(words("MSET", key, text), fc.array(text, { maxLength: 3 })),
  withMore(words("MSETNX", key, text), fc.array(text, { maxLength: 3 })),
  withMore(words("HSET", key, field, text), fc.array(text, { maxLength: 3 })),
  ...["HGET", "HEXISTS", "HSTRLEN"].map((name) => words(name, key, field)),
  ...["HDEL", "HMGET"].map((name) => withMore(words(name, key), several(field))),
  words("HSETNX", key, field, text),
  words("HMSET", key, field, text),
  words("HINCRBY", key, field, number),
  withMore(words("HSCAN", key, "0"), fc.constantFrom([], ["MATCH", "*"], ["COUNT", "0"], ["TYPE", "x"])),
  ...["LPUSH", "RPUSH", "LPUSHX", "RPUSHX", "SADD", "SREM"].map((name) =>
    withMore(words(name, key), several(text)),
  ),
  ...["LPOP", "RPOP"].map((name) => withMore(words(name, key), fc.array(number, { maxLength: 2 }))),
  words("LINDEX", key, number),
  words("LREM", key, number, text),
  words("SISMEMBER", key, text),
  withMore(words("SMISMEMBER", key), several(text)),
  words("ZADD", key, score, field),
  withMore(words("ZADD", key), fc.array(fc.oneof(zaddOption, field), { minLength: 1, maxLength: 5 })),
  words("ZINCRBY", key, score, field),
  ...["ZSCORE", "ZREM", "ZRANK", "ZREVRANK"].map((name) => words(name, key, field)),
  ...["ZCOUNT", "ZREMRANGEBYSCORE"].map((name) => words(name, key, score, score)),
  words("ZREMRANGEBYRANK", key, number, number),
  withMore(words("ZRANGE", key, number, number), fc.array(rangeOption, { maxLength: 4 })),
  withMore(words("ZREVRANGE", key, number, number), fc.constantFrom([], ["WITHSCORES"], ["LIMIT"])),
  ...["ZRANGEBYSCORE", "ZREVRANGEBYSCORE"].map((name) =>
    withMore(words(name, key, score, score), fc.constantFrom([], ["LIMIT", "0", "1"], ["WITHSCORES"])),
  ),
  words("KEYS", fc.constantFrom("*", "?", "[ab]", "[^a]", "l*t", "\\a", "**z*", "[a-c]")),
  words("DBSIZE"),
  words("SELECT", fc.constantFrom("0", "1", "15", "16", "-1", "x")),
  words(
    "EVAL",
    "return redis.call(unpack(ARGV))",
    "0",
    fc.constantFrom("GET", "INCR", "TYPE", "HGETALL"),
    key,
  ),
  words(fc.constantFrom("MULTI", "EXEC", "DISCARD", "UNWATCH")),
  withMore(words("WATCH"), several(key)),
  withMore(words("PING"), fc.array(text, { maxLength: 2 })),
  withMore(words(fc.constantFrom("get", "NOSUCH", "hset", "zadd", "eval")), fc.array(text, { maxLength: 3 })),
);

describe("the page's Redis, against the real one", () => {
  it("answers every sequence of commands with the same bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 30 }), (requests) =>
        expectSame(requests),
      ),
      { numRuns: 400 },
    );
  });

  it("takes a LIMIT of -1 for none where there can be none", () =>
    expectSame([
      ["ZADD", "a", "1", "x"],
      ["ZRANGE", "a", "0", "0", "LIMIT", "1", "-1"],
      ["ZRANGE", "a", "0", "0", "LIMIT", "1", "-2"],
    ]));

  it("takes as many words for each command as Redis does", async () => {
    await expectSame(
      [...dataCommands.keys()].flatMap((name) => [
        [name],
        [name, "a"],
        [name, "a", "b"],
        [name, ..."abcdefgh"],
      ]),
    );
  });

  it.each([
    ["numbers", "return {1, 2.9, -2.9, 10 % 3, -10 % 3, 2 ^ 10, 7 / 2, tonumber('0x10'), #'four'}"],
    [
      "texts",
      "return {'a' .. 1 .. 2.5, tostring(1e15), tostring(0.1), 1e100 .. '', tostring(nil), ('x'):rep(3)}",
    ],
    [
      "formats",
      "return {string.format('%.0f %d %5.2f|%-5s|%05d|%x|%%|%c', 1.5, 3, 2.345, 'ab', 42, 255, 65)}",
    ],
    ["patterns", "return {string.match('r12 ab 34', '^r(%d+) (%S+) (%d+)$')}"],
    ["substitution", "return {string.gsub('hello world', 'o', '0'), (string.gsub('abc', '%w', '%0%0'))}"],
    [
      "substitution by table and function",
      "return {(string.gsub('a b', '%w', {a = 'x'})), (string.gsub('ab', '.', function(c) return c .. c end))}",
    ],
    [
      "finding",
      "return {string.find('a.b', '.', 2, true), string.find('hello', 'l+'), (string.find('x', '(y)') or 'none')}",
    ],
    [
      "frontier of sets",
      "return {string.match('a-]x', '[]-a]+'), string.match('key = value', '(%w+)%s*=%s*(%w+)'), string.match('[[x]]', '%[%[(.-)%]%]')}",
    ],
    ["balance", "return {string.match('f(a(b)c)d', '%b()'), string.match('\"x\" y', '([\"]).-%1')}"],
    [
      "bytes",
      "return {string.byte('A'), string.char(0, 255), string.sub('hello', -3, -2), string.sub('hello', 2), string.reverse('ab'), string.upper('ab'), string.len('\\0x')}",
    ],
    [
      "tables",
      "local t = {1, 2, nil, 4} t[3] = 3 table.insert(t, 5) table.insert(t, 1, 0) table.remove(t, 2) return {#t, unpack(t)}",
    ],
    [
      "sorting",
      "local t = {'b', 'a', 'c'} table.sort(t) local u = {1, 3, 2} table.sort(u, function(a, b) return a > b end) return {table.concat(t, ','), table.concat(u)}",
    ],
    [
      "loops",
      "local n = 0 for i = 10, 1, -3 do n = n + i end while n < 100 do n = n * 2 if n > 60 then break end end repeat local m = n n = n - 1 until m < 50 return n",
    ],
    [
      "closures",
      "local fs = {} for i = 1, 3 do fs[i] = function() i = i + 1 return i end end return {fs[1](), fs[1](), fs[2]()}",
    ],
    [
      "several values",
      "local function f(...) return select('#', ...), ... end local a, b, c = f(7, nil) return {a, b or 'nil', c or 'nil', (f(1, 2))}",
    ],
    [
      "pairs and ipairs",
      "local s = 0 for k, v in pairs({5, 6, x = 7}) do s = s + v end for i, v in ipairs({1, 2, nil, 4}) do s = s + i end return s",
    ],
    ["what is nothing", "return {redis.call('GET', 'none'), 1, false, 2}"],
    ["truth", "return {true, 1 and 'yes' or 'no', nil == false, not nil, 'x' < 'y', 1 ~= '1'}"],
    ["status and error", "return redis.status_reply('FINE')"],
    ["an error of its own", "return redis.error_reply('MY fault')"],
    ["a caught error", "local r = redis.pcall('INCR', KEYS[1]) return {r.err}"],
    ["a raised error", "return redis.call('INCR', KEYS[1])"],
    ["pcall", "local ok, err = pcall(function() error({code = 5}) end) return {ok, err.code}"],
    [
      "JSON",
      "return {cjson.encode({a = 1}), cjson.encode({1, 'x', true}), cjson.decode('{\"a\":[1,2]}').a[2]}",
    ],
    ["SHA-1", "return redis.sha1hex('abc')"],
    [
      "data",
      "redis.call('HSET', KEYS[1] .. 'h', 'f', 1.5) redis.call('SET', KEYS[1], ARGV[1], 'PX', 60000) return {redis.call('HGETALL', KEYS[1] .. 'h'), redis.call('TYPE', KEYS[1]), redis.call('ZADD', 'z', 1, 'm')}",
    ],
    ["long texts and comments", "--[[ two\nlines ]] local s = [[\nraw\\n]] -- end\nreturn s"],
    ["escapes", "return 'tab\\t\\065\\\\\\'' .. \"\\n\""],
    ["part of a list", "local t = {1,2,3,4}; t[3] = nil; return cjson.encode({unpack({1,2,3,4,5}, 2, 4)})"],
    [
      "how many values a part of a list has",
      "local t = {1,2,3}; return {select('#', unpack(t, 2)), select('#', unpack(t, -1, 5)), select('#', unpack(t, 3, 2)), select('#', unpack({}))}",
    ],
    ["more of a list than there is room for", "return pcall(unpack, {}, 1, 8000)"],
    [
      "several targets at once",
      "local i, a = 3, {}; i, a[i] = i+1, 20; local b = {1, 2}; b[1], b[2] = b[2], b[1]; local c; c, c = 1, 2; return {i, a[3], a[4] or 'none', b[1], b[2], c}",
    ],
    [
      "numbers as words of commands",
      "local r = {}; for n, v in ipairs({0.1, 1/3, 1e15, 1e17, 1e20, -0.5, 123456789012345678, 3, 2^53, 1e-7}) do r[n] = redis.call('ECHO', v) end; return r",
    ],
    [
      "numbers in texts",
      "return {string.format('%g %.17g %.3g %.0g %g', 0.1234567891, 0.1, 1234567, 15, 1e20), string.format('%.14g|%10.3g|%-8g|%+g', 1/3, 2.5, 3, 4)}",
    ],
    [
      "JSON",
      "return {cjson.encode('a/b\\127\\0\\n\\8\\12\\\\\\\"\\31'), cjson.encode('\\255\\254 \\195\\169'), cjson.encode({1/3, 1e15, 123456789012345678, 0.1, -1, 1e-7}), cjson.encode({['a/b'] = 1}), cjson.encode({}), cjson.encode({[2] = 'x'}), cjson.encode({[1.5] = 'x'}), cjson.encode({true, false, cjson.null})}",
    ],
    [
      "JSON of bytes that are no UTF-8",
      "return {cjson.decode('\"\\255\\254 \\195\\169\\1\\t\"'), cjson.decode('{\"\\233\":[\"\\128\"]}')['\\233'][1], cjson.encode(cjson.decode('[\"\\255\"]'))}",
    ],
    [
      "escapes in JSON",
      'return {cjson.decode(\'"\\\\u00e9\\\\uD83D\\\\uDE00\\\\u0041\\\\u0022\\\\n\\\\/\\\\\\\\u00e9"\'), cjson.decode(\'{"\\\\u20ac":1}\')["\\226\\130\\172"]}',
    ],
    [
      "JSON that is none",
      "local said = {}; for n, v in ipairs({'\"\\\\ud800\"', '\"\\\\ude00\"', '\"\\\\u00g0\"', '\"\\\\x\"', '\"open', '\\255', '[1', '', '\"\\0\"'}) do said[n] = tostring(pcall(cjson.decode, v)) end; return said",
    ],
    [
      "what JSON has no words for",
      "local said = {}; for n, v in ipairs({1/0, {[20] = 1}, {[true] = 1}, tostring}) do local ok, e = pcall(cjson.encode, v); said[n] = tostring(ok) .. tostring(e) end; return said",
    ],
    ["a script that cannot be read", "return ("],
    ["a name that is not there", "return nosuch"],
  ])("runs scripts as Redis does: %s", async (name, source) => {
    const requests = [
      ["SET", "k", "text"],
      ["EVAL", source, "1", "k", "arg"],
      ["GET", "k"],
    ];
    const [expected, actual] = await both(requests);
    if (name !== "a script that cannot be read" && name !== "a name that is not there")
      expect(actual).toEqual(expected);
    else expect(actual.map((one) => one[0])).toEqual(expected.map((one) => one[0]));
  });

  it("knows scripts by their SHA-1, and forgets them when told", async () => {
    const sha1 = "e0e1f9fabfc9d4800c877a703b823ac0578ff8db";
    await expectSame([
      ["EVALSHA", sha1, "0"],
      ["SCRIPT", "EXISTS", sha1],
      ["SCRIPT", "LOAD", "return 1"],
      ["EVALSHA", sha1.toUpperCase(), "0"],
      ["SCRIPT", "EXISTS", sha1, "x"],
      ["SCRIPT", "FLUSH"],
      ["EVALSHA", sha1, "0"],
      ["EVAL", "return 1", "2", "a"],
      ["EVAL", "return 1", "-1", "a"],
      ["EVAL", "return 1", "x"],
    ]);
  });

  it("lets nothing come between a transaction, and gives it up when a watched key has changed", async () => {
    const others = await Promise.all([
      RawClient.open(real.port),
      RawClient.open((served.server.address() as AddressInfo).port),
    ]);
    const stories = await Promise.all(
      clients.map(async (client, n) => {
        const first = await client.ask([
          ["FLUSHALL"],
          ["SET", "k", "1"],
          ["WATCH", "k"],
          ["MULTI"],
          ["INCR", "k"],
        ]);
        const between = await others[n]?.ask([["SET", "k", "5"]]);
        const second = await client.ask([
          ["EXEC"],
          ["GET", "k"],
          ["MULTI"],
          ["NOSUCH"],
          ["EXEC"],
          ["MULTI"],
          ["INCR", "k"],
          ["GET", "k", "x"],
          ["DISCARD"],
        ]);
        return [first, between, second];
      }),
    );
    for (const other of others) other.close();
    expect(stories[1]).toEqual(stories[0]);
  });

  it("speaks version 3 of the protocol to those who ask for it", async () => {
    const requests = [
      ["HELLO", "3"],
      ["HSET", "h", "f", "v"],
      ["HGETALL", "h"],
      ["SADD", "s", "m"],
      ["SMEMBERS", "s"],
      ["ZADD", "z", "1.5", "m"],
      ["ZSCORE", "z", "m"],
      ["GET", "none"],
      ["HELLO", "4"],
      ["HELLO", "x"],
      ["HELLO", "2", "SETNAME", "me"],
      ["CLIENT", "GETNAME"],
    ];
    const [expected, actual] = await both(requests);
    const withoutId = (answer = "") => answer.replace(/(\$2\r\nid\r\n):\d+/, "$1:n");
    expect(actual.map(withoutId)).toEqual(expected.map(withoutId));
  });

  it("reads what a human types, and ends a connection that speaks no Redis", async () => {
    const typed = ["PING\r\n", "set \"a b\" 'c d'\r\n", 'GET "a b"\n', "\r\nGET a\r\n"];
    const answers = await Promise.all(
      clients.map(async (client) => {
        const heard: string[] = [];
        for (const line of typed) {
          client.send(line);
          heard.push(await client.answer());
        }
        return heard;
      }),
    );
    expect(answers[1]).toEqual(answers[0]);
    for (const fault of ["*1\r\n+x\r\n", "*x\r\n", "*1\r\n$x\r\n", 'GET "a\r\n']) {
      const said = await Promise.all(
        [real.port, (served.server.address() as AddressInfo).port].map(async (port) => {
          const client = await RawClient.open(port);
          client.send(fault);
          const first = await client.answer();
          const then = await client.answer().then(
            () => "more",
            () => "the end",
          );
          return [first, then];
        }),
      );
      expect(said[1]).toEqual(said[0]);
    }
  });
});
