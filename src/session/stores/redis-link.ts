import { SessionError } from "../session-error.ts";
import type { DriverCommand, OwnCommand, OwnCommands } from "./redis-own-command.ts";
import type { RedisScript } from "./redis-scripts.ts";

/** What the shelf needs of a client of Redis or Valkey. Replies are those of the protocol's version 2. */
export interface RedisLink {
  /** One command may have keys of several sessions. False for a Cluster. */
  readonly isOneServer: boolean;
  /** Connects. Repeating is free. */
  open(): Promise<void>;
  close(): Promise<void>;
  get(key: string): Promise<string | null>;
  /** What stands under each of the keys, which are on one server. The list is the caller's to empty. */
  getAll(keys: readonly string[]): Promise<(string | null)[]>;
  /** A command whose first argument is its key. */
  send(command: string, ...args: readonly string[]): Promise<unknown>;
  run(script: RedisScript, keys: readonly string[], args: readonly string[]): Promise<unknown>;
  /** Calls `visit` for every server that holds keys of its own, with a way to send it commands. */
  eachServer(visit: (send: SendTo) => Promise<void>): Promise<void>;
}

export type SendTo = (command: string, ...args: readonly string[]) => Promise<unknown>;

/** A step that failed: the server did not answer, refused, or went away before it did. */
export class RedisFailure extends Error {
  /** The connection was lost: the step may have happened, and may be sent again if that does no harm. */
  readonly wasLost: boolean;
  /** The server answered that it does not do it. */
  readonly wasRefused: boolean;

  constructor(message: string, kind: "lost" | "refused" | "late" | "away") {
    super(message);
    this.name = "RedisFailure";
    this.wasLost = kind === "lost";
    this.wasRefused = kind === "refused";
  }
}

/** A client as `ioredis` and `iovalkey` make them, single or of a Cluster. */
export interface IoredisClient {
  readonly status: string;
  get(key: string): Promise<string | null>;
  call(command: string, ...args: string[]): Promise<unknown>;
  eval(script: string, keys: number, ...keysAndArgs: string[]): Promise<unknown>;
  evalsha(sha1: string, keys: number, ...keysAndArgs: string[]): Promise<unknown>;
  sendCommand(command: DriverCommand): unknown;
  /** Of a Cluster. */
  nodes?(role: "master"): readonly IoredisNode[];
}

export interface IoredisNode {
  call(command: string, ...args: string[]): Promise<unknown>;
}

/** A client as `redis` (node-redis) makes them, single or of a Cluster. */
export interface NodeRedisClient {
  readonly isOpen: boolean;
  connect(): Promise<unknown>;
  sendCommand(...args: never[]): Promise<unknown>;
  /** Of a Cluster. */
  readonly masters?: readonly unknown[];
}

/** A client of the user's own: of `ioredis`, `iovalkey` or `redis`, single or of a Cluster. */
export type GivenRedisClient = IoredisClient | NodeRedisClient;

/** On a client of the user's own, who opens and closes it. Throws {@link SessionError} "bad-setting". */
export function givenLink(client: GivenRedisClient): RedisLink {
  return "evalsha" in client ? ioredisLink(client) : nodeRedisLink(client);
}

export interface IoredisLinkOptions {
  /** Called before each command. */
  readonly beforeWrite?: () => void;
  /** For a client of one server: how the steps of requests are sent. Absent: as the client does it. */
  readonly ownCommands?: OwnCommands;
}

