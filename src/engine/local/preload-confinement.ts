import { realpathSync } from "node:fs";
import net from "node:net";
import { constants } from "node:os";
import { basename, dirname, join, resolve, sep } from "node:path";

/** What Node's permission model leaves open and a confined program should not do. */
export interface ConfinedSetup {
  /** The one folder whose files it may use. */
  readonly folder: string;
  /** Ports that it may not connect to. */
  readonly closedPorts: readonly number[];
}

/**
 * Completes `--permission`, which knows nothing of signals to other processes, of SQLite's own file access and of
 * sockets that are files.
 */
export function installConfinement({ folder, closedPorts }: ConfinedSetup): void {
  const inside = (path: string) => {
    const real = realOf(resolve(path));
    return real === folder || real.startsWith(folder + sep);
  };
  confineSignals();
  confineDatabases(inside);
  confineSockets(inside, closedPorts);
}

/** The path without links, also of a file that is not there yet. */
function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realOf(parent), basename(path));
  }
}

function denied(what: string): Error {
  return Object.assign(new Error(`${what} is not permitted: a program here uses its own folder alone.`), {
    code: "ERR_ACCESS_DENIED",
  });
}

/** `process.kill` is made of this; programs in the terminal have a `kill` of their own. */
function confineSignals(): void {
  const { _kill: kill } = process as typeof process & { _kill(pid: number, signal: number): number };
  const confined = (pid: number, signal: number) =>
    pid === process.pid || signal === 0 ? kill(pid, signal) : -constants.errno.EPERM;
  Object.defineProperty(process, "_kill", { value: confined });
}

function confineDatabases(inside: (path: string) => boolean): void {
  // Imported, it would keep its names as they are: `syncBuiltinESMExports` passes this module over.
  const sqlite = process.getBuiltinModule("node:sqlite");
  const { DatabaseSync, constants: codes, backup } = sqlite;
  if (!("setAuthorizer" in DatabaseSync.prototype)) {
    Object.assign(sqlite, { DatabaseSync: databasesNeedNewerNode, backup: databasesNeedNewerNode });
    return;
  }
  const check = (path: string) => {
    if (path !== "" && path !== ":memory:" && !inside(path)) throw denied(`The database ${path}`);
  };
  const authorizer = (action: number, name: string | null): number => {
    if (action !== codes.SQLITE_ATTACH) return codes.SQLITE_OK;
    const path = name ?? "";
    // As a URI or computed by the statement, it cannot be judged here.
    if (name === null || path.startsWith("file:")) return codes.SQLITE_DENY;
    return path === "" || path === ":memory:" || inside(path) ? codes.SQLITE_OK : codes.SQLITE_DENY;
  };
  const { open, setAuthorizer } = DatabaseSync.prototype;
  const Confined: typeof DatabaseSync = new Proxy(DatabaseSync, {
    construct(target, args, newTarget) {
      const [path, options] = args as ConstructorParameters<typeof DatabaseSync>;
      check(pathText(path));
      const database: InstanceType<typeof DatabaseSync> = Reflect.construct(
        target,
        args,
        newTarget === Confined ? target : newTarget,
      );
      if (options?.open !== false) setAuthorizer.call(database, authorizer);
      return database;
    },
  });
  Object.assign(DatabaseSync.prototype, {
    constructor: Confined,
    open(this: InstanceType<typeof DatabaseSync>) {
      open.call(this);
      setAuthorizer.call(this, authorizer);
    },
    setAuthorizer(this: InstanceType<typeof DatabaseSync>, asked: Parameters<typeof setAuthorizer>[0]) {
      const both: typeof asked =
        asked === null
          ? authorizer
          : (action, ...names) =>
              authorizer(action, names[0]) === codes.SQLITE_OK ? asked(action, ...names) : codes.SQLITE_DENY;
      setAuthorizer.call(this, both);
    },
  });
  const confinedBackup: typeof backup = async (source, path, options) => {
    check(pathText(path));
    return options === undefined ? backup(source, path) : backup(source, path, options);
  };
  Object.assign(sqlite, { DatabaseSync: Confined, backup: confinedBackup });
}

function databasesNeedNewerNode(): never {
  throw denied(`A database in Node ${process.versions.node}, which needs 24.10 or later,`);
}

function pathText(path: unknown): string {
  if (path instanceof URL || (typeof path === "string" && path.startsWith("file:"))) {
    const url = new URL(path);
    return url.protocol === "file:" ? decodeURIComponent(url.pathname) : url.href;
  }
  return path instanceof Uint8Array ? new TextDecoder().decode(path) : String(path);
}

function confineSockets(inside: (path: string) => boolean, closedPorts: readonly number[]): void {
  const { connect } = net.Socket.prototype;
  const { listen } = net.Server.prototype;
  const check = (args: readonly unknown[]) => {
    const path = socketPath(args);
    if (path !== undefined && !inside(path)) throw denied(`The socket ${path}`);
  };
  const checkPort = (args: readonly unknown[]) => {
    const port = socketPort(args);
    if (port !== undefined && closedPorts.includes(port)) throw denied(`A connection to port ${port}`);
  };
  Object.assign(net.Socket.prototype, {
    connect(this: net.Socket, ...args: unknown[]) {
      check(args);
      checkPort(args);
      return Reflect.apply(connect, this, args);
    },
  });
  Object.assign(net.Server.prototype, {
    listen(this: net.Server, ...args: unknown[]) {
      check(args);
      return Reflect.apply(listen, this, args);
    },
  });
}

/** The file that a socket is asked to be, in any of the ways in which `net` may be asked. */
function socketPath(args: readonly unknown[]): string | undefined {
  const [first] = args;
  // `net` calls itself with its arguments as one array.
  if (Array.isArray(first)) return socketPath(first);
  if (typeof first === "object" && first !== null && "path" in first) {
    return typeof first.path === "string" ? first.path : undefined;
  }
  return typeof first === "string" && Number.isNaN(Number(first)) ? first : undefined;
}

function socketPort(args: readonly unknown[]): number | undefined {
  const [first] = args;
  if (Array.isArray(first)) return socketPort(first);
  if (typeof first === "object" && first !== null) return "port" in first ? Number(first.port) : undefined;
  return first === undefined ? undefined : Number(first);
}
