import fc from "fast-check";

/** What parsers stumble over. */
const PIECES = [
  ...[
    "",
    '"',
    "\\",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    ";",
    "=",
    ".",
    " ",
    "\t",
    "\r\n",
    "\0",
    "%",
    "%ff",
    "+",
    "-",
  ],
  ...["null", "true", "NaN", "Infinity", "-0", "1e999", "0x10", "9007199254740993", "-1", "2147483648"],
  ...["__proto__", "constructor", "toString", "toJSON", "length", "\ud800", "\u2028", "é", "😀", "ÿ"],
  ...['"":', "[[[[[[[[", '{"a":'.repeat(70), "]".repeat(70), "A".repeat(300)],
];

/** One change: from where, how many characters go, and what comes there. */
interface Edit {
  readonly at: number;
  readonly removed: number;
  readonly inserted: string;
}

const piece = fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 8, unit: "binary" }));
const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof(fc.constant(0), fc.nat(4), fc.nat(60)),
  inserted: piece,
});

function changed(text: string, edits: readonly Edit[]): string {
  let result = text;
  for (const { at, removed, inserted } of edits) {
    const start = Math.floor(at * result.length);
    result = result.slice(0, start) + inserted + result.slice(start + removed);
  }
  return result;
}

/** Valid texts with a few changes, joined with parts of each other, cut off, and texts out of nothing. */
export function mutatedTexts(valid: readonly string[]): fc.Arbitrary<string> {
  const whole = fc.constantFrom(...valid);
  const edited = fc
    .tuple(whole, fc.array(edit, { minLength: 1, maxLength: 5 }))
    .map(([text, edits]) => changed(text, edits));
  const cut = fc
    .tuple(whole, fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([text, at]) => text.slice(0, Math.floor(at * text.length)));
  const spliced = fc
    .tuple(
      whole,
      whole,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    )
    .map(([a, b, to, from]) => a.slice(0, Math.floor(to * a.length)) + b.slice(Math.floor(from * b.length)));
  const invented = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
    fc.string({ unit: "binary", maxLength: 80 }),
  );
  return fc.oneof(
    { weight: 1, arbitrary: whole },
    { weight: 10, arbitrary: edited },
    { weight: 2, arbitrary: cut },
    { weight: 3, arbitrary: spliced },
    { weight: 4, arbitrary: invented },
  );
}

/** The same on bytes: each is a character while it is changed. */
export function mutatedBytes(valid: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const texts = valid.map((bytes) => Buffer.from(bytes).toString("latin1"));
  const flipped = fc
    .tuple(
      fc.constantFrom(...valid),
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255))),
    )
    .map(([bytes, flips]) => {
      const copy = Uint8Array.from(bytes);
      for (const [at, byte] of flips) if (copy.length > 0) copy[Math.floor(at * (copy.length - 1))] = byte;
      return copy;
    });
  return fc.oneof(
    mutatedTexts(texts).map((text) => Uint8Array.from(Buffer.from(text, "latin1"))),
    flipped,
    fc.uint8Array({ maxLength: 60 }),
  );
}
