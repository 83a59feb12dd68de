import type { SqlDialect } from "./sql-driver.ts";

/** One step from one version of the tables to the next. May be taken twice, also by two processes at once. */
export interface SchemaStep {
  /** Gives a row, or gives no error, when the step has been taken. */
  readonly done: { readonly sql: string; readonly by: "a row" | "no error" };
  readonly sql: string;
}

export const SESSION_COLUMNS =
  "id, version, record_text, owner, expires_at, turn_token, turn_until, turn_holder, tombstone, successor, tombstone_until";

/** The steps that make the session table; its version is how many of them have been taken. Only ever add. */
export function sessionSchema(dialect: SqlDialect, table: string): readonly SchemaStep[] {
  const { types, tableOptions } = dialect.session;
  const index = (name: string, column: string): SchemaStep => ({
    done: { sql: dialect.session.indexExists(table, `${table}_${name}`), by: "a row" },
    sql: `CREATE INDEX ${table}_${name} ON ${table} (${column})`,
  });
  return [
    {
      done: { sql: `SELECT ${SESSION_COLUMNS} FROM ${table} WHERE 1 = 0`, by: "no error" },
      sql: `CREATE TABLE ${table} (
        id ${types.key} NOT NULL PRIMARY KEY,
        version ${types.integer} NOT NULL,
        record_text ${types.text},
        owner ${types.key},
        expires_at ${types.integer} NOT NULL,
        turn_token ${types.integer} NOT NULL,
        turn_until ${types.integer},
        turn_holder ${types.holder},
        tombstone ${types.word},
        successor ${types.key},
        tombstone_until ${types.integer}
      ) ${tableOptions}`,
    },
    index("by_owner", "owner"),
    index("by_expiry", "expires_at"),
    index("by_tombstone", "tombstone_until"),
  ];
}

/** Where it is kept how many steps have been taken. */
export function versionTable(dialect: SqlDialect, table: string): SchemaStep {
  return {
    done: { sql: `SELECT version FROM ${table}_schema WHERE 1 = 0`, by: "no error" },
    sql: `CREATE TABLE ${table}_schema (version ${dialect.session.types.integer} NOT NULL PRIMARY KEY)`,
  };
}
