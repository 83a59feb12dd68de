import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { SqlEngine } from "../stores/sql/sql-driver.ts";
import { engineOf } from "../stores/sql/sql-engine.ts";
import { withDescendants } from "./descendants.ts";
import { isMissing, NotInstalledError } from "./not-installed.ts";
import { type Account, freePort, type ServerProcess, startServer, untilStopped } from "./server-process.ts";

/** A real database server on 127.0.0.1, with a folder of its own. */
export interface TrialSqlServer {
  /** Its database, as DATABASE_URL would name it. */
  readonly url: string;
  readonly port: number;
  readonly folder: string;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
  /** Ends it as a crash would; {@link restart} starts it anew, on the same port, with what it had on disk. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** Connections stand, nothing answers. Resolves when all of it stands still. */
  pause(): Promise<void>;
  resume(): void;
}

export interface SqlServerRecipe {
  /** "PostgreSQL", for messages. */
  readonly name: string;
  /** What to install where it is not there. */
  readonly debianPackage: string;
  readonly account: Account | undefined;
  readonly stopSignal: NodeJS.Signals;
  /** Whether it is started anew when it dies unasked, as its own guardian would. Default false. */
  readonly isGuarded?: boolean;
  /** Makes what the server needs, once, in a folder that belongs to the account. */
  prepare(place: Place): Promise<void>;
  command(place: Place): {
    readonly command: string;
    readonly args: readonly string[];
    readonly environment?: Readonly<Record<string, string>>;
  };
  /** Of a database that is there from the start. */
  firstUrl(place: Place): string;
  /** Makes ours, and says its URL. */
  makeDatabase(place: Place): Promise<string>;
}

export interface Place {
  readonly folder: string;
  readonly port: number;
}

/** Rejects with a {@link NotInstalledError}, which says what to install, where the server is not there. */
export async function startSqlServer(recipe: SqlServerRecipe): Promise<TrialSqlServer> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), `keepsake-${recipe.debianPackage}-`));
  const place: Place = { folder, port };
  const start = () =>
    startServer({
      ...recipe.command(place),
      stopSignal: recipe.stopSignal,
      ...(recipe.account === undefined ? {} : { account: recipe.account }),
      isReady: () => isServing(engineOf(recipe.firstUrl(place))),
    });
  let server: ServerProcess | undefined;
  let url: string;
  try {
    if (recipe.account !== undefined) await chown(folder, recipe.account.uid, recipe.account.gid);
    await recipe.prepare(place);
    server = await start();
    url = await recipe.makeDatabase(place);
  } catch (error) {
    await server?.kill();
    await rm(folder, { recursive: true, force: true });
    if (!(error instanceof NotInstalledError) && !isMissing(error)) {
      throw new Error(`The trial's ${recipe.name} did not start.`, { cause: error });
    }
    const message = `needs ${recipe.name}: install Debian's ${recipe.debianPackage}`;
    throw new NotInstalledError(message, { cause: error });
  }
  let current = server;
  let isWanted = true;
  const guard = (guarded: ServerProcess) => {
    if (recipe.isGuarded !== true) return;
    void guarded.ended.then(async () => {
      if (!isWanted || guarded !== current) return;
      const next = await start();
      if (!isWanted) return next.stop();
      current = next;
      guard(current);
    });
  };
  guard(server);
  const kill = async () => {
    isWanted = false;
    const all = withDescendants(current.pid);
    await current.kill();
    for (const pid of all) end(pid);
  };
  const signal = (name: NodeJS.Signals) => {
    for (const pid of withDescendants(current.pid)) process.kill(pid, name);
  };
  return {
    url,
    port,
    folder,
    stop: async () => {
      isWanted = false;
      signal("SIGCONT");
      await current.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
    kill,
    restart: async () => {
      await kill();
      current = await start();
      isWanted = true;
      guard(current);
    },
    async pause() {
      const all = withDescendants(current.pid);
      signal("SIGSTOP");
      await Promise.all(all.map(untilStopped));
    },
    resume: () => signal("SIGCONT"),
  };
}

/** One statement, on a connection of its own. */
export async function runAlone(url: string, text: string): Promise<void> {
  const connection = await engineOf(url).connect(5000);
  try {
    await connection.query({ text }, []);
  } finally {
    await connection.close();
  }
}

async function isServing(engine: SqlEngine): Promise<boolean> {
  try {
    await (await engine.connect(1000)).close();
    return true;
  } catch {
    return false;
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}
