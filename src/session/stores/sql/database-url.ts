import { readFileSync } from "node:fs";
import { DatabaseError } from "./database-error.ts";

/** A database as its URL names it, complete and checked. */
export type DatabaseAddress =
  | { readonly engine: "sqlite"; readonly path: string }
  | { readonly engine: ServerEngine; readonly address: ServerAddress };

export type ServerEngine = "postgresql" | "mysql" | "mariadb" | "mssql" | "firebird";

export interface ServerAddress {
  readonly host: string;
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** A name, or with Firebird a path on the server. */
  readonly database: string | undefined;
  /** Undefined: not encrypted. */
  readonly tls: TlsSettings | undefined;
  /** The server keeps the library's own statements prepared. */
  readonly prepares: boolean;
  /** Host, port and database, for messages. */
  readonly place: string;
}

export interface TlsSettings {
  /** What of the server's certificate is looked at: nothing, who signed it, or also whether it is for the host. */
  readonly verify: "nothing" | "authority" | "host";
  /** PEM texts. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

const SCHEMES: Readonly<Record<string, ServerEngine>> = {
  postgres: "postgresql",
  postgresql: "postgresql",
  mysql: "mysql",
  mariadb: "mariadb",
  mssql: "mssql",
  sqlserver: "mssql",
  firebird: "firebird",
};

const UNREADABLE =
  "it cannot be read. A name or password with special characters is percent-encoded: @ is %40, / is %2F, # is %23, ? is %3F";

const FORMS = [
  "sqlite:data/app.db",
  "sqlite:///absolute/path.db",
  "sqlite::memory:",
  "postgres://NAME:PASSWORD@HOST:5432/DATABASE",
  "mysql://NAME:PASSWORD@HOST:3306/DATABASE",
  "mariadb://NAME:PASSWORD@HOST:3306/DATABASE",
  "mssql://NAME:PASSWORD@HOST:1433/DATABASE",
  "firebird://NAME:PASSWORD@HOST:3050//path/on/the/server.fdb",
].join(", ");

/**
 * Reads DATABASE_URL. Names and passwords with special characters are percent-encoded (`@` is `%40`).
 *
 * Parameters: `sslmode` is `disable`, `require` (encrypted, whoever answers; with `sslrootcert` as `verify-ca`), `verify-ca`, or `verify-full` (the
 * certificate must be for the host); `sslrootcert`, `sslcert`, `sslkey` are paths of PEM files. Default: disable;
 * with mssql require, and verify-ca is verify-full there. Firebird encrypts by itself where the server can: `wirecrypt=disable` or `enable` (default).
 * `prepare=false`, with PostgreSQL behind a pooler that cannot keep prepared statements.
 *
 * Throws {@link DatabaseError} "bad-url", without the URL: there may be a password in it.
 */
export function parseDatabaseUrl(url: string): DatabaseAddress {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === "sqlite") return { engine: "sqlite", path: sqlitePath(url.slice("sqlite:".length)) };
  const engine = scheme !== undefined && Object.hasOwn(SCHEMES, scheme) ? SCHEMES[scheme] : undefined;
  if (engine === undefined) {
    const found = scheme === undefined ? "has no scheme" : `begins with ${JSON.stringify(`${scheme}:`)}`;
    throw bad(`it ${found}. There are ${FORMS}`);
  }
  return { engine, address: serverAddress(engine, parsed(url)) };
}

function sqlitePath(rest: string): string {
  if (rest === ":memory:") return rest;
  if (rest.startsWith("//") && !rest.startsWith("///")) {
    throw bad("an SQLite path has one slash more or less: sqlite:data/app.db, or sqlite:///absolute/path.db");
  }
  if (rest.includes("?")) throw bad("an SQLite URL has no parameters");
  const path = decoded(rest.startsWith("///") ? rest.slice(2) : rest);
  if (path === "" || path.includes("\0")) throw bad("the SQLite file has no name: write sqlite:data/app.db");
  return path;
}

