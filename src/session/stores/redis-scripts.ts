import { createHash } from "node:crypto";

/** A step that Redis runs whole, with nothing between. Its first key is the slot, the second its turn. */
export class RedisScript {
  readonly source: string;
  #sha1: string | undefined;

  constructor(source: string) {
    this.source = source;
  }

  /** What Redis knows it by once it has seen it. */
  get sha1(): string {
    this.#sha1 ??= createHash("sha1").update(this.source).digest("hex");
    return this.#sha1;
  }
}

/*
 * A slot is one text: a line of its own, then the record.
 *   r<version> <nonce> <expiresAtMs>\n<text>      a record
 *   t<nonce> <because> <successor or ->\n         a tombstone
 * Its turn stands beside it:
 *   <token> <untilMs> <nonce> <holder>            held, or its lease ran out
 *   <token>                                       given back a moment ago: tokens go on from there
 *
 * A nonce is new in every step. A client that lost its connection and sends a step again finds its own nonce
 * where the step had happened. Times are the server's.
 */

const TIME = `
local time = redis.call('TIME')
local function nowMs() return time[1] * 1000 + math.floor(time[2] / 1000) end
local function text(number) return string.format('%.0f', number) end
local function held(turn) return string.match(turn or '', '^(%d+) (%d+) (%S+) ') end
`;

/** How long the token of a turn that was given back is known, and a lease that ran out. */
const RELEASED_MS = 5000;
const RAN_OUT_MS = 60_000;

/** ARGV: version, nonce, value, keepMs, turn or "", "" | "release" | "pass", holder, leaseMs. 1: done. */
export const REPLACE = new RedisScript(`${TIME}
local version, nonce = string.match(redis.call('GET', KEYS[1]) or '', '^r(%d+) (%S+) ')
if not version then return 0 end
if version ~= ARGV[1] then return nonce == ARGV[2] and 1 or 0 end
local turn = ARGV[5]
if turn ~= '' and held(redis.call('GET', KEYS[2])) ~= turn then return 0 end
redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
if ARGV[6] == 'release' then
  redis.call('SET', KEYS[2], turn, 'PX', ${RELEASED_MS})
elseif ARGV[6] == 'pass' then
  local until_ = text(nowMs() + ARGV[8])
  local passed = text(turn + 1) .. ' ' .. until_ .. ' ' .. ARGV[2] .. ' ' .. ARGV[7]
  redis.call('SET', KEYS[2], passed, 'PX', ARGV[8] + ${RAN_OUT_MS})
end
return 1`);

/** ARGV: value, nonce, keepMs, version or "", turn or "". 1: done. */
export const BURY = new RedisScript(`${TIME}
local value = redis.call('GET', KEYS[1]) or ''
if string.match(value, '^t(%S+) ') == ARGV[2] then return 1 end
local version = string.match(value, '^r(%d+) ')
if not version or (ARGV[4] ~= '' and version ~= ARGV[4]) then return 0 end
if ARGV[5] ~= '' and held(redis.call('GET', KEYS[2])) ~= ARGV[5] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
redis.call('DEL', KEYS[2])
return 1`);

/** ARGV: nonce, holder, leaseMs, breaking or "". {token, value}, or what {@link LOOK} gives with 0 before it. */
export const TAKE_TURN = new RedisScript(`${TIME}
local value = redis.call('GET', KEYS[1])
if not value or string.sub(value, 1, 1) == 't' then return {0, value, '', 0} end
local turn = redis.call('GET', KEYS[2]) or ''
local token, untilMs, nonce = held(turn)
if token and nonce == ARGV[1] then return {token, value} end
local leftMs = token and untilMs - nowMs() or 0
if leftMs > 0 and token ~= ARGV[4] then return {0, value, turn, leftMs} end
local last = tonumber(string.match(turn, '^%d+') or '0')
local next = text(math.max(time[1] * 1000000 + time[2], last + 1))
local taken = next .. ' ' .. text(nowMs() + ARGV[3]) .. ' ' .. ARGV[1] .. ' ' .. ARGV[2]
redis.call('SET', KEYS[2], taken, 'PX', ARGV[3] + ${RAN_OUT_MS})
return {next, value}`);

/** {value, turn, leftMs} */
export const LOOK = new RedisScript(`${TIME}
local turn = redis.call('GET', KEYS[2]) or ''
local _, untilMs = held(turn)
return {redis.call('GET', KEYS[1]), turn, untilMs and untilMs - nowMs() or 0}`);

/** ARGV: token, leaseMs. 1: done. */
export const RENEW_TURN = new RedisScript(`${TIME}
local turn = redis.call('GET', KEYS[2])
if held(turn) ~= ARGV[1] then return 0 end
local renewed = string.gsub(turn, '^(%d+) %d+', '%1 ' .. text(nowMs() + ARGV[2]))
redis.call('SET', KEYS[2], renewed, 'PX', ARGV[2] + ${RAN_OUT_MS})
return 1`);

/** ARGV: token. */
export const RELEASE_TURN = new RedisScript(`${TIME}
if held(redis.call('GET', KEYS[2])) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ${RELEASED_MS})
return 1`);

/** ARGV: nowMs by the clock that may be moved. 1: it was over, nobody held it, and it is gone. */
export const COLLECT = new RedisScript(`${TIME}
local expiresAtMs = string.match(redis.call('GET', KEYS[1]) or '', '^r%d+ %S+ (%d+)')
if not expiresAtMs or tonumber(expiresAtMs) > tonumber(ARGV[1]) then return 0 end
local _, untilMs = held(redis.call('GET', KEYS[2]))
if untilMs and tonumber(untilMs) > nowMs() then return 0 end
redis.call('DEL', KEYS[1], KEYS[2])
return 1`);

/** KEYS[1]: an owner's index. ARGV: key, keepMs. When each key came in is its score. */
export const INDEX_OWNER = new RedisScript(`${TIME}
redis.call('ZADD', KEYS[1], nowMs(), ARGV[1])
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 1`);

/** KEYS[1]: an owner's index. {key, ageMs, key, ageMs, …} */
export const LIST_OWNER = new RedisScript(`${TIME}
local keys = redis.call('ZRANGE', KEYS[1], 0, -1)
local listed = {}
for n, key in ipairs(keys) do
  listed[2 * n - 1] = key
  listed[2 * n] = nowMs() - redis.call('ZSCORE', KEYS[1], key)
end
return listed`);
