import { createHash } from "node:crypto";

/** What Redis runs whole, with nothing between. */
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
local time
local function now()
  time = time or redis.call('TIME')
  return time
end
local function nowMs() return now()[1] * 1000 + math.floor(now()[2] / 1000) end
local function text(number) return string.format('%.0f', number) end
local function held(turn) return string.match(turn or '', '^(%d+) (%d+) (%S+) ') end
`;

/**
 * A step on one slot, or on several slots, each for itself: KEYS are a slot and its turn, then the next slot and its
 * turn; ARGV their arguments in the same order. `step` is the body of a Lua function of `slot`, `turnKey` and `at`,
 * behind which its arguments stand in ARGV. There is an answer for each slot; a failure is one, as text behind "!". But a
 * server that became a replica refuses the whole, before anything was written: the driver is to hear it and leave.
 * Where each answer is one line, they come as the lines of one text: a list costs the driver more for each.
 */
export class StepScript extends RedisScript {
  constructor(argumentCount: number, step: string) {
    super(`${TIME}
local function step(slot, turnKey, at)
${step.trim().replaceAll(/^/gm, "  ")}
end
local answers, areLines = {}, true
for n = 1, #KEYS, 2 do
  local isDone, answer = pcall(step, KEYS[n], KEYS[n + 1], (n - 1) / 2 * ${argumentCount})
  if not isDone then
    answer = '!' .. tostring(type(answer) == 'table' and answer.err or answer)
    local readOnly = string.match(answer, 'READONLY .*')
    if readOnly then return redis.error_reply(readOnly) end
  end
  if type(answer) ~= 'string' or string.find(answer, '\\n') then areLines = false end
  answers[(n + 1) / 2] = answer
end
return areLines and table.concat(answers, '\\n') or answers`);
  }
}

/** How long the token of a turn that was given back is known, and a lease that ran out. */
const RELEASED_MS = 5000;
const RAN_OUT_MS = 60_000;

/**
 * Arguments: the new value, whose version is one more than the one that it replaces, and `keepMs turn action leaseMs
 * holder`. Turn: its token, or "-". Action: what becomes of the turn, "keep", "release" or "pass". "1": done.
 */
export const REPLACE = new StepScript(
  2,
  `
local value = ARGV[at + 1]
local version, nonce = string.match(redis.call('GET', slot) or '', '^r(%d+) (%S+) ')
if not version then return '0' end
local next, ownNonce = string.match(value, '^r(%d+) (%S+) ')
if version + 1 ~= tonumber(next) then return nonce == ownNonce and '1' or '0' end
local keepMs, turn, action, leaseMs, holder = string.match(ARGV[at + 2], '^(%d+) (%S+) (%a+) (%d+) (.*)$')
if turn ~= '-' and held(redis.call('GET', turnKey)) ~= turn then return '0' end
redis.call('SET', slot, value, 'PX', keepMs)
if action == 'release' then
  redis.call('SET', turnKey, turn, 'PX', ${RELEASED_MS})
elseif action == 'pass' then
  local until_ = text(nowMs() + leaseMs)
  local passed = text(turn + 1) .. ' ' .. until_ .. ' ' .. ownNonce .. ' ' .. holder
  redis.call('SET', turnKey, passed, 'PX', leaseMs + ${RAN_OUT_MS})
end
return '1'`,
);

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

/**
 * Argument: `nonce leaseMs breaking known holder`. Breaking: a token, or "-". Known: the nonce of the record that the
 * caller has, or "-". The new token, and unless that is the record, a space and the value; not taken: what {@link LOOK}
 * gives.
 */
export const TAKE_TURN = new StepScript(
  1,
  `
local value = redis.call('GET', slot)
if not value or string.sub(value, 1, 1) == 't' then return {value, '', 0} end
local turn = redis.call('GET', turnKey) or ''
local ownNonce, leaseMs, breaking, known, holder = string.match(ARGV[at + 1], '^(%S+) (%d+) (%S+) (%S+) (.*)$')
local unknown = string.match(value, '^r%d+ (%S+) ') == known and '' or ' ' .. value
local token, untilMs, nonce = held(turn)
if token and nonce == ownNonce then return token .. unknown end
local leftMs = token and untilMs - nowMs() or 0
if leftMs > 0 and token ~= breaking then return {value, turn, leftMs} end
local last = tonumber(string.match(turn, '^%d+') or '0')
local next = text(math.max(now()[1] * 1000000 + now()[2], last + 1))
local taken = next .. ' ' .. text(nowMs() + leaseMs) .. ' ' .. ownNonce .. ' ' .. holder
redis.call('SET', turnKey, taken, 'PX', leaseMs + ${RAN_OUT_MS})
return next .. unknown`,
);

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
