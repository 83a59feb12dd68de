import { parseDatabaseUrl } from "./database-url.ts";
import { firebird } from "./firebird.ts";
import { mssql } from "./mssql.ts";
import { mysql } from "./mysql.ts";
import { postgres } from "./postgres.ts";
import type { SqlEngine } from "./sql-driver.ts";
import { sqlite } from "./sqlite.ts";

export interface EngineOptions {
  /** For few statements that come again and again. Default: the driver does not keep what it has prepared. */
  readonly keepsStatements?: boolean;
}

/** The engine that a database URL names; see `parseDatabaseUrl`. Nothing is loaded and nothing connected yet. */
export function engineOf(url: string, options: EngineOptions = {}): SqlEngine {
  const target = parseDatabaseUrl(url);
  switch (target.engine) {
    case "sqlite":
      return sqlite(target.path);
    case "postgresql":
      return postgres(target.address);
    case "mysql":
    case "mariadb":
      return mysql(target.engine, target.address);
    case "mssql":
      return mssql(target.address);
    case "firebird":
      return firebird(target.address, options.keepsStatements ?? false);
  }
}
