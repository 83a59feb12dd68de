import { globMatches, integer, syntaxError } from "./arguments.ts";
import type { Client } from "./client.ts";
import { dataCommands } from "./commands/data-commands.ts";
import { infoText } from "./info.ts";
import type { RedisServer } from "./redis-server.ts";
import { MapReply, NilArray, OK, RedisError, type Reply, Status } from "./reply.ts";

export interface ServerCall {
  readonly server: RedisServer;
  readonly client: Client;
  readonly args: readonly string[];
  readonly name: string;
}

/** A command that works on the server or the connection. */
export interface ServerCommand {
  readonly arity: number;
  /** Answered within MULTI too, not queued. */
  readonly runsInMulti?: boolean;
  readonly needsNoSignIn?: boolean;
  readonly inScripts?: boolean;
  /** Of MULTI: the answer to what is queued. */
  readonly queued?: Status;
  /** `undefined`: no answer. */
  run(call: ServerCall): Reply | undefined;
}

const VERSION = "7.0.15";

function signIn({ server, client }: ServerCall, name: string, password: string): void {
  if (server.options.password === undefined) {
    if (name === "default") return;
    throw new RedisError("WRONGPASS invalid username-password pair or user is disabled.");
  }
  if (name !== "default" || password !== server.options.password) {
    throw new RedisError("WRONGPASS invalid username-password pair or user is disabled.");
  }
  client.isSignedIn = true;
}

function auth(call: ServerCall): Reply {
  const { args, server } = call;
  const [first = "", second] = args;
  if (args.length > 2) throw syntaxError();
  if (second === undefined && server.options.password === undefined) {
    throw new RedisError(
      "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?",
    );
  }
  if (second === undefined) signIn(call, "default", first);
  else signIn(call, first, second);
  return OK;
}

/** `HELLO [2|3 [AUTH name password] [SETNAME name]]` */
function hello(call: ServerCall): Reply {
  const { args, client } = call;
  const [version, ...rest] = args;
  let protocol = client.protocol;
  if (version !== undefined) {
    if (!/^-?\d+$/.test(version))
      throw new RedisError("ERR Protocol version is not an integer or out of range");
    if (version !== "2" && version !== "3") throw new RedisError("NOPROTO unsupported protocol version");
    protocol = version === "3" ? 3 : 2;
  }
  for (let at = 0; at < rest.length; ) {
    const option = rest[at]?.toUpperCase();
    if (option === "AUTH" && at + 2 < rest.length) {
      signIn(call, rest[at + 1] ?? "", rest[at + 2] ?? "");
      at += 3;
    } else if (option === "SETNAME" && at + 1 < rest.length) {
      client.name = rest[at + 1] ?? "";
      at += 2;
    } else throw new RedisError(`ERR Syntax error in HELLO option '${rest[at]}'`);
  }
  if (!client.isSignedIn) {
    throw new RedisError(
      "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time",
    );
  }
  client.protocol = protocol;
  const about: Reply[] = ["server", "redis", "version", VERSION, "proto", protocol, "id", client.id];
  return new MapReply([...about, "mode", "standalone", "role", "master", "modules", []]);
}

function clientCommand({ args: [word = "", ...rest], client, server }: ServerCall): Reply {
  switch (word.toUpperCase()) {
    case "ID":
      return client.id;
    case "GETNAME":
      return client.name === "" ? null : client.name;
    case "SETNAME":
      client.name = rest[0] ?? "";
      return OK;
    case "LIST":
      return [...server.clients].map(described).join("");
    case "INFO":
      return described(client);
    // Drivers say who they are. Redis 7.0 does not know it either, and they take that well.
    default:
      throw new RedisError(`ERR unknown subcommand '${word}'. Try CLIENT HELP.`);
  }
}

function described(client: Client): string {
  return `id=${client.id} addr=${client.address} name=${client.name} db=${client.database}\n`;
}

function config({ args: [word = "", ...patterns], server }: ServerCall): Reply {
  if (word.toUpperCase() !== "GET") {
    throw new RedisError(`ERR CONFIG ${word.toUpperCase()} is not there in the page; there is CONFIG GET`);
  }
  const known: Readonly<Record<string, string>> = {
    port: String(server.options.port),
    databases: String(server.databases.length),
    save: "",
    appendonly: "no",
    maxmemory: "0",
    "maxmemory-policy": "noeviction",
  };
  const names = Object.keys(known).filter((name) =>
    patterns.some((one) => globMatches(one.toLowerCase(), name)),
  );
  return new MapReply(names.flatMap((name) => [name, known[name] ?? ""]));
}

/** `EVAL source count key … arg …`, and by SHA-1. */
function evaluate({ server, client, args }: ServerCall, sha1Of: (first: string) => string): Reply {
  const [first = "", count, ...rest] = args;
  const most = integer(count);
  if (most > rest.length) throw new RedisError("ERR Number of keys can't be greater than number of args");
  if (most < 0n) throw new RedisError("ERR Number of keys can't be negative");
  const keys = rest.slice(0, Number(most));
  const database = client.database;
  try {
    return server.scripts.run(sha1Of(first), keys, rest.slice(Number(most)), (words) =>
      server.runFromScript(client, words),
    );
  } finally {
    // SELECT in a script is the script's own.
    client.database = database;
  }
}

