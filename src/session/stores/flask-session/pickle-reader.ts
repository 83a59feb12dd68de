import { Buffer } from "node:buffer";
import { globalOf, type Item, isData, resultOf, tupleOf } from "./pickle-calls.ts";
import { decodeText } from "./python-text.ts";
import {
  BYTES_LIMIT,
  INT_BYTES_LIMIT,
  PythonSet,
  PythonTuple,
  type PythonValue,
  UnreadablePython,
  VALUES_LIMIT,
} from "./python-value.ts";

/**
 * Reads a pickle, protocols 2 to 5, of plain data: None, bool, int, float, str, bytes, list, tuple, dict, set,
 * frozenset, and datetime with a fixed zone or none. A pickle is a program that calls whatever it names; this one
 * calls nothing, and refuses every name but those that Python writes for such data. Time and memory are bounded
 * by the number of bytes.
 *
 * Throws {@link UnreadablePython}.
 */
export function readPickle(bytes: Uint8Array): PythonValue {
  if (bytes.length > BYTES_LIMIT) throw new UnreadablePython("it is too large");
  return new PickleReader(bytes).read();
}

class PickleReader {
  readonly #bytes: Buffer;
  #at = 0;
  #steps = 0;
  /** Bytes that calls have made. */
  #made = 0;
  #stack: Item[] = [];
  /** The stacks below the marks. */
  readonly #below: Item[][] = [];
  readonly #memo = new Map<number, Item>();

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(): PythonValue {
    if (this.#byte() !== 0x80) throw new UnreadablePython("it is no pickle of protocol 2 or later");
    const protocol = this.#byte();
    if (protocol < 2 || protocol > 5) throw new UnreadablePython(`its protocol is ${protocol}`);
    for (;;) {
      const opcode = this.#byte();
      if (opcode === 0x2e) return this.#value();
      this.#steps += 1;
      if (this.#steps > VALUES_LIMIT * 4) throw new UnreadablePython("it has too many values");
      if (!(this.#leaf(opcode) || this.#container(opcode) || this.#memory(opcode))) {
        throw new UnreadablePython(`operation 0x${opcode.toString(16)} is not one of plain data`);
      }
    }
  }

  // Each group of operations: whether it was one of them.

  #leaf(opcode: number): boolean {
    switch (opcode) {
      case 0x95: // FRAME
        this.#take(8);
        return true;
      case 0x4e: // NONE
        return this.#push(null);
      case 0x88: // NEWTRUE
        return this.#push(true);
      case 0x89: // NEWFALSE
        return this.#push(false);
      case 0x4b: // BININT1
        return this.#push(BigInt(this.#byte()));
      case 0x4d: // BININT2
        return this.#push(BigInt(this.#take(2).readUInt16LE()));
      case 0x4a: // BININT
        return this.#push(BigInt(this.#take(4).readInt32LE()));
      case 0x8a: // LONG1
        return this.#push(longOf(this.#take(this.#byte())));
      case 0x8b: // LONG4
        return this.#push(longOf(this.#take(this.#size(4))));
      case 0x47: // BINFLOAT
        return this.#push(this.#take(8).readDoubleBE());
      case 0x8c: // SHORT_BINUNICODE
        return this.#push(decodeText(this.#take(this.#byte())));
      case 0x58: // BINUNICODE
        return this.#push(decodeText(this.#take(this.#size(4))));
      case 0x8d: // BINUNICODE8
        return this.#push(decodeText(this.#take(this.#size(8))));
      case 0x43: // SHORT_BINBYTES
        return this.#push(Uint8Array.from(this.#take(this.#byte())));
      case 0x42: // BINBYTES
        return this.#push(Uint8Array.from(this.#take(this.#size(4))));
      case 0x8e: // BINBYTES8
        return this.#push(Uint8Array.from(this.#take(this.#size(8))));
      case 0x28: // MARK
        this.#below.push(this.#stack);
        this.#stack = [];
        return true;
      default:
        return false;
    }
  }

  #container(opcode: number): boolean {
    switch (opcode) {
      case 0x5d: // EMPTY_LIST
        return this.#push([]);
      case 0x7d: // EMPTY_DICT
        return this.#push(new Map());
      case 0x8f: // EMPTY_SET
        return this.#push(new PythonSet([], false));
      case 0x29: // EMPTY_TUPLE
        return this.#push(new PythonTuple([]));
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        return this.#push(tupleOf(this.#popMany(opcode - 0x84)));
      case 0x74: // TUPLE
        return this.#push(tupleOf(this.#sinceMark()));
      case 0x6c: // LIST
        return this.#push(dataIn(this.#sinceMark()));
      case 0x64: // DICT
        return this.#push(new Map(pairs(dataIn(this.#sinceMark()))));
      case 0x91: // FROZENSET
        return this.#push(new PythonSet(dataIn(this.#sinceMark()), true));
      case 0x61: // APPEND
        return this.#append(dataIn(this.#popMany(1)));
      case 0x65: // APPENDS
        return this.#append(dataIn(this.#sinceMark()));
      case 0x73: // SETITEM
        return this.#setItems(dataIn(this.#popMany(2)));
      case 0x75: // SETITEMS
        return this.#setItems(dataIn(this.#sinceMark()));
      case 0x90: // ADDITEMS
        return this.#addItems(dataIn(this.#sinceMark()));
      default:
        return false;
    }
  }

  #memory(opcode: number): boolean {
    switch (opcode) {
      case 0x94: // MEMOIZE
        return this.#keep(this.#memo.size);
      case 0x71: // BINPUT
        return this.#keep(this.#byte());
      case 0x72: // LONG_BINPUT
        return this.#keep(this.#size(4));
      case 0x68: // BINGET
        return this.#recall(this.#byte());
      case 0x6a: // LONG_BINGET
        return this.#recall(this.#size(4));
      case 0x63: // GLOBAL
        return this.#push(globalOf(this.#line(), this.#line()));
      case 0x93: {
        // STACK_GLOBAL
        const [module, name] = this.#popMany(2);
        return this.#push(globalOf(module, name));
      }
      case 0x52: // REDUCE
        return this.#call();
      default:
        return false;
    }
  }

