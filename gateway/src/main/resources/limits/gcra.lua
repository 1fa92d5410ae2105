-- KEYS[1] the bucket; ARGV: interval in microseconds, burst.
-- Answers {allowed, remaining, microseconds to wait, microseconds until the bucket is full}.
local interval = tonumber(ARGV[1])
local burst = tonumber(ARGV[2])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local tat = tonumber(redis.call('GET', KEYS[1]) or '0')
if tat < now then
  tat = now
end
local next = tat + interval
local allow_at = next - interval * burst
if allow_at > now then
  return {0, 0, allow_at - now, tat - now}
end
-- Plain tostring would round a number of sixteen digits.
redis.call('SET', KEYS[1], string.format('%.0f', next), 'PX', math.ceil((next - now) / 1000))
return {1, math.floor((now - allow_at) / interval), 0, next - now}
