import type { LuaValue } from "./values.ts";

/** What `error` throws, or a mistake that the script made. */
export class LuaError extends Error {
  readonly value: LuaValue;
  /** Where the script was then, once that is known. */
  line: number | undefined;

  constructor(value: LuaValue) {
    super(typeof value === "string" ? value : "a Lua error");
    this.name = "LuaError";
    this.value = value;
  }
}

/** A script that cannot be read, or that uses what this small Lua does not have. */
export class LuaSyntaxError extends Error {
  constructor(line: number, message: string) {
    super(`user_script:${line}: ${message}`);
    this.name = "LuaSyntaxError";
  }
}
