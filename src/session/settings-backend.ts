import type { CookieCodec } from "./cookie-held/cookie-codec.ts";
import { flaskCookie } from "./cookie-held/flask-cookie.ts";
import { sealedCookie } from "./cookie-held/sealed-cookie.ts";
import { starletteCookie } from "./cookie-held/starlette-cookie.ts";
import { nearest } from "./did-you-mean.ts";
import { MAKE_ONE, type Secrets } from "./secrets.ts";
import { badSetting } from "./setting-errors.ts";
import { refuseSecret, type SettingReader } from "./setting-reader.ts";
import { BACKENDS, type BackendName, type CookieBackend, PREFIX, SETTINGS } from "./settings-table.ts";
import type { Store } from "./store.ts";

/** Where sessions are kept. */
export type BackendSettings =
  | { readonly kind: "given"; readonly store: Store }
  /** In the cookie: `cookieHeld`, or the backend sealed, flask or starlette. */
  | { readonly kind: "cookie"; readonly codec: CookieCodec }
  | { readonly kind: "memory" }
  | { readonly kind: "file"; readonly folder: string; readonly durable: boolean }
  | ({ readonly kind: "redis" | "valkey"; readonly database?: number } & ServerSettings)
  | ({ readonly kind: "mongodb"; readonly database?: string; readonly username?: string } & ServerSettings)
  /** `url`: TINA4_SESSION_URL, or else DATABASE_URL. */
  | { readonly kind: "database"; readonly url: string };

/** Either `url`, or `host` and `port` and what goes with them. */
export interface ServerSettings {
  readonly url?: string;
  readonly host?: string;
  readonly port?: number;
  readonly password?: string;
}

/** Throws "bad-setting" for a backend that there is not, and for settings that go with another one. */
export function readBackend(read: SettingReader, secrets: Secrets | undefined): BackendSettings {
  const { store, cookieHeld } = read.options;
  if (store !== undefined && cookieHeld !== undefined) {
    throw badSetting(
      "cookieHeld",
      cookieHeld.name,
      `The session is kept in the ${store.name} store. Give one of the two.`,
    );
  }
  // What is said in code wins, so what the environment says about backends is not read at all.
  if (store !== undefined) return { kind: "given", store };
  if (cookieHeld !== undefined) return { kind: "cookie", codec: cookieHeld };
  const kind = backendName(read);
  refuseForeignSettings(read, kind);
  switch (kind) {
    case "memory":
      return { kind };
    case "sealed":
    case "flask":
    case "starlette":
      return { kind: "cookie", codec: cookieCodec(kind, secrets) };
    case "file":
      return {
        kind,
        folder: read.text("PATH") ?? "data/sessions",
        durable: read.flagVariable("DURABLE", false),
      };
    case "redis":
    case "valkey":
      return { kind, ...server(read, 6379), ...databaseNumber(read) };
    case "mongodb":
      return { kind, ...mongodb(read) };
    case "database":
      return { kind, url: databaseUrl(read) };
  }
}

function cookieCodec(kind: CookieBackend, secrets: Secrets | undefined): CookieCodec {
  if (secrets === undefined) {
    throw badSetting(
      `${PREFIX}BACKEND`,
      kind,
      `It needs a secret to protect the cookie with. Set ${PREFIX}SECRET to 32 random bytes. ${MAKE_ONE}`,
    );
  }
  const [secretKey, ...secretKeyFallbacks] = secrets;
  switch (kind) {
    case "sealed":
      return sealedCookie({ secrets });
    case "flask":
      return flaskCookie({ secretKey, secretKeyFallbacks });
    case "starlette":
      return starletteCookie({ secretKey, secretKeyFallbacks });
  }
}

function backendName(read: SettingReader): BackendName {
  const name = read.text("BACKEND") ?? "file";
  const known = BACKENDS.find((backend) => backend === name.toLowerCase());
  if (known !== undefined) return known;
  const meant = Object.hasOwn(BACKEND_ALIASES, name) ? BACKEND_ALIASES[name] : nearest(name, BACKENDS);
  const question = meant === undefined ? "" : ` Did you mean ${meant}?`;
  throw badSetting(`${PREFIX}BACKEND`, name, `There are ${BACKENDS.join(", ")}.${question}`);
}

const BACKEND_ALIASES: Readonly<Record<string, BackendName>> = {
  filesystem: "file",
  mongo: "mongodb",
  sql: "database",
  sqlite: "database",
  postgres: "database",
  postgresql: "database",
  mysql: "database",
  mariadb: "database",
  mssql: "database",
  firebird: "database",
  cookie: "sealed",
};

