/**
 * What Python keeps in a session, each type told from every other: an int is a bigint, a float a number, a dict a
 * Map, a list an array, bytes a Uint8Array.
 */
export type PythonValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | readonly PythonValue[]
  | ReadonlyMap<PythonValue, PythonValue>
  | PythonTuple
  | PythonSet
  | PythonDatetime;

export class PythonTuple {
  readonly items: readonly PythonValue[];

  constructor(items: readonly PythonValue[]) {
    this.items = items;
  }
}

export class PythonSet {
  readonly items: readonly PythonValue[];
  readonly isFrozen: boolean;

  constructor(items: readonly PythonValue[], isFrozen: boolean) {
    this.items = items;
    this.isFrozen = isFrozen;
  }
}

/** datetime.datetime with no time zone, or a fixed distance from UTC. */
export class PythonDatetime {
  /** `2025-06-15T12:00:00.000000`, without a zone. */
  readonly text: string;
  /** Undefined: naive. */
  readonly offsetSeconds: number | undefined;

  constructor(text: string, offsetSeconds: number | undefined) {
    this.text = text;
    this.offsetSeconds = offsetSeconds;
  }
}

/** How a system writes Python values as bytes. */
export interface PythonFormat {
  readonly name: string;
  /** Throws {@link UnreadablePython} for what is damaged, too large or not plain data. */
  decode(bytes: Uint8Array): PythonValue;
  /** Throws a RangeError for what the format cannot hold; its message is a sentence without the full stop. */
  encode(value: PythonValue): Uint8Array;
}

/** Bytes that are not plain Python data. The message says why, and nothing of the data. */
export class UnreadablePython extends Error {
  constructor(why: string) {
    super(`Not plain Python data: ${why}.`);
    this.name = "UnreadablePython";
  }
}

/** More is not looked at. */
export const BYTES_LIMIT = 1024 * 1024;
/** Values in one session. */
export const VALUES_LIMIT = 100_000;
/** Characters of its texts and bytes, each counted wherever it stands. */
export const CHARACTERS_LIMIT = 16 * BYTES_LIMIT;
/** Deeper values are refused: whoever walks them must not run out of stack. */
export const VALUE_DEPTH_LIMIT = 150;
/** More digits would take long to print. */
export const INT_BYTES_LIMIT = 1024;
