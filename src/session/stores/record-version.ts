import type { SessionRecord } from "../record.ts";

/** Gives back the object it is given, so that a subclass puts its private field there. */
class Itself {
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: this is what the class is for.
    return object;
  }
}

/**
 * Notes on a record which version of its slot it is, where nobody sees it and no copy has it. A WeakMap would
 * do the same; with keys that live so shortly it costs a fifth of all that it takes to load a record.
 */
class Versioned extends Itself {
  #version: number;

  constructor(record: SessionRecord, version: number) {
    super(record);
    this.#version = version;
  }

  static note(record: SessionRecord, version: number): void {
    if (#version in record) record.#version = version;
    else new Versioned(record, version);
  }

  static of(record: SessionRecord): number | undefined {
    return #version in record ? record.#version : undefined;
  }
}

/** Undefined: nobody noted it. */
export const versionOf = Versioned.of;

export const noteVersion = Versioned.note;