function parsed(url: string): URL {
  // Before a name or a password that is not encoded is taken for a host, and shown in messages.
  const rest = url.replace(/^[^:]+:\/\//, "");
  if (rest.includes("#") || /[/?].*@/s.test(rest)) throw bad(UNREADABLE);
  try {
    // An unknown scheme keeps paths as they are, and a host that is none is refused.
    return new URL(url.replace(/^[^:]+:/, "database:"));
  } catch {
    throw bad(UNREADABLE);
  }
}

function serverAddress(engine: ServerEngine, url: URL): ServerAddress {
  const parameters = readParameters(engine, url.searchParams);
  const path = decoded(url.pathname.replace(/^\//, ""));
  const host = parameters.get("host") ?? (decoded(url.hostname.replace(/^\[|\]$/g, "")) || "localhost");
  const port = url.port === "" ? undefined : Number(url.port);
  const tls = tlsSettings(engine, parameters);
  if (tls?.verify === "host" && engine !== "postgresql" && /^[\d.]+$|:/.test(host)) {
    // The drivers would look for "localhost" in the certificate.
    throw bad("verify-full needs the server's name where its address stands");
  }
  if (engine === "firebird" && path === "") {
    throw bad("a Firebird URL ends in the path of the database on the server: firebird://HOST//path/db.fdb");
  }
  return {
    host,
    port,
    user: url.username === "" ? undefined : decoded(url.username),
    password: url.password === "" ? undefined : decoded(url.password),
    database: path === "" ? undefined : path,
    tls,
    prepares: parameters.get("prepare") !== "false",
    place: `${url.hostname || host}${port === undefined ? "" : `:${port}`}${path === "" ? "" : `/${path}`}`,
  };
}

const TLS_PARAMETERS = ["sslmode", "sslrootcert", "sslcert", "sslkey"];
const PARAMETERS: Readonly<Record<ServerEngine, readonly string[]>> = {
  postgresql: [...TLS_PARAMETERS, "host", "prepare"],
  mysql: TLS_PARAMETERS,
  mariadb: TLS_PARAMETERS,
  mssql: ["sslmode", "sslrootcert"],
  firebird: ["wirecrypt"],
};

function readParameters(engine: ServerEngine, search: URLSearchParams): Map<string, string> {
  const parameters = new Map(search);
  for (const name of parameters.keys()) {
    if (PARAMETERS[engine].includes(name)) continue;
    // Anything else may be part of a password.
    const found = /^\w{1,40}$/.test(name) ? `there is no parameter "${name}"` : "it has an unknown parameter";
    throw bad(`${found}. There are ${PARAMETERS[engine].join(", ")}`);
  }
  oneOf(parameters, "sslmode", ["disable", "require", "verify-ca", "verify-full"]);
  oneOf(parameters, "wirecrypt", ["disable", "enable"]);
  oneOf(parameters, "prepare", ["true", "false"]);
  return parameters;
}

function oneOf(parameters: ReadonlyMap<string, string>, name: string, values: readonly string[]): void {
  const value = parameters.get(name);
  if (value !== undefined && !values.includes(value)) {
    throw bad(`${name} is ${JSON.stringify(value)}. Use ${values.join(", ")}`);
  }
}

function tlsSettings(engine: ServerEngine, parameters: ReadonlyMap<string, string>): TlsSettings | undefined {
  if (engine === "firebird") {
    return parameters.get("wirecrypt") === "disable" ? undefined : { verify: "nothing" };
  }
  const mode = parameters.get("sslmode") ?? (engine === "mssql" ? "require" : "disable");
  if (mode === "disable") {
    const idle = ["sslrootcert", "sslcert", "sslkey"].find((name) => parameters.has(name));
    if (idle === undefined) return undefined;
    throw bad(`${idle} is of no use without encryption: add sslmode=verify-full, or take it away`);
  }
  const ca = pem(parameters, "sslrootcert");
  const cert = pem(parameters, "sslcert");
  const key = pem(parameters, "sslkey");
  return {
    verify:
      mode === "verify-full" ? "host" : mode === "verify-ca" || ca !== undefined ? "authority" : "nothing",
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

function pem(parameters: ReadonlyMap<string, string>, name: string): string | undefined {
  const path = parameters.get(name);
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw bad(`the file that ${name} names cannot be read: ${error instanceof Error ? error.message : "?"}`);
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw bad("it has a % that begins no escape: write %25 for a %");
  }
}

function bad(why: string): DatabaseError {
  return new DatabaseError("bad-url", `The database URL (DATABASE_URL) cannot be used: ${why}.`);
}
