import { RedisScript } from "../redis-scripts.ts";

/*
 * Python keeps a session as bytes under KEYS[1], and knows nothing of us. What we need beside it is a hash under
 * KEYS[2], in the same hash slot of a Cluster:
 *   v version, h SHA-1 of the bytes it counts, x when they end, n nonce of our write, o "1" while we wrote last
 *   s when the session was first seen
 *   k token of the last turn; u until when it is held, w by whom, m nonce: only while it is held
 *   g because and successor of a tombstone, e until when, b nonce
 * Bytes that do not fit their SHA-1 were written by Python, and count as a new version.
 *
 * Scripts get and give text, so bytes travel as the letters U+0000 to U+00FF.
 */
const PRELUDE = String.raw`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function text(number) return string.format('%.0f', number) end
local letters, bytes = {}, {}
for byte = 128, 255 do
  local letter = string.char(192 + math.floor(byte / 64), 128 + byte % 64)
  letters[string.char(byte)] = letter
  bytes[letter] = string.char(byte)
end
local function toText(value) return (string.gsub(value, '[\128-\255]', letters)) end
local function toBytes(value) return (string.gsub(value, '[\194\195][\128-\191]', bytes)) end
local function put(...) redis.call('HSET', KEYS[2], ...) end
local function drop(...) redis.call('HDEL', KEYS[2], ...) end
local function keep(ms)
  if redis.call('PTTL', KEYS[2]) < tonumber(ms) then redis.call('PEXPIRE', KEYS[2], text(ms)) end
end
local side = {}
local flat = redis.call('HGETALL', KEYS[2])
for n = 1, #flat, 2 do side[flat[n]] = flat[n + 1] end
local buried = side.e and tonumber(side.e) > now
local raw = not buried and redis.call('GET', KEYS[1])
local left = 0
if raw then
  left = redis.call('PTTL', KEYS[1])
  local hash = redis.sha1hex(raw)
  local refreshed = side.x and left > 0 and now + left > tonumber(side.x) + 1000
  if side.h ~= hash or refreshed then
    if side.h ~= hash then side.v = text(side.v and side.v + 1 or now * 1000) end
    side.s = side.s or text(now)
    side.o = '0'
    side.n = nil
    put('v', side.v, 'h', hash, 'o', '0', 's', side.s, 'x', text(now + left))
    drop('n')
    keep(math.max(left, 0) + 60000)
  end
end
local function held(token) return side.u and side.k == token end
local function slot()
  if buried then return {'t', side.g} end
  if not raw then return {''} end
  local leaseMs = side.u and text(side.u - now) or '0'
  return {'r', toText(raw), side.v, side.o, text(left), side.s, side.u and side.k or '', leaseMs, side.w or ''}
end
`;

const SIDE_KEPT_MS = 60_000;

/** What is there. */
export const LOOK = new RedisScript(`${PRELUDE}
return slot()`);

/** ARGV: nonce, value, keepMs. 1: done. */
export const INSERT = new RedisScript(`${PRELUDE}
if buried then return 0 end
if raw then return side.n == ARGV[1] and 1 or 0 end
local value = toBytes(ARGV[2])
redis.call('SET', KEYS[1], value, 'PX', ARGV[3])
redis.call('DEL', KEYS[2])
put('v', text(now * 1000), 'h', redis.sha1hex(value), 'x', text(now + ARGV[3]), 'n', ARGV[1], 'o', '1', 's', text(now))
keep(ARGV[3] + ${SIDE_KEPT_MS})
return 1`);

/** ARGV: version, nonce, value, keepMs, turn or "", "" | "release" | "pass", holder, leaseMs. 1: done. */
export const REPLACE = new RedisScript(`${PRELUDE}
if not raw then return 0 end
if side.v ~= ARGV[1] then return side.n == ARGV[2] and 1 or 0 end
if ARGV[5] ~= '' and not held(ARGV[5]) then return 0 end
local value = toBytes(ARGV[3])
redis.call('SET', KEYS[1], value, 'PX', ARGV[4])
put('v', text(side.v + 1), 'h', redis.sha1hex(value), 'x', text(now + ARGV[4]), 'n', ARGV[2], 'o', '1')
if ARGV[6] == 'release' then
  drop('u', 'w', 'm')
elseif ARGV[6] == 'pass' then
  put('k', text(ARGV[5] + 1), 'u', text(now + ARGV[8]), 'w', ARGV[7], 'm', ARGV[2])
end
keep(math.max(ARGV[4], ARGV[8] or 0) + ${SIDE_KEPT_MS})
return 1`);

/** ARGV: because and successor, nonce, keepMs, version or "", turn or "". 1: done. */
export const BURY = new RedisScript(`${PRELUDE}
if buried then return side.b == ARGV[2] and 1 or 0 end
if not raw then return 0 end
if ARGV[4] ~= '' and side.v ~= ARGV[4] then return 0 end
if ARGV[5] ~= '' and not held(ARGV[5]) then return 0 end
redis.call('DEL', KEYS[1])
drop('u', 'w', 'm', 'n', 'h', 'x')
put('g', ARGV[1], 'e', text(now + ARGV[3]), 'b', ARGV[2])
keep(ARGV[3] + ${SIDE_KEPT_MS})
return 1`);

/** ARGV: nonce, holder, leaseMs, breaking or "". The token or 0, then what {@link LOOK} gives. */
export const TAKE_TURN = new RedisScript(`${PRELUDE}
local there = slot()
local token = '0'
if raw then
  if side.u and side.m == ARGV[1] then
    token = side.k
  elseif not side.u or tonumber(side.u) <= now or side.k == ARGV[4] then
    token = text(math.max(time[1] * 1000000 + time[2], (side.k or 0) + 1))
    put('k', token, 'u', text(now + ARGV[3]), 'w', ARGV[2], 'm', ARGV[1])
    keep(ARGV[3] + ${SIDE_KEPT_MS})
  end
end
table.insert(there, 1, token)
return there`);

/** ARGV: token, leaseMs. 1: done. */
export const RENEW_TURN = new RedisScript(`${PRELUDE}
if not held(ARGV[1]) then return 0 end
put('u', text(now + ARGV[2]))
keep(ARGV[2] + ${SIDE_KEPT_MS})
return 1`);

/** ARGV: token. */
export const RELEASE_TURN = new RedisScript(`${PRELUDE}
if held(ARGV[1]) then drop('u', 'w', 'm') end
return 1`);

/** ARGV: the version that is over. 1: nobody held it, and it is gone. */
export const COLLECT = new RedisScript(`${PRELUDE}
if not raw or side.v ~= ARGV[1] or (side.u and tonumber(side.u) > now) then return 0 end
redis.call('DEL', KEYS[1], KEYS[2])
return 1`);
