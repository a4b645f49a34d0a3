-- The CBOR that the profile allows (section 2), and nothing else: RFC 8949 in core deterministic encoding ---------------

local MOST = 2 ^ 53 - 1

local function bad(at, why)
  error({ at = at, why = why }, 0)
end

-- The argument of an initial byte, where it is in its shortest form, and where its content begins.
local function cbor_argument(raw, at, info)
  if info < 24 then return info, at + 1 end
  local size = ({ [24] = 1, [25] = 2, [26] = 4, [27] = 8 })[info]
  if size == nil then bad(at, "an indefinite or reserved length") end
  if at + size > #raw then bad(at, "it ends inside of an item") end
  local value = 0
  for i = 1, size do value = value * 256 + raw:byte(at + i) end
  local least = ({ 24, 0x100, nil, 0x10000, nil, nil, nil, 0x100000000 })[size]
  if value < least then bad(at, "a number that is not in its shortest form") end
  return value, at + 1 + size
end

local cbor_item

local function cbor_array(raw, at, count, depth)
  local items = {}
  for i = 1, count do
    items[i] = cbor_item(raw, at, depth)
    at = items[i].ends
  end
  return items, at
end

local function cbor_map(raw, at, count, depth)
  local entries, before = {}, nil
  for i = 1, count do
    local key = cbor_item(raw, at, depth)
    local encoded = raw:sub(key.at, key.ends - 1)
    if before ~= nil and not (before < encoded) then bad(at, "keys that do not rise") end
    before = encoded
    local value = cbor_item(raw, key.ends, depth)
    entries[i] = { key = key, value = value }
    at = value.ends
  end
  return entries, at
end

-- One item that begins at byte `at` (counted from 1). `depth`: the maps and arrays that may still be opened.
function cbor_item(raw, at, depth)
  local first = raw:byte(at)
  if first == nil then bad(at, "it ends before its items do") end
  local major, info = math.floor(first / 32), first % 32
  if major == 7 then
    if info < 20 or info > 22 then bad(at, "a float or a simple value that has no place here") end
    local value = ({ [20] = false, [21] = true })[info]
    return { kind = value == nil and "null" or "bool", value = value, at = at, ends = at + 1 }
  end
  if major == 6 then bad(at, "a tag") end
  local number, start = cbor_argument(raw, at, info)
  if major == 0 then
    if number > MOST then bad(at, "a number beyond 2^53-1") end
    return { kind = "uint", value = number, at = at, ends = start }
  elseif major == 1 then
    if number >= MOST then bad(at, "a number beyond -(2^53-1)") end
    return { kind = "nint", value = -1 - number, at = at, ends = start }
  elseif major == 2 or major == 3 then
    if number > #raw - start + 1 then bad(at, "it ends inside of a string") end
    local value = raw:sub(start, start + number - 1)
    if major == 3 and not is_utf8(value) then bad(at, "text that is no UTF-8") end
    return { kind = major == 2 and "bytes" or "text", value = value, at = at, start = start, ends = start + number }
  end
  if depth == 0 then bad(at, "nested deeper than 8") end
  if number > #raw then bad(at, "it ends before its items do") end
  local read = major == 4 and cbor_array or cbor_map
  local value, ends = read(raw, start, number, depth - 1)
  return { kind = major == 4 and "array" or "map", value = value, at = at, ends = ends }
end

-- The body of a frame: one map and nothing after it. Gives the map, or nothing and what is wrong where.
local function cbor_body(raw)
  local ok, result = pcall(function()
    local body = cbor_item(raw, 1, 8)
    if body.kind ~= "map" then bad(1, "no map") end
    if body.ends <= #raw then bad(body.ends, "bytes after the map") end
    return body
  end)
  if ok then return result end
  if type(result) ~= "table" then error(result, 0) end
  return nil, result
end

-- One value in a line, as far as a line goes.
local function cbor_text(item)
  if item.kind == "text" then return item.value end
  if item.kind == "bytes" then
    return "0x" .. item.value:gsub(".", function(byte) return string.format("%02x", byte:byte()) end)
  end
  if item.kind == "array" then
    local texts = {}
    for i, one in ipairs(item.value) do texts[i] = cbor_text(one) end
    return "[" .. table.concat(texts, ", ") .. "]"
  end
  if item.kind == "map" then
    local texts = {}
    for i, entry in ipairs(item.value) do texts[i] = cbor_text(entry.key) .. ": " .. cbor_text(entry.value) end
    return "{" .. table.concat(texts, ", ") .. "}"
  end
  if item.kind == "null" then return "null" end
  if item.kind == "bool" then return tostring(item.value) end
  return string.format("%.0f", item.value)
end
