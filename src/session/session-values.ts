import type { DeclaredKey, SessionData, Widened } from "./session-data.ts";

/** How values are read and written: with the project's own keys once it declares any, with every key until then. */
export type SessionValues = [DeclaredKey] extends [never] ? LooseValues : DeclaredValues;

/** The values of a session in a project that declares no keys: any key, and a value of any type. */
export interface LooseValues {
  /** A fresh copy of the value. Absent: the default, or undefined. A waiting flash value is shown, not taken. */
  get<T = unknown>(key: string): T | undefined;
  get<T>(key: string, fallback: T): Widened<T>;

  /** Stores a snapshot. Throws "unstorable-value" for a value that would not come back the same from JSON. */
  set(key: string, value: unknown): void;

  /** `get`, then `delete`. */
  pop<T = unknown>(key: string): T | undefined;
  pop<T>(key: string, fallback: T): Widened<T>;

  /**
   * Replaces the value by `change(current)` and returns it. Exact whatever requests run beside this one:
   * `change` is called again at commit on the value that is there then, so it must do nothing but compute.
   */
  update<T>(key: string, change: (current: T | undefined) => T): T;
}

/** The values of a session in a project that declares its keys in {@link SessionData}: those keys, those types. */
export interface DeclaredValues {
  /** A fresh copy of the value. Absent: the default, or undefined. A waiting flash value is shown, not taken. */
  get<K extends DeclaredKey>(key: K): SessionData[K] | undefined;
  get<K extends DeclaredKey, F = SessionData[K]>(key: K, fallback: F): SessionData[K] | F;

  /** Stores a snapshot. Throws "unstorable-value" for a value that would not come back the same from JSON. */
  set<K extends DeclaredKey>(key: K, value: SessionData[K]): void;

  /** `get`, then `delete`. */
  pop<K extends DeclaredKey>(key: K): SessionData[K] | undefined;
  pop<K extends DeclaredKey, F = SessionData[K]>(key: K, fallback: F): SessionData[K] | F;

  /**
   * Replaces the value by `change(current)` and returns it. Exact whatever requests run beside this one:
   * `change` is called again at commit on the value that is there then, so it must do nothing but compute.
   */
  update<K extends DeclaredKey>(
    key: K,
    change: (current: SessionData[K] | undefined) => SessionData[K],
  ): SessionData[K];
}
