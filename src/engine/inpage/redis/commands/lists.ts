import { integer, range, valueAt, valueIn } from "../arguments.ts";
import { NilArray, OK, RedisError, type Reply } from "../reply.ts";
import { type Call, type Command, reads, writes } from "./command.ts";

function itemsOf({ args, keys }: Call): readonly string[] {
  return valueAt(keys, args[0], "list")?.items ?? [];
}

function push(end: "left" | "right", makes: boolean): Command {
  return writes(-3, ({ args: [key = "", ...texts], keys }) => {
    if (!makes && valueAt(keys, key, "list") === undefined) return 0;
    const { items } = valueIn(keys, key, "list");
    if (end === "left") items.unshift(...texts.toReversed());
    else items.push(...texts);
    keys.changed(key);
    return items.length;
  });
}

/** `LPOP key [count]` */
function pop(end: "left" | "right"): Command {
  return writes(-2, ({ args: [key = "", count, ...rest], keys, name }): Reply => {
    if (rest.length > 0) throw new RedisError(`ERR wrong number of arguments for '${name}' command`);
    const most = count === undefined ? 1 : positive(count);
    const value = valueAt(keys, key, "list");
    if (value === undefined) return count === undefined ? null : new NilArray();
    if (most === 0) return [];
    const { items } = value;
    const taken = end === "left" ? items.splice(0, most) : items.splice(-most, most).reverse();
    keys.changed(key);
    return count === undefined ? (taken[0] ?? null) : taken;
  });
}

function positive(text: string): number {
  const fault = "ERR value is out of range, must be positive";
  if (!/^(?:0|-?[1-9]\d{0,18})$/.test(text) || text.startsWith("-")) throw new RedisError(fault);
  return Number(text);
}

/** `LREM key count value`: from the end where count is negative, all where it is 0. */
function remove({ args: [key = "", count, text], keys }: Call): Reply {
  const most = integer(count);
  const value = valueAt(keys, key, "list");
  if (value === undefined) return 0;
  const { items } = value;
  const limit = most === 0n ? items.length : Number(most < 0n ? -most : most);
  let removed = 0;
  const step = most < 0n ? -1 : 1;
  for (let at = most < 0n ? items.length - 1 : 0; at >= 0 && at < items.length && removed < limit; ) {
    if (items[at] === text) {
      items.splice(at, 1);
      removed += 1;
      if (step < 0) at -= 1;
    } else at += step;
  }
  if (removed > 0) keys.changed(key);
  return removed;
}

export const listCommands: Readonly<Record<string, Command>> = {
  lpush: push("left", true),
  rpush: push("right", true),
  lpushx: push("left", false),
  rpushx: push("right", false),
  lpop: pop("left"),
  rpop: pop("right"),
  llen: reads(2, (call) => itemsOf(call).length),
  lindex: reads(3, (call) => {
    const items = itemsOf(call);
    return items.length === 0 ? null : (items.at(Number(integer(call.args[1]))) ?? null);
  }),
  lrange: reads(4, (call) => {
    const [start, stop] = [integer(call.args[1]), integer(call.args[2])];
    const items = itemsOf(call);
    const { from, to } = range(start, stop, items.length);
    return items.slice(from, to);
  }),
  ltrim: writes(4, ({ args: [key = "", start, stop], keys }) => {
    const [first, last] = [integer(start), integer(stop)];
    const value = valueAt(keys, key, "list");
    if (value === undefined) return OK;
    const { from, to } = range(first, last, value.items.length);
    value.items.splice(to);
    value.items.splice(0, from);
    keys.changed(key);
    return OK;
  }),
  lrem: writes(4, remove),
};
