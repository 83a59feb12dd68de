import { createHash } from "node:crypto";
import { cjson } from "./lua/cjson.ts";
import { compileLua } from "./lua/interpreter.ts";
import { standardGlobals } from "./lua/library.ts";
import { LuaError, LuaSyntaxError } from "./lua/lua-error.ts";
import { stringLibrary } from "./lua/standard-tables.ts";
import { LuaTable, type LuaValue, toText } from "./lua/values.ts";
import {
  DoubleReply,
  MapReply,
  NilArray,
  RedisError,
  type Reply,
  SetReply,
  Status,
  scoreText,
} from "./reply.ts";
import { significant } from "./significant.ts";

/** Runs one command of a script. Throws a `RedisError`, or returns one. */
export type CallFromScript = (words: readonly string[]) => Reply;

type Compiled = ReturnType<typeof compileLua>;

/** The scripts that this server has seen, and how they are run: whole, with nothing between. */
export class Scripts {
  readonly #known = new Map<string, Compiled>();

  /** The SHA-1 that the script is known by from now on. */
  load(source: string): string {
    const sha1 = sha1Of(source);
    if (!this.#known.has(sha1)) this.#known.set(sha1, compiled(source));
    return sha1;
  }

  has(sha1: string): boolean {
    return this.#known.has(sha1.toLowerCase());
  }

  flush(): void {
    this.#known.clear();
  }

  run(sha1: string, keys: readonly string[], args: readonly string[], call: CallFromScript): Reply {
    const script = this.#known.get(sha1.toLowerCase());
    if (script === undefined) throw new RedisError("NOSCRIPT No matching script. Please use EVAL.");
    const globals = standardGlobals()
      .set("KEYS", LuaTable.of(keys))
      .set("ARGV", LuaTable.of(args))
      .set("redis", redisLibrary(call))
      .set("cjson", cjson);
    try {
      const [value] = script({ globals, stringLibrary });
      return replyOf(value);
    } catch (error) {
      if (error instanceof LuaError) return failure(error, sha1);
      // What recurses without end fills the stack of the page's own engine.
      if (error instanceof RangeError) return new RedisError(`ERR the script is too deep: ${error.message}`);
      throw error;
    }
  }
}

function compiled(source: string): Compiled {
  try {
    return compileLua(source.replace(/^#![^\n]*/, ""));
  } catch (error) {
    if (!(error instanceof LuaSyntaxError)) throw error;
    throw new RedisError(
      `ERR Error compiling script (new function): ${error.message}. This page's Redis has a small Lua of its own`,
    );
  }
}

function sha1Of(text: string): string {
  return createHash("sha1").update(Buffer.from(text, "latin1")).digest("hex");
}

function failure({ value, line = 1 }: LuaError, sha1: string): RedisError {
  const said = value instanceof LuaTable ? value.get("err") : value;
  const text = toText(said ?? "");
  const kind = value instanceof LuaTable || /^[A-Z]+ /.test(text) ? "" : "ERR ";
  return new RedisError(`${kind}${text} script: ${sha1}, on @user_script:${line}.`);
}

function redisLibrary(call: CallFromScript): LuaTable {
  const run = (words: readonly LuaValue[]): Reply => {
    if (words.length === 0) {
      throw new LuaError("Please specify at least one argument for this redis.call()");
    }
    const texts = words.map((word) => {
      if (typeof word === "string") return word;
      if (typeof word === "number") return Number.isFinite(word) ? significant(word, 17) : toText(word);
      throw new LuaError("Lua redis lib command arguments must be strings or integers");
    });
    try {
      return call(texts);
    } catch (error) {
      if (error instanceof RedisError) return error;
      throw error;
    }
  };
  return LuaTable.record({
    call: (...words) => {
      const reply = run(words);
      if (reply instanceof RedisError) throw new LuaError(LuaTable.record({ err: reply.message }));
      return [luaOf(reply)];
    },
    pcall: (...words) => [luaOf(run(words))],
    error_reply: (text) => [LuaTable.record({ err: errorText(toText(text)) })],
    status_reply: (text) => [LuaTable.record({ ok: toText(text) })],
    sha1hex: (text) => [sha1Of(toText(text))],
    log: () => [],
    ...{ LOG_DEBUG: 0, LOG_VERBOSE: 1, LOG_NOTICE: 2, LOG_WARNING: 3 },
    REDIS_VERSION: "7.0.15",
  });
}

function errorText(text: string): string {
  return /^-?[A-Z]\S* /.test(text) ? text.replace(/^-/, "") : `ERR ${text.replace(/^-/, "")}`;
}

/** A reply as scripts see it: nothing is `false`. */
function luaOf(reply: Reply): LuaValue {
  if (reply === null || reply instanceof NilArray) return false;
  if (typeof reply === "string") return reply;
  if (typeof reply === "number" || typeof reply === "bigint") return Number(reply);
  if (reply instanceof Status) return LuaTable.record({ ok: reply.text });
  if (reply instanceof RedisError) return LuaTable.record({ err: reply.message });
  if (reply instanceof DoubleReply) return scoreText(reply.value);
  if (reply instanceof MapReply) return LuaTable.of(reply.flat.map(luaOf));
  if (reply instanceof SetReply) return LuaTable.of(reply.members.map(luaOf));
  return LuaTable.of(reply.map(luaOf));
}

function replyOf(value: LuaValue): Reply {
  if (value === undefined || value === false) return null;
  if (value === true) return 1;
  if (typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? BigInt(Math.trunc(value)) : -(2n ** 63n);
  if (typeof value === "function") return null;
  const [error, status] = [value.get("err"), value.get("ok")];
  if (typeof error === "string") return new RedisError(error);
  if (typeof status === "string") return new Status(status);
  return value.list.map(replyOf);
}
