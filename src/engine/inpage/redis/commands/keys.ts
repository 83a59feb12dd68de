import { globMatches, integer, syntaxError } from "../arguments.ts";
import type { Keyspace } from "../keyspace.ts";
import { OK, RedisError, type Reply, Status } from "../reply.ts";
import { type Call, type Command, reads, writes } from "./command.ts";

function count(keys: Keyspace, names: readonly string[], each: (key: string) => boolean): number {
  return names.filter((key) => keys.has(key) && each(key)).length;
}

/** Of SCAN and HSCAN alike: what may stand behind the cursor. */
export function scanOptions(args: readonly string[], knows: ReadonlySet<string>) {
  const options: { match?: string; count: number; type?: string } = { count: 10 };
  for (let at = 0; at < args.length; at += 2) {
    const option = args[at]?.toUpperCase() ?? "";
    const value = args[at + 1];
    if (value === undefined || !knows.has(option)) throw syntaxError();
    if (option === "MATCH") options.match = value;
    else if (option === "TYPE") options.type = value.toLowerCase();
    else {
      const most = integer(value);
      if (most < 1n) throw syntaxError();
      options.count = Number(most);
    }
  }
  return options;
}

export function cursorOf(text: string | undefined): number {
  if (text === undefined || !/^\d{1,20}$/.test(text)) throw new RedisError("ERR invalid cursor");
  return Number(text);
}

const SCAN_OPTIONS = new Set(["MATCH", "COUNT", "TYPE"]);

function scan({ args: [cursor, ...rest], keys }: Call): Reply {
  const from = cursorOf(cursor);
  const { match, count: most, type } = scanOptions(rest, SCAN_OPTIONS);
  const found = keys.scan(from, most);
  const wanted = found.keys.filter(
    (key) =>
      (match === undefined || globMatches(match, key)) &&
      (type === undefined || keys.get(key)?.value.type === type),
  );
  return [String(found.cursor), wanted];
}

function rename(keys: Keyspace, from: string, to: string): void {
  const entry = keys.get(from);
  if (entry === undefined) throw new RedisError("ERR no such key");
  const { value, expiresAtMs } = entry;
  if (from === to) return;
  keys.delete(from);
  keys.delete(to);
  keys.set(to, value, expiresAtMs);
}

export const keyCommands: Readonly<Record<string, Command>> = {
  del: writes(-2, ({ args, keys }) => count(keys, args, (key) => keys.delete(key))),
  unlink: writes(-2, ({ args, keys }) => count(keys, args, (key) => keys.delete(key))),
  exists: reads(-2, ({ args, keys }) => count(keys, args, () => true)),
  touch: reads(-2, ({ args, keys }) => count(keys, args, () => true)),
  type: reads(2, ({ args: [key = ""], keys }) => new Status(keys.get(key)?.value.type ?? "none")),
  keys: reads(2, ({ args: [pattern = ""], keys }) => keys.keys().filter((key) => globMatches(pattern, key))),
  scan: reads(-2, scan),
  randomkey: reads(1, ({ keys }) => {
    const all = keys.keys();
    return all[Math.floor(Math.random() * all.length)] ?? null;
  }),
  rename: writes(3, ({ args: [from = "", to = ""], keys }) => {
    rename(keys, from, to);
    return OK;
  }),
  renamenx: writes(3, ({ args: [from = "", to = ""], keys }) => {
    if (!keys.has(from)) throw new RedisError("ERR no such key");
    if (keys.has(to)) return 0;
    rename(keys, from, to);
    return 1;
  }),
  dbsize: reads(1, ({ keys }) => {
    keys.sweep();
    return keys.size;
  }),
};
