import type { SqlDialect, SqlStatement, SqlValue } from "./sql-driver.ts";

/** A statement of ours, whose values have names. */
export interface NamedStatement {
  readonly statement: SqlStatement;
  /** The names in the order in which the engine wants the values; one may come more than once. */
  readonly names: readonly string[];
}

/** Puts the engine's placeholders in the place of `:name`s. Our statements have no colons elsewhere. */
export function namedStatement(dialect: SqlDialect, name: string, text: string): NamedStatement {
  const names: string[] = [];
  const translated = text.replace(/:([a-zA-Z]\w*)/g, (_, valueName: string) => {
    names.push(valueName);
    return dialect.placeholder(names.length);
  });
  return { statement: { text: translated, name }, names };
}

export function valuesOf(
  { names, statement }: NamedStatement,
  values: Readonly<Record<string, SqlValue>>,
): SqlValue[] {
  return names.map((name) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The statement "${statement.name}" lacks its value "${name}".`);
    return value;
  });
}