/** On an open `ioredis` or `iovalkey` client. */
export function ioredisLink(
  client: IoredisClient,
  { beforeWrite = () => {}, ownCommands }: IoredisLinkOptions = {},
): RedisLink {
  if ("options" in client && hasKeyPrefix(client.options)) {
    throw new SessionError(
      "bad-setting",
      "The Redis client that the session store was given has a keyPrefix. Make one without, and give the store its prefix option.",
    );
  }
  const send = (command: string, ...args: readonly string[]) => {
    beforeWrite();
    return client.call(command, ...args).catch(fail);
  };
  const sendOwn = (command: OwnCommand) => {
    client.sendCommand(command);
    return command.promise.then(
      (answer) => {
        command.forget();
        return answer;
      },
      (error: unknown) => {
        command.forget();
        throw error;
      },
    );
  };
  const evalsha: RedisLink["run"] = (script, keys, args) =>
    ownCommands === undefined
      ? client.evalsha(script.sha1, keys.length, ...keys, ...args)
      : sendOwn(ownCommands.run(script, keys, args));
  return {
    isOneServer: client.nodes === undefined,
    open: async () => {
      await send("PING");
    },
    close: async () => {},
    get: (key) => {
      beforeWrite();
      return client.get(key).catch(fail);
    },
    getAll: (keys) => {
      if (ownCommands === undefined) return send("MGET", ...keys) as Promise<(string | null)[]>;
      beforeWrite();
      return sendOwn(ownCommands.read(keys)).catch(fail) as Promise<(string | null)[]>;
    },
    send,
    run: (script, keys, args) => {
      beforeWrite();
      return evalsha(script, keys, args).catch((error: unknown) => {
        if (!isUnknownScript(error)) return fail(error);
        return client.eval(script.source, keys.length, ...keys, ...args).catch(fail);
      });
    },
    eachServer: async (visit) => {
      for (const node of client.nodes?.("master") ?? [client]) {
        await visit((command, ...args) => node.call(command, ...args).catch(fail));
      }
    },
  };
}

/** On a client of node-redis. */
export function nodeRedisLink(client: NodeRedisClient): RedisLink {
  const single = client as unknown as { sendCommand(args: string[]): Promise<unknown> };
  const cluster = client as unknown as {
    sendCommand(key: string, isReadonly: boolean, args: string[]): Promise<unknown>;
    nodeClient(node: unknown): Promise<typeof single>;
  };
  const ask = (key: string, args: string[]) =>
    (client.masters === undefined ? single.sendCommand(args) : cluster.sendCommand(key, false, args)).catch(
      fail,
    );
  return {
    isOneServer: client.masters === undefined,
    open: async () => {
      if (!client.isOpen) await client.connect().catch(fail);
      await ask("keepsake", ["PING"]);
    },
    close: async () => {},
    get: async (key) => (await ask(key, ["GET", key])) as string | null,
    getAll: async (keys) => (await ask(keys[0] ?? "", ["MGET", ...keys])) as (string | null)[],
    send: (command, ...args) => ask(args[0] ?? "", [command, ...args]),
    run: async (script, keys, args) => {
      const rest = [String(keys.length), ...keys, ...args];
      try {
        return await ask(keys[0] ?? "", ["EVALSHA", script.sha1, ...rest]);
      } catch (error) {
        if (!isUnknownScript(error)) throw error;
        return ask(keys[0] ?? "", ["EVAL", script.source, ...rest]);
      }
    },
    eachServer: async (visit) => {
      if (client.masters === undefined) return visit((...args) => single.sendCommand(args).catch(fail));
      for (const master of client.masters) {
        const node = await cluster.nodeClient(master);
        await visit((...args) => node.sendCommand(args).catch(fail));
      }
    },
  };
}

/** Drivers hang the command with its arguments on their errors, and those must not get into a log. */
export function fail(error: unknown): never {
  if (error instanceof RedisFailure) throw error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (/^[A-Z]{3,}[A-Z0-9_]* /.test(message)) throw refusal(message);
  const wasTooLate = /timed? ?out/i.test(message);
  throw new RedisFailure(`${name}: ${withoutKeys(message)}`, wasTooLate ? "late" : "lost");
}

/** Of what the server said. */
export function refusal(message: string): RedisFailure {
  return new RedisFailure(`It answered: ${withoutKeys(message)}`, "refused");
}

function withoutKeys(message: string): string {
  const said = message.split(/, with args beginning with|\n/, 1)[0] ?? "";
  return said.replaceAll(/[0-9a-f]{64}/g, "…").slice(0, 300);
}

function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && error.message.includes("NOSCRIPT");
}

function hasKeyPrefix(options: unknown): boolean {
  return (
    typeof options === "object" &&
    options !== null &&
    "keyPrefix" in options &&
    typeof options.keyPrefix === "string" &&
    options.keyPrefix !== ""
  );
}

/** Once more when the connection was lost under it. */
export function again<T>(step: () => Promise<T>): Promise<T> {
  return step().catch((lost: unknown) => {
    if (!(lost instanceof RedisFailure) || !lost.wasLost) throw lost;
    return step();
  });
}
