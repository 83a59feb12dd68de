import { Client } from "./client.ts";
import { dataCommands } from "./commands/data-commands.ts";
import { Keyspace } from "./keyspace.ts";
import { RedisError, type Reply } from "./reply.ts";
import { Scripts } from "./scripts.ts";
import { type ServerCommand, serverCommands } from "./server-commands.ts";

export interface RedisOptions {
  readonly port: number;
  /** Clients must sign in with it. */
  readonly password?: string;
  /** Default: milliseconds since 1970. */
  readonly nowMs?: () => number;
  /** A key was written, removed or has ended. */
  readonly onChange?: (database: number, key: string) => void;
}

export const DATABASES = 16;

/** The databases, the scripts and the clients of one server; it knows no sockets. */
export class RedisServer {
  readonly options: RedisOptions;
  readonly nowMs: () => number;
  readonly databases: readonly Keyspace[];
  readonly scripts = new Scripts();
  readonly clients = new Set<Client>();
  readonly startedAtMs: number;
  commandsProcessed = 0;
  connectionsReceived = 0;

  constructor(options: RedisOptions) {
    this.options = options;
    this.nowMs = options.nowMs ?? Date.now;
    this.startedAtMs = this.nowMs();
    this.databases = Array.from(
      { length: DATABASES },
      (_item, database) => new Keyspace(this.nowMs, (key) => this.#changed(database, key)),
    );
  }

  connect(address: string, send: (reply: Reply) => void): Client {
    this.connectionsReceived += 1;
    const client = new Client(
      this.connectionsReceived + 2,
      address,
      send,
      this.options.password === undefined,
    );
    this.clients.add(client);
    return client;
  }

  disconnect(client: Client): void {
    this.clients.delete(client);
  }

  keyspace(client: Client): Keyspace {
    const keys = this.databases[client.database];
    if (keys === undefined) throw new RangeError(`there is no database ${client.database}`);
    return keys;
  }

  /** Answers one request of a client. */
  handle(client: Client, request: readonly string[]): Reply | undefined {
    this.commandsProcessed += 1;
    try {
      return this.#handle(client, request);
    } catch (error) {
      if (error instanceof RedisError) {
        if (client.queue !== undefined) client.isQueueSpoilt = true;
        return error;
      }
      throw error;
    }
  }

  #handle(client: Client, request: readonly string[]): Reply | undefined {
    const [word = "", ...args] = request;
    const name = word.toLowerCase();
    const own = serverCommands.get(name);
    const arity = (own ?? dataCommands.get(name))?.arity;
    if (arity === undefined) throw unknownCommand(word, args);
    checkArity(name, arity, request.length);
    if (!client.isSignedIn && own?.needsNoSignIn !== true) {
      throw new RedisError("NOAUTH Authentication required.");
    }
    if (client.queue !== undefined && own?.runsInMulti !== true) {
      client.queue.push(request);
      return serverCommands.get("multi")?.queued;
    }
    this.#tellMonitors(client, request);
    return this.run(client, name, args, own);
  }

  /** Of a client, within a transaction too. */
  run(
    client: Client,
    name: string,
    args: readonly string[],
    own: ServerCommand | undefined = serverCommands.get(name),
  ): Reply | undefined {
    if (own !== undefined) return own.run({ server: this, client, args, name });
    const command = dataCommands.get(name);
    if (command === undefined) throw unknownCommand(name, args);
    return command.run({ args, name, keys: this.keyspace(client), nowMs: this.nowMs });
  }

  /** Of a script. */
  runFromScript(client: Client, words: readonly string[]): Reply {
    const [word = "", ...args] = words;
    const name = word.toLowerCase();
    const command = dataCommands.get(name);
    const own = serverCommands.get(name);
    if (own?.inScripts === true) return own.run({ server: this, client, args, name }) ?? null;
    if (own !== undefined) throw new RedisError("ERR This Redis command is not allowed from script");
    if (command === undefined) throw new RedisError("ERR Unknown Redis command called from script");
    if (command.arity > 0 ? words.length !== command.arity : words.length < -command.arity) {
      throw new RedisError("ERR Wrong number of args calling Redis command from script");
    }
    return command.run({ args, name, keys: this.keyspace(client), nowMs: this.nowMs });
  }

  /** Drops what has ended, in all databases. */
  sweep(): void {
    for (const keys of this.databases) keys.sweep();
  }

  #changed(database: number, key: string): void {
    for (const client of this.clients) client.noticeChange(database, key);
    this.options.onChange?.(database, key);
  }

  #tellMonitors(from: Client, request: readonly string[]): void {
    for (const client of this.clients) {
      if (client.isMonitor && !/^(?:auth|hello)$/i.test(request[0] ?? "")) {
        client.tell(from, request, this.nowMs());
      }
    }
  }
}

function checkArity(name: string, arity: number, words: number): void {
  if (arity > 0 ? words !== arity : words < -arity) {
    throw new RedisError(`ERR wrong number of arguments for '${name}' command`);
  }
}

/** Of what comes behind the command's name, so much is shown. */
const SHOWN_BYTES = 128;

function unknownCommand(word: string, args: readonly string[]): RedisError {
  let shown = "";
  for (const arg of args) {
    if (shown.length >= SHOWN_BYTES) break;
    // As Redis, which ends a text at its first zero byte here.
    shown += `'${arg.slice(0, SHOWN_BYTES - shown.length).replace(/\0[\s\S]*/, "")}' `;
  }
  return new RedisError(
    `ERR unknown command '${word.slice(0, SHOWN_BYTES)}', with args beginning with: ${shown}`,
  );
}
