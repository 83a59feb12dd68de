import { type Engine, EngineError, type EngineErrorCode } from "../engine.ts";

export interface ContractCase {
  /** A sentence on what the engine does. Unique. */
  readonly name: string;
  /** Rejects when the engine does not do it. `engine` is fresh. */
  run(engine: Engine, assert: ContractAssert): Promise<void>;
}

/** The few assertions the cases need. Each throws an Error with both values in its message. */
export interface ContractAssert {
  /** Same structure and values. */
  equal(actual: unknown, expected: unknown, what: string): void;
  ok(condition: boolean, what: string): void;
  includes(text: string, part: string, what: string): void;
  /** The promise rejects with an `EngineError` of that code. */
  rejects(promise: Promise<unknown>, code: EngineErrorCode, what: string): Promise<void>;
}

/** Assertions that need no test framework. */
export const contractAssert: ContractAssert = {
  equal(actual, expected, what) {
    if (!sameValue(actual, expected)) {
      throw new Error(`${what}: expected ${shown(expected)}, received ${shown(actual)}`);
    }
  },
  ok(condition, what) {
    if (!condition) throw new Error(what);
  },
  includes(text, part, what) {
    if (!text.includes(part)) throw new Error(`${what}: expected ${shown(part)} in ${shown(text)}`);
  },
  async rejects(promise, code, what) {
    const outcome = await promise.then(
      (value) => `a value, ${shown(value)}`,
      (error: unknown) => (error instanceof EngineError ? error.code : `${error}`),
    );
    if (outcome !== code) throw new Error(`${what}: expected EngineError "${code}", received ${outcome}`);
  },
};

function shown(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 2000 ? `${text.slice(0, 2000)}…` : text;
}

function sameValue(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const leftKeys = Object.keys(left);
  if (leftKeys.length !== Object.keys(right).length) return false;
  return leftKeys.every(
    (key) => Object.hasOwn(right, key) && sameValue(Reflect.get(left, key), Reflect.get(right, key)),
  );
}
