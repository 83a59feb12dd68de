import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NotInstalledError } from "./not-installed.ts";
import { freePort, type ServerProcess, startServer } from "./server-process.ts";

/** A real Redis or Valkey server on 127.0.0.1, with a folder of its own. */
export interface TrialRedis {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
  /** Ends it as a crash would; {@link restart} starts it anew, on the same port, with what it had on disk. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** Connections stand, nothing answers. */
  pause(): Promise<void>;
  resume(): void;
}

export interface TrialRedisOptions {
  /** "redis-server". */
  readonly command?: "redis-server" | "valkey-server";
  /** More of its arguments: `["--requirepass", "…"]`. */
  readonly args?: readonly string[];
  /** Default: a free one. */
  readonly port?: number;
}

/** Rejects with a {@link NotInstalledError}, which says what to install, where the server is not there. */
export async function startRedis(options: TrialRedisOptions = {}): Promise<TrialRedis> {
  const command = options.command ?? "redis-server";
  const port = options.port ?? (await freePort());
  const folder = await mkdtemp(join(tmpdir(), `keepsake-${command}-`));
  const start = () =>
    startServer({
      command,
      args: [
        ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""],
        ...["--appendonly", "no", "--daemonize", "no", ...(options.args ?? [])],
      ],
      isReady: () => answers(port),
    });
  let server: ServerProcess;
  try {
    server = await start();
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (!(error instanceof NotInstalledError)) throw error;
    throw new NotInstalledError(`needs ${command}: install Debian's package of that name`, { cause: error });
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    get pid() {
      return server.pid;
    },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
    kill: () => server.kill(),
    restart: async () => {
      await server.kill();
      server = await start();
    },
    pause: () => server.pause(),
    resume: () => server.resume(),
  };
}

/** Whether something there speaks the protocol; "-NOAUTH" is an answer too. */
export async function answers(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    socket.write("PING\r\n");
    const [reply] = (await once(socket, "data", { signal: AbortSignal.timeout(1000) })) as [Buffer];
    return /^(?:\+PONG|-NOAUTH|-DENIED|-NOPERM)/.test(reply.toString());
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
