import { invalidType } from "./sqlite-error.ts";

/** Those of `new DatabaseSync(path, options)` that there are here. */
export interface DatabaseOptions {
  readonly open?: boolean;
  readonly readOnly?: boolean;
  readonly enableForeignKeyConstraints?: boolean;
  readonly enableDoubleQuotedStringLiterals?: boolean;
  /** How often a busy database is asked again, in SQLite's steps; waiting lets nobody else work here. */
  readonly timeout?: number;
  readonly readBigInts?: boolean;
  readonly returnArrays?: boolean;
  readonly allowBareNamedParameters?: boolean;
  readonly allowUnknownNamedParameters?: boolean;
}

const DEFAULTS: Required<DatabaseOptions> = {
  open: true,
  readOnly: false,
  enableForeignKeyConstraints: true,
  enableDoubleQuotedStringLiterals: false,
  timeout: 0,
  readBigInts: false,
  returnArrays: false,
  allowBareNamedParameters: true,
  allowUnknownNamedParameters: false,
};

/** Throws as Node does for an option of another type. */
export function checkedOptions(options: unknown): Required<DatabaseOptions> {
  if (options === undefined) return DEFAULTS;
  if (typeof options !== "object" || options === null) {
    throw invalidType('The "options" argument must be an object.');
  }
  const given: Record<string, unknown> = {};
  for (const [name, standard] of Object.entries(DEFAULTS)) {
    const value: unknown = Reflect.get(options, name);
    if (value === undefined) continue;
    if (typeof standard === "boolean" && typeof value !== "boolean") {
      throw invalidType(`The "options.${name}" argument must be a boolean.`);
    }
    if (typeof standard === "number" && !Number.isInteger(value)) {
      throw invalidType(`The "options.${name}" argument must be an integer.`);
    }
    given[name] = value;
  }
  return { ...DEFAULTS, ...given };
}
