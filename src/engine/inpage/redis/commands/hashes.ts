import { checkedInteger, globMatches, integer, pairs, valueAt, valueIn } from "../arguments.ts";
import { MapReply, OK, RedisError, type Reply } from "../reply.ts";
import { type Call, type Command, reads, writes } from "./command.ts";
import { cursorOf, scanOptions } from "./keys.ts";

function fieldsOf({ args, keys }: Call): ReadonlyMap<string, string> {
  return valueAt(keys, args[0], "hash")?.fields ?? new Map();
}

/** How many fields are new. */
function setFields({ args: [key = "", ...rest], keys, name }: Call): number {
  const all = pairs(rest);
  if (all === undefined) throw new RedisError(`ERR wrong number of arguments for '${name}' command`);
  const { fields } = valueIn(keys, key, "hash");
  const before = fields.size;
  for (const [field, text] of all) fields.set(field, text);
  keys.changed(key);
  return fields.size - before;
}

function remove({ args: [key = "", ...names], keys }: Call): Reply {
  const value = valueAt(keys, key, "hash");
  if (value === undefined) return 0;
  const removed = names.filter((field) => value.fields.delete(field)).length;
  if (removed > 0) keys.changed(key);
  return removed;
}

function increment({ args: [key = "", field = "", by], keys }: Call): Reply {
  const amount = integer(by);
  const text = valueAt(keys, key, "hash")?.fields.get(field) ?? "0";
  if (!/^(?:0|-?[1-9]\d{0,18})$/.test(text)) throw new RedisError("ERR hash value is not an integer");
  const next = checkedInteger(
    BigInt(text) + amount,
    () => new RedisError("ERR increment or decrement would overflow"),
  );
  valueIn(keys, key, "hash").fields.set(field, String(next));
  keys.changed(key);
  return next;
}

const SCAN_OPTIONS = new Set(["MATCH", "COUNT"]);

/** All at once: a small hash, as Redis does. */
function scan(call: Call): Reply {
  const [, cursor, ...rest] = call.args;
  cursorOf(cursor);
  const fields = fieldsOf(call);
  if (fields.size === 0) return ["0", []];
  const { match } = scanOptions(rest, SCAN_OPTIONS);
  const found = [...fields].filter(([field]) => match === undefined || globMatches(match, field));
  return ["0", found.flat()];
}

export const hashCommands: Readonly<Record<string, Command>> = {
  hset: writes(-4, setFields),
  hmset: writes(-4, (call) => {
    setFields(call);
    return OK;
  }),
  hsetnx: writes(4, (call) => (fieldsOf(call).has(call.args[1] ?? "") ? 0 : setFields(call))),
  hget: reads(3, (call) => fieldsOf(call).get(call.args[1] ?? "") ?? null),
  hmget: reads(-3, (call) => {
    const fields = fieldsOf(call);
    return call.args.slice(1).map((field) => fields.get(field) ?? null);
  }),
  hgetall: reads(2, (call) => new MapReply([...fieldsOf(call)].flat())),
  hdel: writes(-3, remove),
  hexists: reads(3, (call) => (fieldsOf(call).has(call.args[1] ?? "") ? 1 : 0)),
  hlen: reads(2, (call) => fieldsOf(call).size),
  hkeys: reads(2, (call) => [...fieldsOf(call).keys()]),
  hvals: reads(2, (call) => [...fieldsOf(call).values()]),
  hstrlen: reads(3, (call) => fieldsOf(call).get(call.args[1] ?? "")?.length ?? 0),
  hincrby: writes(4, increment),
  hscan: reads(-3, scan),
};
