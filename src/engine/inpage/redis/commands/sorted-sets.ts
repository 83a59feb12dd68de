import { float, integer, pairs, range, syntaxError, valueAt, valueIn } from "../arguments.ts";
import { DoubleReply, RedisError, type Reply, scoreText } from "../reply.ts";
import { type Call, type Command, reads, writes } from "./command.ts";

type Scored = readonly [member: string, score: number];

/** By score, and by bytes where scores are the same. */
function sorted({ args, keys }: Call): Scored[] {
  const scores = valueAt(keys, args[0], "zset")?.scores ?? new Map<string, number>();
  return [...scores].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
}

/** `ZADD key [NX|XX] [GT|LT] [CH] [INCR] score member …` */
function add({ args: [key = "", ...rest], keys, name }: Call): Reply {
  const options = new Set<string>();
  let at = 0;
  for (; /^(?:NX|XX|GT|LT|CH|INCR)$/i.test(rest[at] ?? ""); at += 1)
    options.add(rest[at]?.toUpperCase() ?? "");
  const given = pairs(rest.slice(at));
  if (given === undefined || given.length === 0) {
    throw rest.length - at < 2 && rest.length < 2
      ? new RedisError(`ERR wrong number of arguments for '${name}' command`)
      : syntaxError();
  }
  if (options.has("NX") && options.has("XX")) {
    throw new RedisError("ERR XX and NX options at the same time are not compatible");
  }
  if ([options.has("NX"), options.has("GT"), options.has("LT")].filter(Boolean).length > 1) {
    throw new RedisError("ERR GT, LT, and/or NX options at the same time are not compatible");
  }
  const increments = options.has("INCR");
  if (increments && given.length > 1) {
    throw new RedisError("ERR INCR option supports a single increment-element pair");
  }
  const wanted = given.map(([score, member]) => [float(score), member] as const);
  valueAt(keys, key, "zset");
  let added = 0;
  let changed = 0;
  let last: number | null = null;
  for (const [score, member] of wanted) {
    const before = valueAt(keys, key, "zset")?.scores.get(member);
    const next = increments ? (before ?? 0) + score : score;
    if (Number.isNaN(next)) throw new RedisError("ERR resulting score is not a number (NaN)");
    if (before === undefined ? options.has("XX") : options.has("NX")) continue;
    if (before !== undefined && options.has("GT") && next <= before) continue;
    if (before !== undefined && options.has("LT") && next >= before) continue;
    last = next;
    if (before === undefined) added += 1;
    else if (before !== next) changed += 1;
    valueIn(keys, key, "zset").scores.set(member, next);
    keys.changed(key);
  }
  if (increments) return last === null ? null : new DoubleReply(last);
  return options.has("CH") ? added + changed : added;
}

interface Bound {
  readonly score: number;
  readonly isOpen: boolean;
}

function bound(text: string | undefined): Bound {
  const isOpen = text?.startsWith("(") ?? false;
  try {
    const number = isOpen ? text?.slice(1) : text;
    return { score: number === "" ? 0 : float(number), isOpen };
  } catch {
    throw new RedisError("ERR min or max is not a float");
  }
}

function isWithin(score: number, min: Bound, max: Bound): boolean {
  return (
    (min.isOpen ? score > min.score : score >= min.score) &&
    (max.isOpen ? score < max.score : score <= max.score)
  );
}

function listed(found: readonly Scored[], withScores: boolean): Reply {
  return found.flatMap(([member, score]) => (withScores ? [member, scoreText(score)] : [member]));
}

/** What may stand behind the bounds. */
function rangeOptions(args: readonly string[], knows: ReadonlySet<string>) {
  const options = { withScores: false, byScore: false, reversed: false };
  let limit: { offset: number; count: number } | undefined;
  for (let at = 0; at < args.length; at += 1) {
    const option = args[at]?.toUpperCase() ?? "";
    if (!knows.has(option)) throw syntaxError();
    if (option === "WITHSCORES") options.withScores = true;
    else if (option === "BYSCORE" && !options.byScore) options.byScore = true;
    else if (option === "REV" && !options.reversed) options.reversed = true;
    else if (option !== "LIMIT") throw syntaxError();
    else {
      if (at + 2 >= args.length) throw syntaxError();
      limit = { offset: Number(integer(args[at + 1])), count: Number(integer(args[at + 2])) };
      at += 2;
    }
  }
  return { ...options, limit };
}

