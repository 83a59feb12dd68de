import type { Keyspace } from "../keyspace.ts";
import type { Reply } from "../reply.ts";

/** What a command of the data works on. */
export interface Call {
  /** Behind the command's name. */
  readonly args: readonly string[];
  /** In lower case, for messages. */
  readonly name: string;
  readonly keys: Keyspace;
  readonly nowMs: () => number;
}

export interface Command {
  /** Words with the name: exactly so many, or at least so many where it is negative. As `COMMAND INFO` tells it. */
  readonly arity: number;
  /** It changes something, so a script that was marked read-only may not call it. */
  readonly writes: boolean;
  /** Throws a `RedisError`, or returns one. */
  run(call: Call): Reply;
}

type Run = (call: Call) => Reply;

export const reads = (arity: number, run: Run): Command => ({ arity, writes: false, run });
export const writes = (arity: number, run: Run): Command => ({ arity, writes: true, run });