/** A setting that the chosen backend would not look at was meant for another one: most likely BACKEND is missing. */
function refuseForeignSettings(read: SettingReader, kind: BackendName): void {
  for (const { variable, backends, isSecret } of SETTINGS) {
    const value = read.text(variable);
    if (value === undefined || backends === undefined || backends.includes(kind)) continue;
    const chosen = read.text("BACKEND") === undefined ? "no BACKEND is set, so it is" : "the backend is";
    const remedy = `It goes with ${list(backends)}, and ${chosen} ${kind}. Set ${PREFIX}BACKEND, or take it out.`;
    throw isSecret ? refuseSecret(variable, remedy) : badSetting(PREFIX + variable, value, remedy);
  }
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

function server(read: SettingReader, defaultPort: number): ServerSettings {
  const url = read.text("URL");
  if (url !== undefined) {
    if (!/^[a-z][a-z0-9+.-]*:\/\/./i.test(url)) throw refuseSecret("URL", URL_REMEDY);
    for (const variable of ["HOST", "PORT", "USERNAME", "PASSWORD"]) {
      if (read.text(variable) === undefined) continue;
      throw refuseSecret(
        variable,
        `${PREFIX}URL says where the server is and who signs in. Use one of the two.`,
      );
    }
    return { url };
  }
  const password = read.text("PASSWORD");
  return {
    host: host(read),
    port: port(read, defaultPort),
    ...(password === undefined ? {} : { password }),
  };
}

const URL_REMEDY =
  "Give an address with its scheme: redis://HOST:PORT, mongodb://HOST:PORT, postgres://HOST/NAME.";

function host(read: SettingReader): string {
  const value = read.text("HOST") ?? "localhost";
  if (value.includes("://")) throw refuseSecret("HOST", `This is a whole address. Put it in ${PREFIX}URL.`);
  const bare = value.startsWith("[") && value.endsWith("]") ? value.slice(1, -1) : value;
  const isIpv6 = /^[0-9a-f:.]+(?:%[a-z0-9._-]+)?$/i.test(bare) && bare.split(":").length > 2;
  if (isIpv6 || /^[a-z0-9._-]+$/i.test(bare)) return bare;
  throw badSetting(
    `${PREFIX}HOST`,
    value,
    `Give a name or an address alone; the port goes into ${PREFIX}PORT.`,
  );
}

function port(read: SettingReader, defaultPort: number): number {
  const value = read.text("PORT");
  if (value === undefined) return defaultPort;
  if (/^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535) return Number(value);
  throw badSetting(`${PREFIX}PORT`, value, "Give a whole number, 1 to 65,535.");
}

function databaseNumber(read: SettingReader): { database?: number } {
  const value = read.text("DATABASE");
  if (value === undefined) return {};
  if (/^\d{1,5}$/.test(value)) return { database: Number(value) };
  throw badSetting(
    `${PREFIX}DATABASE`,
    value,
    "Redis and Valkey number their databases: give a whole number, most often 0 to 15.",
  );
}

function mongodb(read: SettingReader) {
  const settings = server(read, 27_017);
  const username = read.text("USERNAME");
  if (username !== undefined && settings.password === undefined) {
    throw badSetting(`${PREFIX}USERNAME`, username, `It goes with ${PREFIX}PASSWORD. Set it, too.`);
  }
  if (settings.password !== undefined && username === undefined) {
    throw refuseSecret("PASSWORD", `MongoDB signs in with a name, too. Set ${PREFIX}USERNAME.`);
  }
  const database = read.text("DATABASE");
  if (database !== undefined && !/^[^/\\. "$*<>:|?\0]{1,63}$/.test(database)) {
    throw badSetting(`${PREFIX}DATABASE`, database, "Give a database's name: letters, digits, - and _.");
  }
  return {
    ...settings,
    ...(username === undefined ? {} : { username }),
    ...(database === undefined ? {} : { database }),
  };
}

function databaseUrl(read: SettingReader): string {
  const own = read.text("URL");
  const url = own ?? read.foreign("DATABASE_URL");
  if (url === undefined) {
    throw badSetting(
      `${PREFIX}BACKEND`,
      "database",
      "DATABASE_URL, which says where the database is, is not set. Set it, such as sqlite:data/app.db or postgres://NAME:PASSWORD@HOST/DATABASE.",
    );
  }
  return url;
}
