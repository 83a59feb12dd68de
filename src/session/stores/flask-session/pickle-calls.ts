import { Buffer } from "node:buffer";
import {
  PythonDatetime,
  PythonSet,
  PythonTuple,
  type PythonValue,
  UnreadablePython,
} from "./python-value.ts";

/**
 * What a pickle may name, and call: the constructors of plain data that has no operation of its own in the
 * pickle's protocol. Nothing is run; the reader knows what would come of it.
 */
const CALLS = {
  "datetime.datetime": datetimeOf,
  "datetime.timezone": zoneOf,
  "datetime.timedelta": spanOf,
  // Protocols 2 and 3 have no operation for sets, protocol 2 none for bytes; 2 has Python 2's name for builtins.
  "builtins.set": (args: readonly Item[]) => setOf(args, false),
  "builtins.frozenset": (args: readonly Item[]) => setOf(args, true),
  "builtins.bytes": noBytesOf,
  "_codecs.encode": bytesOf,
} as const;

type Named = keyof typeof CALLS;

/** A name on the stack, until it is called. It stays inside the reader. */
export class Global {
  readonly name: Named;

  constructor(name: Named) {
    this.name = name;
  }
}

/** datetime.timedelta, which only a time zone may be made of. */
export class Span {
  readonly seconds: number;

  constructor(seconds: number) {
    this.seconds = seconds;
  }
}

/** datetime.timezone, which only a datetime may have. */
export class Zone {
  readonly offsetSeconds: number;

  constructor(offsetSeconds: number) {
    this.offsetSeconds = offsetSeconds;
  }
}

/** A tuple that only a call may take: something of it is no data. */
export class Arguments {
  readonly items: readonly Item[];

  constructor(items: readonly Item[]) {
    this.items = items;
  }
}

/** What stands on the stack on the way to data. */
export type Part = Global | Span | Zone | Arguments;

export type Item = PythonValue | Part;

export function isData(item: Item): item is PythonValue {
  return !(
    item instanceof Global ||
    item instanceof Span ||
    item instanceof Zone ||
    item instanceof Arguments
  );
}

export function tupleOf(items: readonly Item[]): PythonTuple | Arguments {
  return items.every(isData) ? new PythonTuple(items) : new Arguments(items);
}

/** Throws {@link UnreadablePython} for every other name. */
export function globalOf(module: Item | undefined, name: Item | undefined): Global {
  const full = `${module === "__builtin__" ? "builtins" : String(module)}.${String(name)}`;
  if (typeof module === "string" && typeof name === "string" && isNamed(full)) return new Global(full);
  throw new UnreadablePython("it names a class or a function");
}

function isNamed(name: string): name is Named {
  return Object.hasOwn(CALLS, name);
}

/** What a call gives. Throws {@link UnreadablePython} for what Python itself does not write. */
export function resultOf(called: Item, args: Item): PythonValue | Span | Zone {
  if (!(called instanceof Global) || !(args instanceof PythonTuple || args instanceof Arguments)) {
    throw new UnreadablePython("it calls something");
  }
  return CALLS[called.name](args.items);
}

/** The list is not copied: it may stand in many places, and memory follows from the number of bytes. */
function setOf(args: readonly Item[], isFrozen: boolean): PythonSet {
  const [items] = args;
  if (args.length !== 1 || !Array.isArray(items)) {
    throw new UnreadablePython("a set is not made of a list");
  }
  return new PythonSet(items as readonly PythonValue[], isFrozen);
}

function noBytesOf(args: readonly Item[]): Uint8Array {
  if (args.length !== 0) throw new UnreadablePython("bytes are not in the usual form");
  return new Uint8Array();
}

/** Each character is one byte. */
function bytesOf(args: readonly Item[]): Uint8Array {
  const [text, encoding] = args;
  if (args.length !== 2 || typeof text !== "string" || encoding !== "latin1" || !LATIN1.test(text)) {
    throw new UnreadablePython("bytes are not in the usual form");
  }
  return Uint8Array.from(Buffer.from(text, "latin1"));
}

const LATIN1 = /^[\0-\u00ff]*$/;

function spanOf(args: readonly Item[]): Span {
  const [days, seconds, microseconds] = args;
  if (args.length !== 3 || typeof days !== "bigint" || typeof seconds !== "bigint" || microseconds !== 0n) {
    throw new UnreadablePython("a timedelta is not one of a time zone");
  }
  return new Span(Number(days * 86_400n + seconds));
}

function zoneOf(args: readonly Item[]): Zone {
  const [span] = args;
  if (args.length !== 1 || !(span instanceof Span) || Math.abs(span.seconds) >= 86_400) {
    throw new UnreadablePython("a time zone is not a plain distance from UTC");
  }
  return new Zone(span.seconds);
}

/** Ten bytes: year, month (its first bit: the second of two such hours), day, hour, minute, second, microsecond. */
function datetimeOf(args: readonly Item[]): PythonDatetime {
  const [packed, zone] = args;
  const isKnown = args.length === 1 || (args.length === 2 && zone instanceof Zone);
  if (!isKnown || !(packed instanceof Uint8Array) || packed.length !== 10 || (packed[2] ?? 0) > 12) {
    throw new UnreadablePython("a datetime is not in the usual form");
  }
  const [high = 0, low = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ...micro] = packed;
  const two = (n: number) => String(n).padStart(2, "0");
  const microseconds = micro.reduce((sum, byte) => sum * 256 + byte, 0);
  const date = `${String(high * 256 + low).padStart(4, "0")}-${two(month)}-${two(day)}`;
  const text = `${date}T${two(hour)}:${two(minute)}:${two(second)}.${String(microseconds).padStart(6, "0")}`;
  if (!DATETIME.test(text)) throw new UnreadablePython("a datetime is not in the usual form");
  return new PythonDatetime(text, zone instanceof Zone ? zone.offsetSeconds : undefined);
}

const DATETIME = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}$/;