function limited(found: readonly Scored[], limit: { offset: number; count: number } | undefined) {
  if (limit === undefined) return found;
  if (limit.offset < 0) return [];
  return found.slice(limit.offset, limit.count < 0 ? undefined : limit.offset + limit.count);
}

const RANGE_OPTIONS = new Set(["WITHSCORES", "BYSCORE", "REV", "LIMIT"]);
const SCORE_OPTIONS = new Set(["WITHSCORES", "LIMIT"]);

function byRank(call: Call): Reply {
  const [, start, stop, ...rest] = call.args;
  const { withScores, byScore, reversed, limit } = rangeOptions(rest, RANGE_OPTIONS);
  if (byScore) return byScores(call, reversed, withScores, limit);
  // Redis takes a count of -1 for no limit at all.
  if (limit !== undefined && limit.count !== -1) {
    throw new RedisError(
      "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX",
    );
  }
  const [first, last] = [integer(start), integer(stop)];
  const all = reversed ? sorted(call).reverse() : sorted(call);
  const { from, to } = range(first, last, all.length);
  return listed(all.slice(from, to), withScores);
}

function byScores(
  call: Call,
  reversed: boolean,
  withScores: boolean,
  limit: { offset: number; count: number } | undefined,
): Reply {
  const [low, high] = reversed ? [call.args[2], call.args[1]] : [call.args[1], call.args[2]];
  const [min, max] = [bound(low), bound(high)];
  const found = sorted(call).filter(([, score]) => isWithin(score, min, max));
  return listed(limited(reversed ? found.reverse() : found, limit), withScores);
}

function removeWhere({ args: [key = ""], keys }: Call, found: readonly Scored[]): Reply {
  const scores = valueAt(keys, key, "zset")?.scores;
  for (const [member] of found) scores?.delete(member);
  if (found.length > 0) keys.changed(key);
  return found.length;
}

function rank(call: Call, reversed: boolean): Reply {
  const all = reversed ? sorted(call).reverse() : sorted(call);
  const at = all.findIndex(([member]) => member === call.args[1]);
  return at === -1 ? null : at;
}

export const sortedSetCommands: Readonly<Record<string, Command>> = {
  zadd: writes(-4, add),
  zincrby: writes(4, ({ args: [key = "", by = "", member = ""], ...call }) =>
    add({ ...call, args: [key, "INCR", by, member] }),
  ),
  zrem: writes(-3, (call) => {
    const wanted = new Set(call.args.slice(1));
    return removeWhere(
      call,
      sorted(call).filter(([member]) => wanted.has(member)),
    );
  }),
  zremrangebyscore: writes(4, (call) => {
    const [min, max] = [bound(call.args[1]), bound(call.args[2])];
    return removeWhere(
      call,
      sorted(call).filter(([, score]) => isWithin(score, min, max)),
    );
  }),
  zremrangebyrank: writes(4, (call) => {
    const [first, last] = [integer(call.args[1]), integer(call.args[2])];
    const all = sorted(call);
    const { from, to } = range(first, last, all.length);
    return removeWhere(call, all.slice(from, to));
  }),
  zscore: reads(3, ({ args: [key, member = ""], keys }) => {
    const score = valueAt(keys, key, "zset")?.scores.get(member);
    return score === undefined ? null : new DoubleReply(score);
  }),
  zcard: reads(2, (call) => sorted(call).length),
  zcount: reads(4, (call) => {
    const [min, max] = [bound(call.args[1]), bound(call.args[2])];
    return sorted(call).filter(([, score]) => isWithin(score, min, max)).length;
  }),
  zrank: reads(3, (call) => rank(call, false)),
  zrevrank: reads(3, (call) => rank(call, true)),
  zrange: reads(-4, byRank),
  zrevrange: reads(-4, (call) => {
    const { withScores } = rangeOptions(call.args.slice(3), new Set(["WITHSCORES"]));
    return byRank({
      ...call,
      args: [...call.args.slice(0, 3), "REV", ...(withScores ? ["WITHSCORES"] : [])],
    });
  }),
  zrangebyscore: reads(-4, (call) => {
    const { withScores, limit } = rangeOptions(call.args.slice(3), SCORE_OPTIONS);
    return byScores(call, false, withScores, limit);
  }),
  zrevrangebyscore: reads(-4, (call) => {
    const { withScores, limit } = rangeOptions(call.args.slice(3), SCORE_OPTIONS);
    return byScores(call, true, withScores, limit);
  }),
};
