import { valueAt, valueIn } from "../arguments.ts";
import { SetReply } from "../reply.ts";
import { type Call, type Command, reads, writes } from "./command.ts";

function membersOf({ args, keys }: Call): ReadonlySet<string> {
  return valueAt(keys, args[0], "set")?.members ?? new Set();
}

export const setCommands: Readonly<Record<string, Command>> = {
  sadd: writes(-3, ({ args: [key = "", ...texts], keys }) => {
    const { members } = valueIn(keys, key, "set");
    const before = members.size;
    for (const text of texts) members.add(text);
    keys.changed(key);
    return members.size - before;
  }),
  srem: writes(-3, ({ args: [key = "", ...texts], keys }) => {
    const value = valueAt(keys, key, "set");
    const removed = texts.filter((text) => value?.members.delete(text)).length;
    if (removed > 0) keys.changed(key);
    return removed;
  }),
  smembers: reads(2, (call) => new SetReply([...membersOf(call)])),
  sismember: reads(3, (call) => (membersOf(call).has(call.args[1] ?? "") ? 1 : 0)),
  smismember: reads(-3, (call) => {
    const members = membersOf(call);
    return call.args.slice(1).map((text) => (members.has(text) ? 1 : 0));
  }),
  scard: reads(2, (call) => membersOf(call).size),
};
