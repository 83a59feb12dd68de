import { SessionError } from "../session-error.ts";

/** Where a Redis or Valkey is, and how to sign in. */
export interface RedisAddress {
  /** One server; a Cluster, found through any of its nodes; or a server that Sentinels know. */
  readonly kind: "single" | "cluster" | "sentinel";
  /** At least one. */
  readonly hosts: readonly RedisHost[];
  /** Of "sentinel": the name that the Sentinels know the servers by. */
  readonly masterName?: string;
  readonly username?: string;
  readonly password?: string;
  /** Of "sentinel": when the Sentinels ask for a password too. */
  readonly sentinelPassword?: string;
  /** Default 0, the only one that a Cluster has. */
  readonly database: number;
  readonly tls: boolean;
}

export interface RedisHost {
  readonly host: string;
  readonly port: number;
}

/** What stands in settings. `url` wins over none of the others: where it is given, they are refused. */
export interface RedisPlace {
  readonly url?: string;
  readonly host?: string;
  readonly port?: number;
  readonly password?: string;
  readonly database?: number;
}

const URL_SHAPE =
  /^(redis|rediss|valkey|valkeys)(?:\+(cluster|sentinel))?:\/\/(?:([^@/]*)@)?([^/?@]*)(?:\/([^?]*))?(?:\?(.*))?$/;
const PORT = 6379;
const SENTINEL_PORT = 26_379;

const FORMS =
  "Use redis://NAME:PASSWORD@HOST:6379/0 (rediss:// for TLS), redis+cluster://A:6379,B:6379/ or " +
  "redis+sentinel://A:26379,B:26379/MASTER/0.";

/**
 * The address that the settings mean. Throws {@link SessionError} "bad-setting"; the message never holds the
 * password.
 */
export function redisAddress(place: RedisPlace): RedisAddress {
  const { url, host, port, password, database } = place;
  if (url === undefined) {
    return {
      kind: "single",
      hosts: [{ host: hostOf(host ?? "localhost"), port: portOf(port ?? PORT) }],
      ...(password === undefined ? {} : { password }),
      database: databaseOf(database ?? 0),
      tls: false,
    };
  }
  for (const [name, value] of Object.entries({ host, port, password, database })) {
    if (value === undefined) continue;
    throw bad(
      `The URL of the session store comes with ${name} beside it. Put ${name} in the URL, or leave the URL out.`,
    );
  }
  return addressIn(url.trim());
}

function addressIn(url: string): RedisAddress {
  const [shape, scheme, form, userInfo, authority, path, query] = URL_SHAPE.exec(url) ?? [];
  if (shape === undefined)
    throw bad(`The URL of the session store is none that Redis or Valkey have. ${FORMS}`);
  const kind = form === "cluster" || form === "sentinel" ? form : "single";
  const hosts = hostsIn(authority ?? "", kind === "sentinel" ? SENTINEL_PORT : PORT);
  if (kind === "single" && hosts.length > 1) {
    throw bad(`The URL of the session store names ${hosts.length} servers. ${FORMS}`);
  }
  const steps = (path ?? "").split("/").filter((step) => step !== "");
  const masterName = kind === "sentinel" ? steps.shift() : undefined;
  if (kind === "sentinel" && masterName === undefined) {
    throw bad(`The URL of the session store names Sentinels and not what they watch. ${FORMS}`);
  }
  const database = databaseOf(Number(steps.shift() ?? 0));
  if (steps.length > 0) throw bad(`The URL of the session store has a path that means nothing. ${FORMS}`);
  if (kind === "cluster" && database !== 0) {
    throw bad("The URL of the session store names a database; a Cluster has number 0 only. Leave it out.");
  }
  return {
    kind,
    hosts,
    ...(masterName === undefined ? {} : { masterName: decoded(masterName) }),
    ...credentialsIn(userInfo),
    ...sentinelPasswordIn(query, kind),
    database,
    tls: scheme === "rediss" || scheme === "valkeys",
  };
}

function hostsIn(authority: string, otherwise: number): readonly RedisHost[] {
  return authority.split(",").map((one) => {
    const [shape, bracketed, plain, port] =
      /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]]+))(?::(\d+))?$/.exec(one) ?? [];
    const host = bracketed ?? plain;
    if (shape === undefined || host === undefined) {
      throw bad(`The URL of the session store names a server that is none. ${FORMS}`);
    }
    return { host, port: portOf(port === undefined ? otherwise : Number(port)) };
  });
}

function credentialsIn(userInfo: string | undefined): { username?: string; password?: string } {
  if (userInfo === undefined || userInfo === "") return {};
  const colon = userInfo.indexOf(":");
  const username = decoded(colon === -1 ? userInfo : userInfo.slice(0, colon));
  const password = colon === -1 ? undefined : decoded(userInfo.slice(colon + 1));
  if (password === undefined || password === "") {
    throw bad(
      "The URL of the session store has a name and no password. Write redis://:PASSWORD@HOST where there is no name.",
    );
  }
  return username === "" ? { password } : { username, password };
}

function sentinelPasswordIn(query: string | undefined, kind: RedisAddress["kind"]) {
  const parameters = new URLSearchParams(query ?? "");
  const sentinelPassword = kind === "sentinel" ? parameters.get("sentinelPassword") : null;
  const unknown = [...parameters.keys()].find((name) => kind !== "sentinel" || name !== "sentinelPassword");
  if (unknown !== undefined) {
    throw bad(
      `The URL of the session store has the parameter "${unknown}", which means nothing there. There is sentinelPassword, for Sentinels.`,
    );
  }
  return sentinelPassword === null ? {} : { sentinelPassword };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw bad(
      "The URL of the session store has a % that is not the beginning of an encoded character. Write %25.",
    );
  }
}

function hostOf(host: string): string {
  if (/^[^\s/@,]+$/.test(host)) return host;
  throw bad(
    `The session store's host is ${JSON.stringify(host)}. Give one name or address; several go in a URL. ${FORMS}`,
  );
}

function portOf(port: number): number {
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw bad(`The session store's port is ${port}. Give a whole number, 1 to 65535.`);
}

function databaseOf(database: number): number {
  if (Number.isInteger(database) && database >= 0 && database <= 9999) return database;
  throw bad(
    `The session store's database is ${database}. Redis numbers its databases: give 0, or what the server has.`,
  );
}

function bad(message: string): SessionError {
  return new SessionError("bad-setting", message);
}
