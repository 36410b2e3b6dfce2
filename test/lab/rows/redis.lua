-- A line for each key of each database: DATABASE KEY_IN_HEX TYPE WHEN_IT_ENDS DIGEST_OF_ITS_VALUE.
-- A value's digest is the same whatever form the server keeps the value in: members of sets and hashes are sorted.
local function flat(value)
	if type(value) ~= 'table' then return #tostring(value) .. ':' .. tostring(value) end
	local parts = {}
	for i = 1, #value do parts[i] = flat(value[i]) end
	return '(' .. table.concat(parts) .. ')'
end

local function sorted(values) table.sort(values) return values end

local function pairs_of(values)
	local parts = {}
	for i = 1, #values, 2 do parts[#parts + 1] = flat({ values[i], values[i + 1] }) end
	return sorted(parts)
end

local read = {
	string = function(key) return redis.call('GET', key) end,
	list = function(key) return redis.call('LRANGE', key, 0, -1) end,
	set = function(key) return sorted(redis.call('SMEMBERS', key)) end,
	zset = function(key) return redis.call('ZRANGE', key, 0, -1, 'WITHSCORES') end,
	hash = function(key) return pairs_of(redis.call('HGETALL', key)) end,
	stream = function(key)
		local all = redis.call('XINFO', 'STREAM', key, 'FULL', 'COUNT', 0)
		local parts = {}
		for i = 1, #all, 2 do
			-- How it lies in memory.
			if not string.find(all[i], '^radix') then parts[#parts + 1] = { all[i], all[i + 1] } end
		end
		return parts
	end,
}

local digits = {}
for byte = 0, 255 do digits[string.char(byte)] = string.format('%02x', byte) end
local function hex(bytes) return (string.gsub(bytes, '.', digits)) end

local lines = {}
for database = 0, 15 do
	redis.call('SELECT', database)
	for _, key in ipairs(redis.call('KEYS', '*')) do
		local kind = redis.call('TYPE', key).ok
		local ends = redis.call('PEXPIRETIME', key)
		lines[#lines + 1] = 'db' .. database .. ' ' .. hex(key) .. ' ' .. kind .. ' ' .. string.format('%d', ends) .. ' ' .. redis.sha1hex(flat(read[kind](key)))
	end
end
return lines
