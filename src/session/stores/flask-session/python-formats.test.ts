import { Buffer } from "node:buffer";
import process from "node:process";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CodecPipe, missingPython } from "../../trial-python/trial-python.ts";
import { readMsgpack } from "./msgpack.ts";
import { readPickle } from "./pickle-reader.ts";
import { PYTHON_FORMATS } from "./python-formats.ts";
import { fromTaggedJson, toTaggedJson } from "./python-json.ts";
import { type PythonFormat, PythonSet, UnreadablePython } from "./python-value.ts";

const pickle: PythonFormat = PYTHON_FORMATS["pickle-0.3"];
const msgpack: PythonFormat = PYTHON_FORMATS["msgpack-0.7"];
const missing = missingPython("flask");
/** A folder that `pip install --target` has put Flask-Session 0.7 or later into; Debian has none. */
const MODERN_PYTHON = process.env["KEEPSAKE_PYTHON_PATH"];
const NO_MODERN =
  "cannot run here: needs KEEPSAKE_PYTHON_PATH, a folder with Flask-Session 0.7 or later and msgspec";

/** Python expressions, and how they look as tagged JSON; undefined: refused. */
const EXPRESSIONS: readonly (readonly [python: string, text: string | undefined])[] = [
  ["{}", "{}"],
  ["{'a': [1, 2.0, 2.5, -0.0, True, None, 'x']}", '{"a":[1,2.0,2.5,-0.0,true,null,"x"]}'],
  [
    "[2**8, 2**16, 2**31, -1, -128, -129, -2**31, -2**31-1, 2**63]",
    "[256,65536,2147483648,-1,-128,-129,-2147483648,-2147483649,9223372036854775808]",
  ],
  ["-(2**2000)", String(-(2n ** 2000n))],
  ["float('nan')", "NaN"],
  ["float('-inf')", "-Infinity"],
  ["1e300", "1e+300"],
  ["(1, (2,), ())", '{" t":[1,{" t":[2]},{" t":[]}]}'],
  ["b'\\x00\\xff' * 200", `{" b":"${Buffer.from("\x00\xff".repeat(200), "latin1").toString("base64")}"}`],
  ["b''", '{" b":""}'],
  ["'é' * 300", JSON.stringify("é".repeat(300))],
  ["'\\ud800x'", '"\\ud800x"'],
  ["{' t': 1}", '{" di":{" t__":1}}'],
  ["(lambda x: [x, x])([1])", "[[1],[1]]"],
  ["datetime.datetime(2025, 6, 15, 12, 30, 1, 5)", '{" d":"2025-06-15T12:30:01.000005"}'],
  [
    "datetime.datetime(2025, 6, 15, tzinfo=datetime.timezone.utc)",
    '{" d":"2025-06-15T00:00:00.000000+00:00"}',
  ],
  [
    "datetime.datetime(2025, 6, 15, tzinfo=datetime.timezone(datetime.timedelta(hours=-3, minutes=-30)))",
    '{" d":"2025-06-15T00:00:00.000000-03:30"}',
  ],
  ["datetime.date(2025, 6, 15)", undefined],
  ["uuid.UUID(int=1)", undefined],
  ["decimal.Decimal('1.5')", undefined],
  ["collections.OrderedDict(a=1)", undefined],
  ["collections.Counter('aab')", undefined],
  ["int", undefined],
  ["bytearray(b'x')", undefined],
  ["1j", undefined],
  ["datetime.timezone.utc", undefined],
  ["[datetime.timezone.utc]", undefined],
];

const value = fc
  .letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit: "grapheme", maxLength: 300 }),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Number.isInteger(n)),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 20 }),
      fc.array(tie("value"), { maxLength: 3 }).map((items) => ({ " t": items })),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => ({ " b": Buffer.from(bytes).toString("base64") })),
      fc.dictionary(
        fc.string({ minLength: 1, maxLength: 40 }).filter((key) => !key.startsWith(" ")),
        tie("value"),
        {
          maxKeys: 20,
        },
      ),
    ),
  }))
  .value.map(printed);

