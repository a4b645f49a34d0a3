-- What both protocols share -----------------------------------------------------------------------------------------

local HEAD_SIZE = 14

-- A head has the same rows in both; each protocol makes fields of its own of them.
local function field_of(prefix, row)
  local name, label, about = prefix .. "." .. row.name, row.label, row.about
  if row.kind == "char" then return ProtoField.char(name, label, base.HEX, row.values, nil, about) end
  if row.kind == "text" then return ProtoField.string(name, label, base.NONE, about) end
  if row.kind == "mac" then return ProtoField.ether(name, label, about) end
  if row.kind == "ipv4" then return ProtoField.ipv4(name, label, about) end
  if row.kind == "octets" then return ProtoField.bytes(name, label, base.NONE, about) end
  local make = ({ ProtoField.uint8, ProtoField.uint16, nil, ProtoField.uint32 })[row.size]
  return make(name, label, row.hex and base.HEX or base.DEC, row.values, nil, about)
end

local function fields_of(prefix, rows, into)
  local fields = {}
  for i, row in ipairs(rows) do
    fields[i] = field_of(prefix, row)
    into[#into + 1] = fields[i]
  end
  return fields
end

-- Strict UTF-8 (RFC 3629), as both protocols want it.
local function is_utf8(text)
  local i, n = 1, #text
  while i <= n do
    local byte = text:byte(i)
    local more, least, value
    if byte < 0x80 then more, least, value = 0, 0, byte
    elseif byte >= 0xc2 and byte < 0xe0 then more, least, value = 1, 0x80, byte - 0xc0
    elseif byte >= 0xe0 and byte < 0xf0 then more, least, value = 2, 0x800, byte - 0xe0
    elseif byte >= 0xf0 and byte < 0xf5 then more, least, value = 3, 0x10000, byte - 0xf0
    else return false end
    for k = 1, more do
      local next_byte = text:byte(i + k)
      if next_byte == nil or next_byte < 0x80 or next_byte > 0xbf then return false end
      value = value * 64 + next_byte - 0x80
    end
    if value < least or value > 0x10ffff or (value >= 0xd800 and value <= 0xdfff) then return false end
    i = i + more + 1
  end
  return true
end

-- UTF-8 where it is UTF-8, else Latin-1. (By hand: Wireshark 4.0 hands Latin-1 to Lua cut to its length in bytes.)
local function decode_text(raw)
  if is_utf8(raw) then return raw end
  return (raw:gsub("[\128-\255]", function(char)
    local byte = char:byte()
    return string.char(0xc0 + math.floor(byte / 64), 0x80 + byte % 64)
  end))
end

-- Up to the first zero byte.
local function text_of(range)
  local raw = range:raw()
  local zero = raw:find("\0", 1, true)
  return decode_text(zero and raw:sub(1, zero - 1) or raw)
end

-- Adds the rows of a table one after the other; gives the tree items by name, and the values that are text.
local function add_rows(tree, rows, fields, tvb, offset)
  local items, texts = {}, {}
  for i, row in ipairs(rows) do
    local range = tvb(offset, row.size)
    if row.kind == "text" then
      texts[row.name] = text_of(range)
      items[row.name] = tree:add(fields[i], range, texts[row.name])
    else
      items[row.name] = tree:add(fields[i], range)
    end
    offset = offset + row.size
  end
  return items, texts
end

local function head_of(tvb)
  local letter = string.char(tvb(5, 1):uint())
  return {
    letter = letter,
    asks = letter:upper(),
    is_reply = letter:match("%l") ~= nil,
    device_type = tvb(6, 1):uint(),
    device_number = tvb(7, 1):uint(),
    id = tvb(8, 2):uint(),
    result = tvb(10, 2):uint(),
    length = tvb(12, 2):uint(),
  }
end

local function starts_with(tvb, magic)
  return tvb:len() >= #magic and tvb:raw(0, #magic) == magic
end

local function device_text(head)
  return string.format("%02X/%02X", head.device_type, head.device_number)
end

-- Questions by whoever asked: the key holds the asker's address and port, so that a reply to a broadcast finds its
-- question as well, whoever sent it.
local function new_book()
  local asked = {}
  local book = {}
  function book.clear() asked = {} end
  function book.asker(pinfo) return tostring(pinfo.src) .. " " .. pinfo.src_port end
  function book.answered(pinfo) return tostring(pinfo.dst) .. " " .. pinfo.dst_port end
  function book.ask(key, pinfo)
    local list = asked[key] or {}
    asked[key] = list
    for _, one in ipairs(list) do
      if one.number == pinfo.number then return one end
    end
    local one = { number = pinfo.number, at = pinfo.abs_ts }
    list[#list + 1] = one
    return one
  end
  -- The latest question before this frame.
  function book.question(key, pinfo)
    local found = nil
    for _, one in ipairs(asked[key] or {}) do
      if one.number <= pinfo.number then found = one end
    end
    if found ~= nil and found.first == nil then found.first = pinfo.number end
    return found
  end
  return book
end

local function tracking_fields(prefix, into)
  local fields = {
    response_in = ProtoField.framenum(prefix .. ".response_in", "Answered first in", base.NONE, frametype.RESPONSE),
    response_to = ProtoField.framenum(prefix .. ".response_to", "Answers the request in", base.NONE, frametype.REQUEST),
    time = ProtoField.relative_time(prefix .. ".time", "Time since the request"),
  }
  for _, field in pairs(fields) do into[#into + 1] = field end
  return fields
end

local function add_tracking(tree, fields, book, key, is_reply, pinfo)
  if is_reply then
    local question = book.question(book.answered(pinfo) .. " " .. key, pinfo)
    if question == nil then return end
    tree:add(fields.response_to, question.number):set_generated()
    local past = pinfo.abs_ts - question.at
    local seconds = math.floor(past)
    tree:add(fields.time, NSTime.new(seconds, math.floor((past - seconds) * 1e9 + 0.5))):set_generated()
  else
    local question = book.ask(book.asker(pinfo) .. " " .. key, pinfo)
    if question.first ~= nil then tree:add(fields.response_in, question.first):set_generated() end
  end
end