function script({ server, args: [word = "", ...rest] }: ServerCall): Reply {
  switch (word.toUpperCase()) {
    case "LOAD":
      return server.scripts.load(rest[0] ?? "");
    case "EXISTS":
      return rest.map((sha1) => (server.scripts.has(sha1) ? 1 : 0));
    case "FLUSH":
      server.scripts.flush();
      return OK;
    default:
      throw new RedisError(`ERR unknown subcommand '${word}'. Try SCRIPT HELP.`);
  }
}

function exec({ server, client }: ServerCall): Reply {
  const { queue, isQueueSpoilt, hasSeenChange } = client;
  if (queue === undefined) throw new RedisError("ERR EXEC without MULTI");
  client.discard();
  if (isQueueSpoilt) throw new RedisError("EXECABORT Transaction discarded because of previous errors.");
  if (hasSeenChange) return new NilArray();
  return queue.map(([word = "", ...args]) => {
    try {
      return server.run(client, word.toLowerCase(), args) ?? null;
    } catch (error) {
      if (error instanceof RedisError) return error;
      throw error;
    }
  });
}

function select({ server, client, args }: ServerCall): Reply {
  const database = Number(integer(args[0]));
  if (server.databases[database] === undefined) throw new RedisError("ERR DB index is out of range");
  client.database = database;
  return OK;
}

function flush(all: boolean): ServerCommand {
  return {
    arity: -1,
    inScripts: true,
    run({ server, client, args: [option, ...rest] }) {
      if (rest.length > 0 || (option !== undefined && !/^(?:a?sync)$/i.test(option))) throw syntaxError();
      for (const keys of all ? server.databases : [server.keyspace(client)]) keys.clear();
      return OK;
    },
  };
}

export const serverCommands: ReadonlyMap<string, ServerCommand> = new Map(
  Object.entries({
    ping: {
      arity: -1,
      inScripts: true,
      run: ({ args, name }) => {
        if (args.length > 1) throw new RedisError(`ERR wrong number of arguments for '${name}' command`);
        return args[0] ?? new Status("PONG");
      },
    },
    echo: { arity: 2, inScripts: true, run: ({ args }) => args[0] ?? "" },
    auth: { arity: -2, needsNoSignIn: true, run: auth },
    hello: { arity: -1, needsNoSignIn: true, run: hello },
    quit: {
      arity: -1,
      needsNoSignIn: true,
      runsInMulti: true,
      run: ({ client }) => {
        client.isLeaving = true;
        return OK;
      },
    },
    reset: {
      arity: 1,
      needsNoSignIn: true,
      runsInMulti: true,
      run: ({ client, server }) => {
        client.discard();
        client.isMonitor = false;
        client.database = 0;
        client.protocol = 2;
        client.name = "";
        client.isSignedIn = server.options.password === undefined;
        return new Status("RESET");
      },
    },
    select: { arity: 2, inScripts: true, run: select },
    client: { arity: -2, run: clientCommand },
    config: { arity: -2, run: config },
    command: {
      arity: -1,
      run: ({ args }) => (args[0]?.toUpperCase() === "COUNT" ? dataCommands.size + serverCommands.size : []),
    },
    info: { arity: -1, run: ({ server, args }) => infoText(server, args, [...dataCommands.keys()]) },
    time: {
      arity: 1,
      inScripts: true,
      run: ({ server }) => {
        const micros = Math.floor(server.nowMs() * 1000);
        return [String(Math.floor(micros / 1_000_000)), String(micros % 1_000_000)];
      },
    },
    flushdb: flush(false),
    flushall: flush(true),
    monitor: {
      arity: 1,
      run: ({ client }) => {
        client.isMonitor = true;
        return OK;
      },
    },
    eval: { arity: -3, run: (call) => evaluate(call, (source) => call.server.scripts.load(source)) },
    evalsha: { arity: -3, run: (call) => evaluate(call, (sha1) => sha1) },
    script: { arity: -2, run: script },
    multi: {
      arity: 1,
      runsInMulti: true,
      queued: new Status("QUEUED"),
      run: ({ client }) => {
        if (client.queue !== undefined) throw nested("MULTI calls can not be nested");
        client.queue = [];
        return OK;
      },
    },
    exec: { arity: 1, runsInMulti: true, run: exec },
    discard: {
      arity: 1,
      runsInMulti: true,
      run: ({ client }) => {
        if (client.queue === undefined) throw new RedisError("ERR DISCARD without MULTI");
        client.discard();
        return OK;
      },
    },
    watch: {
      arity: -2,
      runsInMulti: true,
      run: ({ client, args }) => {
        if (client.queue !== undefined) throw nested("WATCH inside MULTI is not allowed");
        for (const key of args) client.watch(key);
        return OK;
      },
    },
    unwatch: {
      arity: 1,
      run: ({ client }) => {
        client.unwatch();
        return OK;
      },
    },
  } satisfies Record<string, ServerCommand>),
);

/** The transaction goes on after it. */
function nested(what: string): RedisError {
  return new RedisError(`ERR ${what}`);
}