/** As Python prints it: `JSON.stringify` knows no bigint. */
function printed(node: unknown): string {
  if (typeof node === "bigint") return String(node);
  if (Array.isArray(node)) return `[${node.map(printed).join(",")}]`;
  if (typeof node !== "object" || node === null) return JSON.stringify(node);
  return `{${Object.entries(node).map(([key, member]) => `${JSON.stringify(key)}:${printed(member)}`)}}`;
}

describe("pickles of real Python", () => {
  let pipe: CodecPipe;
  beforeAll(() => {
    if (missing === undefined) pipe = new CodecPipe();
  });
  afterAll(() => pipe?.close());

  for (const protocol of [2, 3, 4, 5]) {
    for (const [python, text] of EXPRESSIONS) {
      it(`protocol ${protocol}: ${python}`, async ({ skip }) => {
        if (missing !== undefined) skip(missing);
        const bytes = Buffer.from(await pipe.ask({ do: "pickle-eval", python, protocol }), "base64");
        if (text === undefined) {
          expect(() => toTaggedJson(readPickle(bytes), pickle)).toThrow(UnreadablePython);
          return;
        }
        const read = toTaggedJson(readPickle(bytes), pickle);
        expect(read).toBe(text);
        const written = Buffer.from(pickle.encode(fromTaggedJson(read, pickle))).toString("base64");
        const again = await pipe.ask({ do: "pickle-same", python, bytes: written });
        expect(again).toBe("same");
      });
    }
  }

  it("carries sets and dicts with other keys along", async ({ skip }) => {
    if (missing !== undefined) skip(missing);
    for (const python of [
      "{1, 2}",
      "frozenset({(1, 2)})",
      "set()",
      "{b'', b'\\x00\\xff'}",
      "{1: {'a': {2: 3}}, None: 1.0}",
      "{(1, 2): {3}}",
    ]) {
      for (const protocol of [2, 3, 4, 5]) {
        const bytes = Buffer.from(await pipe.ask({ do: "pickle-eval", python, protocol }), "base64");
        const read = toTaggedJson(readPickle(bytes), pickle);
        expect(read).toMatch(/^\{" x":"/);
        const written = Buffer.from(pickle.encode(fromTaggedJson(read, pickle))).toString("base64");
        expect(await pipe.ask({ do: "pickle-same", python, bytes: written })).toBe("same");
      }
    }
  });

  it("of random values, both ways", async ({ skip }) => {
    if (missing !== undefined) skip(missing);
    await fc.assert(
      fc.asyncProperty(value, fc.constantFrom(3, 4, 5), async (text, protocol) => {
        const theirs = await pipe.ask({ do: "pickle-dumps", value: text, protocol });
        const read = toTaggedJson(readPickle(Buffer.from(theirs, "base64")), pickle);
        const ours = Buffer.from(pickle.encode(fromTaggedJson(read, pickle))).toString("base64");
        const [back, forth] = await Promise.all([
          pipe.ask({ do: "pickle-loads", bytes: ours }),
          pipe.ask({ do: "pickle-loads", bytes: theirs }),
        ]);
        expect(back).toBe(forth);
      }),
      { numRuns: 400 },
    );
  });
});

describe("sessions that are written as MessagePack", () => {
  it("are read where an older Flask-Session has left a pickle", async ({ skip }) => {
    if (missing !== undefined) skip(missing);
    const pipe = new CodecPipe();
    try {
      for (const protocol of [2, 3, 4, 5]) {
        const python = "{'user_id': 7, '_permanent': True, 'cart': [('tea', 2.5)], 'seen': {1}}";
        const left = Buffer.from(await pipe.ask({ do: "pickle-eval", python, protocol }), "base64");
        const read = toTaggedJson(msgpack.decode(left), msgpack);
        expect(read).toBe('{"user_id":7,"_permanent":true,"cart":[{" t":["tea",2.5]}],"seen":{" x":"kQE="}}');
        const written = msgpack.encode(fromTaggedJson(read, msgpack));
        expect(toTaggedJson(readMsgpack(written), msgpack)).toBe(
          '{"user_id":7,"_permanent":true,"cart":[["tea",2.5]],"seen":[1]}',
        );
      }
    } finally {
      pipe.close();
    }
  });

  it("are unreadable for MessagePack's reason where they are neither", () => {
    expect(() => msgpack.decode(Uint8Array.of(0xc1))).toThrow(/byte 0xc1 begins no plain value/);
    const holdsTooMuch = pickle.encode(new Map([["seen", new PythonSet([2n ** 70n], false)]]));
    expect(() => toTaggedJson(msgpack.decode(holdsTooMuch), msgpack)).toThrow(UnreadablePython);
  });
});

describe("MessagePack of real msgspec", () => {
  let pipe: CodecPipe;
  beforeAll(() => {
    if (MODERN_PYTHON !== undefined) pipe = new CodecPipe({ PYTHONPATH: MODERN_PYTHON });
  });
  afterAll(() => pipe?.close());

  it("of random values, both ways", async ({ skip }) => {
    if (MODERN_PYTHON === undefined) skip(NO_MODERN);
    await fc.assert(
      fc.asyncProperty(value, async (text) => {
        const theirs = await pipe.ask({ do: "msgpack-dumps", value: text });
        const read = toTaggedJson(readMsgpack(Buffer.from(theirs, "base64")), msgpack);
        const ours = Buffer.from(msgpack.encode(fromTaggedJson(read, msgpack))).toString("base64");
        const [back, forth] = await Promise.all([
          pipe.ask({ do: "msgpack-loads", bytes: ours }),
          pipe.ask({ do: "msgpack-loads", bytes: theirs }),
        ]);
        expect(back).toBe(forth);
      }),
      { numRuns: 400 },
    );
  });
});

describe("MessagePack", () => {
  it("gives back every kind of value", () => {
    fc.assert(
      fc.property(value, (text) => {
        const bytes = msgpack.encode(fromTaggedJson(text, msgpack));
        const again = msgpack.encode(msgpack.decode(bytes));
        expect(Buffer.from(again).equals(Buffer.from(bytes))).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it("holds no half of a character, which msgspec neither reads nor writes, and a pickle does", () => {
    const halves = new Map([["name", "x\ud800"]]);
    expect(() => msgpack.encode(halves)).toThrow("MessagePack holds no text with half a character in it");
    expect(() => readMsgpack(Uint8Array.of(0xa3, 0xed, 0xa0, 0x80))).toThrow("a text is not UTF-8");
    expect(pickle.decode(pickle.encode(halves))).toEqual(halves);
    // Left by an older Flask-Session.
    expect(msgpack.decode(pickle.encode(halves))).toEqual(halves);
  });

  it("reads what the specification writes shortest", () => {
    const read = (...bytes: readonly number[]) => toTaggedJson(readMsgpack(Uint8Array.from(bytes)), msgpack);
    expect(read(0x82, 0xa1, 0x61, 0xcc, 0xff, 0xa1, 0x62, 0x93, 0xff, 0xd0, 0x80, 0xcd, 0x01, 0x00)).toBe(
      '{"a":255,"b":[-1,-128,256]}',
    );
    expect(read(0xca, 0x3f, 0x80, 0x00, 0x00)).toBe("1.0");
    expect(read(0xd6, 0xff, 0x68, 0x4e, 0xe1, 0x80)).toBe('{" d":"2025-06-15T15:06:40.000000+00:00"}');
    expect(read(0xde, 0x00, 0x01, 0x01, 0xc0)).toMatch(/^\{" x":"/);
  });
});

describe("bytes that anybody may have put there", () => {
  const read = (format: PythonFormat, bytes: Uint8Array) => {
    try {
      toTaggedJson(format.decode(bytes), format);
    } catch (error) {
      if (!(error instanceof UnreadablePython)) throw error;
    }
  };

  it("are plain data or unreadable, and nothing else", () => {
    const opcodes = fc.constantFrom(
      ...[
        0x28, 0x29, 0x2e, 0x4b, 0x4e, 0x52, 0x5d, 0x61, 0x64, 0x65, 0x68, 0x6c, 0x71, 0x73, 0x74, 0x75, 0x7d,
      ],
      ...[
        0x80, 0x85, 0x86, 0x87, 0x88, 0x8a, 0x8c, 0x8f, 0x90, 0x91, 0x93, 0x94, 0x95, 0x00, 0x01, 0x02, 0xff,
      ],
    );
    const program = fc
      .array(opcodes, { maxLength: 60 })
      .map((bytes) => Uint8Array.of(0x80, 4, ...bytes, 0x2e));
    fc.assert(
      fc.property(fc.oneof(program, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        read(pickle, bytes);
        read(msgpack, bytes);
      }),
      { numRuns: 20_000 },
    );
  });

  it("name nothing that could be called", () => {
    const evil = (text: string) => Buffer.from(text, "latin1");
    for (const bytes of [
      evil("\x80\x04cos\nsystem\n\x8c\x04true\x85R."),
      evil("\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x04true\x85R."),
      evil("\x80\x02cbuiltins\neval\n."),
      evil("\x80\x02cbuiltins\nset\n."),
      evil("\x80\x02cbuiltins\nset\nX\x01\x00\x00\x00a\x85R."),
      evil("\x80\x02cbuiltins\nbytes\nK\x09\x85R."),
      evil("\x80\x02ccodecs\nencode\nX\x01\x00\x00\x00aX\x06\x00\x00\x00latin1\x86R."),
      evil("\x80\x02c_codecs\nencode\nX\x01\x00\x00\x00aX\x05\x00\x00\x00utf-8\x86R."),
      evil("\x80\x02c_codecs\nencode\nX\x02\x00\x00\x00\xc4\x80X\x06\x00\x00\x00latin1\x86R."),
      evil("\x80\x02c_codecs\ndecode\nX\x01\x00\x00\x00aX\x06\x00\x00\x00latin1\x86R."),
      evil("\x80\x02cdatetime\ndatetime\n."),
      evil("\x80\x04cevil\ndatetime\nC\x0a\x07\xe9\x06\x0f\x0c\0\0\0\0\0\x85R."),
      evil("\x80\x04cdatetime\ndate\nC\x04\x07\xe9\x06\x0f\x85R."),
      evil("cos\nsystem\n(S'true'\ntR."),
      // What is named for a call, kept as if it were data.
      evil("\x80\x04]cbuiltins\nset\na."),
      evil("\x80\x04](cbuiltins\nset\ncbuiltins\nset\ne."),
      evil("\x80\x04}K\x01cbuiltins\nset\ns."),
      evil("\x80\x04(K\x01cbuiltins\nset\nt."),
      evil("\x80\x04](K\x01cbuiltins\nset\nte."),
      evil("\x80\x04(cbuiltins\nset\n\x91."),
      evil("\x80\x04cdatetime\ntimedelta\nK\x00K\x00K\x00\x87R\x85."),
    ]) {
      expect(() => readPickle(bytes)).toThrow(UnreadablePython);
    }
  });

  it("cannot grow without bound", () => {
    // A list of two of the list before, forty times: 2⁴⁰ values in 200 bytes.
    const laughs = [0x80, 4, 0x5d, 0x94];
    for (let n = 0; n < 40; n += 1) laughs.push(0x5d, 0x94, 0x28, 0x68, n, 0x68, n, 0x65);
    expect(() => toTaggedJson(readPickle(Uint8Array.of(...laughs, 0x2e)), pickle)).toThrow(
      /too many|too deep/,
    );
    const cycle = Uint8Array.of(0x80, 4, 0x5d, 0x94, 0x68, 0, 0x61, 0x2e);
    expect(() => toTaggedJson(readPickle(cycle), pickle)).toThrow(/too deep/);
    expect(() => readMsgpack(new Uint8Array(10_000).fill(0x91))).toThrow(/too deep/);
    expect(() => readMsgpack(Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff))).toThrow(/too early/);
    expect(() => readPickle(Uint8Array.of(0x80, 4, 0x58, 0xff, 0xff, 0xff, 0xff))).toThrow(/too early/);
    // One text, and a call that makes bytes of it, a thousand times.
    const text = Buffer.alloc(100_000, "a").toString("latin1");
    const head = "\x80\x02c_codecs\nencode\nq\0X\xa0\x86\x01\0";
    const once = "h\0h\x01X\x06\0\0\0latin1\x86R";
    const copies = Buffer.from(`${head}${text}q\x01${once.repeat(1000)}.`, "latin1");
    expect(() => readPickle(copies)).toThrow(/too large/);
    expect(() => readPickle(new Uint8Array(2_000_000))).toThrow(/too large/);
  });
});
