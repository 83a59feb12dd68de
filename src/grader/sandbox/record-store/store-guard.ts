import { createHash } from "node:crypto";
import { RedisError } from "../../../engine/inpage/redis/reply.ts";
import * as scripts from "../../../session/stores/redis-scripts.ts";

/** What the session library and its driver say to a Redis. Nothing here makes much of little, and nothing waits. */
const COMMANDS: ReadonlySet<string> = new Set([
  ...["ping", "hello", "client", "info", "quit"],
  ...["get", "mget", "set", "del", "exists", "getrange", "scan", "zrem", "eval", "evalsha"],
]);

const SCRIPTS: ReadonlySet<string> = new Set(
  Object.values(scripts).flatMap((value) => (value instanceof scripts.RedisScript ? [value.sha1] : [])),
);

/** All bytes that a program sends to its store until it is started anew: many times what the tests of a course need. */
export const RECEIVED_LIMIT_BYTES = 32 * 1024 * 1024;
/** Of one request: a record with all that goes with it. */
export const LONGEST_REQUEST_BYTES = 4 * 1024 * 1024;
/** What it has asked for and does not read. */
export const UNREAD_LIMIT_BYTES = 4 * 1024 * 1024;
export const CONNECTIONS_LIMIT = 32;

/**
 * The answer to what the library never asks, `undefined` for all else: a script of the program's own could run for
 * ever. `request`: bytes in letters.
 */
export function refusalOf(request: readonly string[]): RedisError | undefined {
  const [word = "", script = ""] = request;
  const name = word.toLowerCase();
  if (!COMMANDS.has(name)) return new RedisError("NOPERM The store of a graded program has no such command");
  if (name === "eval" && !SCRIPTS.has(sha1Of(script)))
    return new RedisError("NOPERM The store of a graded program runs the library's own scripts");
  return undefined;
}

function sha1Of(letters: string): string {
  return createHash("sha1").update(Buffer.from(letters, "latin1")).digest("hex");
}