  #append(items: readonly PythonValue[]): true {
    const list = this.#top();
    if (!Array.isArray(list)) throw new UnreadablePython("something is appended to what is no list");
    for (const item of items) (list as PythonValue[]).push(item);
    return true;
  }

  #setItems(items: readonly PythonValue[]): true {
    const dict = this.#top();
    if (!(dict instanceof Map)) throw new UnreadablePython("an item is set in what is no dict");
    for (const [key, value] of pairs(items)) (dict as Map<PythonValue, PythonValue>).set(key, value);
    return true;
  }

  #addItems(items: readonly PythonValue[]): true {
    const set = this.#top();
    if (!(set instanceof PythonSet)) throw new UnreadablePython("an item is added to what is no set");
    for (const item of items) (set.items as PythonValue[]).push(item);
    return true;
  }

  #call(): true {
    const args = this.#pop();
    const result = resultOf(this.#pop(), args);
    // One text may be turned into bytes again and again.
    if (result instanceof Uint8Array) this.#made += result.length;
    if (this.#made > BYTES_LIMIT) throw new UnreadablePython("it is too large");
    return this.#push(result);
  }

  #push(item: Item): true {
    this.#stack.push(item);
    return true;
  }

  #pop(): Item {
    const item = this.#stack.pop();
    if (item === undefined) throw new UnreadablePython("it takes what is not there");
    return item;
  }

  #top(): Item {
    const item = this.#stack.at(-1);
    if (item === undefined) throw new UnreadablePython("it takes what is not there");
    return item;
  }

  #popMany(count: number): Item[] {
    if (this.#stack.length < count) throw new UnreadablePython("it takes what is not there");
    return this.#stack.splice(this.#stack.length - count);
  }

  #sinceMark(): Item[] {
    const below = this.#below.pop();
    if (below === undefined) throw new UnreadablePython("a mark is missing");
    const items = this.#stack;
    this.#stack = below;
    return items;
  }

  #value(): PythonValue {
    const [value = null] = dataIn([this.#pop()]);
    return value;
  }

  #keep(index: number): true {
    this.#memo.set(index, this.#top());
    return true;
  }

  #recall(index: number): true {
    const item = this.#memo.get(index);
    if (item === undefined) throw new UnreadablePython("it recalls what it never kept");
    return this.#push(item);
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new UnreadablePython("it ends too early");
    this.#at += 1;
    return byte;
  }

  #take(size: number): Buffer {
    const end = this.#at + size;
    if (end > this.#bytes.length) throw new UnreadablePython("it ends too early");
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  #size(bytes: 4 | 8): number {
    const field = this.#take(bytes);
    return bytes === 4 ? field.readUInt32LE() : Number(field.readBigUInt64LE());
  }

  #line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at);
    if (end === -1) throw new UnreadablePython("it ends too early");
    return this.#take(end - this.#at + 1)
      .toString("latin1")
      .slice(0, -1);
  }
}

/** Classes and parts of dates are for calls alone. */
function dataIn(items: Item[]): PythonValue[] {
  if (!items.every(isData)) throw new UnreadablePython("it keeps a class or part of a date");
  return items;
}

function pairs(items: readonly PythonValue[]): [PythonValue, PythonValue][] {
  if (items.length % 2 !== 0) throw new UnreadablePython("a dict has a key without a value");
  const found: [PythonValue, PythonValue][] = [];
  for (let at = 0; at < items.length; at += 2) found.push([items[at] ?? null, items[at + 1] ?? null]);
  return found;
}

/** Little-endian two's complement. */
function longOf(bytes: Uint8Array): bigint {
  if (bytes.length > INT_BYTES_LIMIT) throw new UnreadablePython("an int is too large");
  if (bytes.length === 0) return 0n;
  const hex = Buffer.from(bytes).reverse().toString("hex");
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
}
