import { DatabaseError } from "../session/stores/sql/database-error.ts";
import type { SqlValue } from "../session/stores/sql/sql-driver.ts";

/** Throws {@link DatabaseError} "misuse" for values that no engine could keep, or that are too many or too few. */
export function checkedValues(
  values: readonly SqlValue[],
  placeholders: number,
  sql: string,
): readonly SqlValue[] {
  if (!Array.isArray(values)) {
    throw misuse("The values are no array. Give [value], also for one", sql);
  }
  if (values.length !== placeholders) {
    throw misuse(
      `The statement has ${placeholders} placeholders (?) and was given ${values.length} values`,
      sql,
    );
  }
  values.forEach((value: unknown, index) => {
    const why = whyNot(value);
    if (why !== undefined) throw misuse(`Value ${index + 1} is ${why}`, sql);
  });
  return values;
}

function whyNot(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
    case "bigint":
    case "boolean":
      return undefined;
    case "number":
      return Number.isFinite(value) ? undefined : `${value}. Give a finite number, or null`;
    case "undefined":
      return "undefined. Give null for a value that is not there";
    case "object":
      break;
    default:
      return `a ${typeof value}, which a database cannot keep`;
  }
  if (value === null || value instanceof Uint8Array) return undefined;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "an invalid date" : undefined;
  return `an ${Array.isArray(value) ? "array" : "object"}. Give JSON.stringify(value), or one ? for each part of it`;
}

function misuse(what: string, sql: string): DatabaseError {
  return new DatabaseError("misuse", `${what}. Statement: ${sql.trim().slice(0, 1000)}`);
}
