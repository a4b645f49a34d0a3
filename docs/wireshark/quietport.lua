-- Generated: npx vitest run tests/faces/dissector.test.ts --update
-- Quietport: ENPC (UDP 3289) and the NCDP/2 open profile (UDP 3259, TLS 3259) for Wireshark and tshark.
-- How to install and use it: docs/how-to/wireshark.md. Apache-2.0.

set_plugin_info({ version = "1", description = "ENPC and NCDP/2 open profile", author = "Quietport" })

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

local enpc_tables = {
  port = 3289,
  head = {
    { name = "magic", label = "Magic", size = 5, kind = "text" },
    {
      name = "letter",
      label = "Letter",
      size = 1,
      kind = "char",
      values = {
        [80] = "probe",
        [112] = "probe reply",
        [81] = "query",
        [113] = "query reply",
        [67] = "command",
        [99] = "command reply",
        [83] = "setup",
        [115] = "setup reply",
        [73] = "initialize",
        [105] = "initialize reply",
        [78] = "notify",
        [110] = "notify reply",
      },
    },
    {
      name = "device_type",
      label = "Device type",
      size = 1,
      kind = "number",
      hex = true,
      values = { [0] = "network interface", [2] = "printer", [3] = "POS printer", [4] = "scanner" },
    },
    { name = "device_number", label = "Device number", size = 1, kind = "number", hex = true },
    { name = "function", label = "Function", size = 2, kind = "number", hex = true },
    { name = "result", label = "Result", size = 2, kind = "number", hex = true },
    { name = "length", label = "Length", size = 2, kind = "number", hex = false },
  },
  letters = {
    ["P"] = "probe",
    ["Q"] = "query",
    ["C"] = "command",
    ["S"] = "setup",
    ["I"] = "initialize",
    ["N"] = "notify",
  },
  results = {
    [0] = "normal end",
    [61440] = "refused or failed",
    [65534] = "no such device",
    [65535] = "function not supported",
  },
  functions = {
    { letter = "P", device_type = 0, id = 0, name = "probe", reply = "interface" },
    { letter = "Q", device_type = 0, id = 0, name = "interface basic information", reply = "interface" },
    { letter = "Q", device_type = 0, id = 16, name = "interface status", reply = "ip" },
    { letter = "Q", device_type = 2, id = 0, name = "printer basic information", reply = "device-id" },
    { letter = "Q", device_type = 3, id = 0, name = "printer basic information", reply = "printer" },
    { letter = "Q", device_type = 3, id = 1, name = "combined information", reply = "combined" },
    { letter = "Q", device_type = 3, id = 2, name = "extended combined information", reply = "extended" },
    { letter = "Q", device_type = 3, id = 16, name = "printer status", reply = "status" },
    { letter = "Q", device_type = 3, id = 23, name = "holder of TCP 9100", reply = "holder" },
    { letter = "Q", device_type = 3, id = 305, name = "unknown query 0131" },
    { letter = "Q", device_type = 4, id = 0, name = "scanner basic information" },
    { letter = "C", device_type = 3, id = 17, name = "off-line forced transmission", reply = "command" },
    { letter = "C", device_type = 3, id = 18, name = "reset", reply = "command" },
    { letter = "C", device_type = 3, id = 19, name = "buffer flash", reply = "command" },
    { letter = "C", device_type = 3, id = 21, name = "unknown command 0015", reply = "command" },
    {
      letter = "C",
      device_type = 3,
      id = 22,
      name = "clear the connection time-out timer",
      reply = "command",
    },
  },
  layouts = {
    {
      name = "interface",
      label = "Interface information",
      size = 54,
      may_be_longer = true,
      rows = {
        { name = "name", label = "Name", size = 32, kind = "text" },
        {
          name = "unknown32",
          label = "Unknown, byte 32",
          size = 2,
          kind = "number",
          hex = true,
          about = "not known what this is",
        },
        {
          name = "unknown34",
          label = "Unknown, byte 34",
          size = 2,
          kind = "number",
          hex = true,
          about = "not known what this is",
        },
        {
          name = "board_code",
          label = "Board code",
          size = 1,
          kind = "number",
          hex = true,
          about = "our inference from captures",
        },
        {
          name = "board_version",
          label = "Board version",
          size = 3,
          kind = "octets",
          about = "our inference from captures",
        },
        { name = "mac", label = "Mac", size = 6, kind = "mac" },
        {
          name = "unknown46",
          label = "Unknown, byte 46",
          size = 4,
          kind = "number",
          hex = true,
          about = "not known what this is",
        },
        {
          name = "unknown50",
          label = "Unknown, byte 50",
          size = 4,
          kind = "number",
          hex = true,
          about = "not known what this is",
        },
      },
    },
    {
      name = "ip",
      label = "Ip information",
      size = 23,
      rows = {
        {
          name = "unknown0",
          label = "Unknown, byte 0",
          size = 1,
          kind = "number",
          hex = true,
          about = "not known what this is",
        },
        { name = "mac", label = "Mac", size = 6, kind = "mac" },
        {
          name = "flags",
          label = "Flags",
          size = 2,
          kind = "number",
          hex = true,
          about = "not known what this is",
        },
        { name = "address", label = "Address", size = 4, kind = "ipv4" },
        { name = "mask", label = "Mask", size = 4, kind = "ipv4" },
        { name = "gateway", label = "Gateway", size = 4, kind = "ipv4" },
        {
          name = "capabilities",
          label = "Capabilities",
          size = 2,
          kind = "number",
          hex = true,
          about = "not known what this is",
        },
      },
    },
    {
      name = "printer",
      label = "Printer information",
      size = 133,
      rows = {
        {
          name = "unknown0",
          label = "Unknown, byte 0",
          size = 1,
          kind = "number",
          hex = true,
          about = "not known what this is",
        },
        {
          name = "unknown1",
          label = "Unknown, byte 1",
          size = 1,
          kind = "number",
          hex = true,
          about = "not known what this is",
        },
        {
          name = "model_id",
          label = "Model id",
          size = 1,
          kind = "number",
          hex = true,
          about = "our inference from captures",
        },
        {
          name = "type_id",
          label = "Type id",
          size = 1,
          kind = "number",
          hex = true,
          about = "our inference from captures",
        },
        {
          name = "rom_version",
          label = "Rom version",
          size = 1,
          kind = "number",
          hex = true,
          about = "our inference from captures",
        },
        { name = "model", label = "Model", size = 128, kind = "text" },
      },
    },
    {
      name = "combined",
      label = "Combined information",
      size = 170,
      rows = {
        { name = "mac", label = "Mac", size = 6, kind = "mac" },
        {
          name = "interface_model",
          label = "Interface model",
          size = 32,
          kind = "text",
          about = "known from one public source",
        },
        {
          name = "unknown38",
          label = "Unknown, byte 38",
          size = 1,
          kind = "number",
          hex = true,
          about = "not known what this is",
        },
        {
          name = "model_id",
          label = "Model id",
          size = 1,
          kind = "number",
          hex = true,
          about = "our inference from captures",
        },
        {
          name = "type_id",
          label = "Type id",
          size = 1,
          kind = "number",
          hex = true,
          about = "our inference from captures",
        },
        {
          name = "rom_version",
          label = "Rom version",
          size = 1,
          kind = "number",
          hex = true,
          about = "our inference from captures",
        },
        { name = "model", label = "Model", size = 128, kind = "text" },
      },
    },
    {
      name = "extended",
      label = "Extended information",
      size = 173,
      rows = {
        { name = "mac", label = "Mac", size = 6, kind = "mac", about = "known from one public source" },
        {
          name = "interface_name",
          label = "Interface name",
          size = 32,
          kind = "text",
          about = "known from one public source",
        },
        {
          name = "model_id",
          label = "Model id",
          size = 3,
          kind = "octets",
          about = "our inference from captures",
        },
        {
          name = "type_id",
          label = "Type id",
          size = 3,
          kind = "octets",
          about = "our inference from captures",
        },
        {
          name = "rom_version",
          label = "Rom version",
          size = 1,
          kind = "number",
          hex = true,
          about = "our inference from captures",
        },
        { name = "model", label = "Model", size = 128, kind = "text", about = "known from one public source" },
      },
    },
    {
      name = "status",
      label = "Status information",
      size = 13,
      rows = {
        {
          name = "blocks",
          label = "Blocks",
          size = 1,
          kind = "number",
          hex = true,
          about = "not known what this is",
        },
        { name = "asb", label = "Asb", size = 4, kind = "octets", about = "our inference from captures" },
        {
          name = "unused",
          label = "Unused",
          size = 4,
          kind = "octets",
          about = "our inference from captures",
        },
        {
          name = "optional",
          label = "Optional",
          size = 4,
          kind = "octets",
          about = "our inference from captures",
        },
      },
    },
    {
      name = "holder",
      label = "Holder information",
      size = 4,
      rows = { { name = "address", label = "Address", size = 4, kind = "ipv4" } },
    },
    {
      name = "command",
      label = "Command information",
      size = 1,
      rows = { { name = "result", label = "Result", size = 1, kind = "number", hex = true } },
    },
  },
  device_id_keys = { "MFG", "MANUFACTURER", "MDL", "MODEL", "CMD", "COMMAND SET", "CLS" },
}

-- ENPC: 14 head · length parameters · surplus (packages/core/src/protocols/enpc) --------------------------------------

local enpc = Proto("enpc", "ENPC, Epson discovery")
local enpc_fields = {}
local enpc_head = fields_of("enpc", enpc_tables.head, enpc_fields)
for _, layout in ipairs(enpc_tables.layouts) do
  layout.fields = fields_of("enpc." .. layout.name, layout.rows, enpc_fields)
  layout.rest = ProtoField.bytes("enpc." .. layout.name .. ".rest", "Rest", base.NONE, "unexplained")
  enpc_fields[#enpc_fields + 1] = layout.rest
end
local enpc_more = {
  function_name = ProtoField.string("enpc.function_name", "Name of the function"),
  parameters = ProtoField.bytes("enpc.parameters", "Parameters", base.NONE, "unexplained"),
  surplus = ProtoField.bytes("enpc.surplus", "Surplus", base.NONE, "beyond the length; some clients append zeros"),
  device_id_prefix = ProtoField.bytes("enpc.device_id.prefix", "Before the device ID", base.NONE, "unexplained"),
  device_id_text = ProtoField.string("enpc.device_id.text", "IEEE 1284 device ID"),
  device_id_name = ProtoField.string("enpc.device_id.name", "Name"),
}
for _, field in pairs(enpc_more) do enpc_fields[#enpc_fields + 1] = field end
local enpc_tracking = tracking_fields("enpc", enpc_fields)
enpc.fields = enpc_fields
local enpc_truncated =
  ProtoExpert.new("enpc.truncated", "The datagram ends before its packet does", expert.group.MALFORMED, expert.severity.ERROR)
enpc.experts = { enpc_truncated }

local enpc_book = new_book()
function enpc.init() enpc_book.clear() end

local function enpc_function(head)
  for _, row in ipairs(enpc_tables.functions) do
    if row.letter == head.asks and row.device_type == head.device_type and row.id == head.id then return row end
  end
end

local function enpc_layout(name, size)
  for _, layout in ipairs(enpc_tables.layouts) do
    if layout.name == name then
      local fits = size == layout.size or (layout.may_be_longer and size > layout.size)
      return fits and layout or nil
    end
  end
end

-- Where the text of a device ID begins: at the first of its keys, for the lengths in front do not fit.
local function device_id_start(raw)
  local upper, first = raw:upper(), nil
  for _, key in ipairs(enpc_tables.device_id_keys) do
    local at = upper:find(key .. ":", 1, true)
    if at ~= nil and (first == nil or at < first) then first = at end
  end
  return first
end

-- `3 unknown · 2 length · text · name NUL`; gives the name.
local function add_device_id(tree, range)
  local raw = range:raw()
  local start = device_id_start(raw)
  if start == nil then
    tree:add(enpc_more.parameters, range)
    return nil
  end
  local last = #raw
  while last >= start and raw:byte(last) ~= 0x3b do last = last - 1 end
  local ends = last < start and #raw or last
  if start > 1 then tree:add(enpc_more.device_id_prefix, range(0, start - 1)) end
  local text = range(start - 1, ends - start + 1)
  tree:add(enpc_more.device_id_text, text, decode_text(text:raw()))
  if ends == #raw then return nil end
  local name = range(ends)
  local shown = text_of(name)
  tree:add(enpc_more.device_id_name, name, shown)
  return shown
end

-- Gives what a person looks for in the list: a model or a name.
local function add_parameters(tree, row, head, tvb)
  local range = tvb(HEAD_SIZE, head.length)
  local reply = head.is_reply and row ~= nil and row.reply or nil
  if reply == "device-id" then return add_device_id(tree, range) end
  local layout = reply and enpc_layout(reply, head.length)
  if layout == nil then
    tree:add(enpc_more.parameters, range)
    return nil
  end
  local branch = tree:add(range, layout.label)
  local _, texts = add_rows(branch, layout.rows, layout.fields, tvb, HEAD_SIZE)
  local rest = head.length - layout.size
  if rest > 0 then branch:add(layout.rest, tvb(HEAD_SIZE + layout.size, rest)) end
  return texts.model or texts.name
end

local function enpc_info(head, row)
  local letter = enpc_tables.letters[head.asks] or "unknown letter"
  local what = row and row.name or string.format("%s %04X", letter, head.id)
  local text = string.format("%s %s %s", head.letter, what, device_text(head))
  if not head.is_reply then return text end
  return text .. ": " .. (enpc_tables.results[head.result] or string.format("result %04X", head.result))
end

function enpc.dissector(tvb, pinfo, root)
  if not starts_with(tvb, "EPSON") then return 0 end
  pinfo.cols.protocol = "ENPC"
  local tree = root:add(enpc, tvb())
  if tvb:len() < HEAD_SIZE then
    tree:add_proto_expert_info(enpc_truncated, "truncated: fewer bytes than a head has")
    pinfo.cols.info = "truncated"
    return tvb:len()
  end
  local head = head_of(tvb)
  local row = enpc_function(head)
  local items = add_rows(tree, enpc_tables.head, enpc_head, tvb, 0)
  items["function"]:append_text(" (" .. (row and row.name or "unknown") .. ")")
  if head.is_reply then items.result:append_text(" (" .. (enpc_tables.results[head.result] or "unknown") .. ")") end
  if row ~= nil then tree:add(enpc_more.function_name, tvb(8, 2), row.name):set_generated() end
  local info = enpc_info(head, row)
  tree:append_text(", " .. info)
  local key = string.format("%s %02x %04x", head.asks, head.device_type, head.id)
  add_tracking(tree, enpc_tracking, enpc_book, key, head.is_reply, pinfo)

  local ends = HEAD_SIZE + head.length
  if ends > tvb:reported_len() then
    tree:add_proto_expert_info(enpc_truncated, "truncated: the length says " .. head.length .. " bytes of parameters")
    info = info .. ", truncated"
  elseif ends <= tvb:len() then
    local name = head.length > 0 and add_parameters(tree, row, head, tvb) or nil
    if name ~= nil and name ~= "" then info = info .. ", " .. name end
    if tvb:len() > ends then tree:add(enpc_more.surplus, tvb(ends)) end
  end
  pinfo.cols.info = info
  return tvb:len()
end

DissectorTable.get("udp.port"):add(enpc_tables.port, enpc)
-- Devices of a virtual fleet and relayed packets use other ports: the magic, a letter and a length that fits are enough.
enpc:register_heuristic("udp", function(tvb, pinfo, root)
  if tvb:len() < HEAD_SIZE or not starts_with(tvb, "EPSON") then return false end
  local head = head_of(tvb)
  if enpc_tables.letters[head.asks] == nil or HEAD_SIZE + head.length > tvb:reported_len() then return false end
  enpc.dissector(tvb, pinfo, root)
  return true
end)

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

local ncdp2_tables = {
  port = 3259,
  head = {
    { name = "magic", label = "Magic", size = 5, kind = "text" },
    {
      name = "letter",
      label = "Letter",
      size = 1,
      kind = "char",
      values = {
        [80] = "probe",
        [81] = "query",
        [67] = "command",
        [83] = "setup",
        [78] = "notification",
        [112] = "probe reply",
        [113] = "query reply",
        [99] = "command reply",
        [115] = "setup reply",
      },
    },
    {
      name = "device_type",
      label = "Device type",
      size = 1,
      kind = "number",
      hex = true,
      values = {
        [0] = "host",
        [2] = "printer",
        [3] = "POS printer",
        [4] = "scanner",
        [5] = "projector",
        [6] = "label printer",
        [127] = "other",
        [255] = "any",
      },
    },
    { name = "device_number", label = "Device number", size = 1, kind = "number", hex = true },
    { name = "function", label = "Function", size = 2, kind = "number", hex = true },
    { name = "result", label = "Result", size = 2, kind = "number", hex = true },
    { name = "length", label = "Length", size = 2, kind = "number", hex = false },
  },
  letters = {
    ["P"] = "probe",
    ["Q"] = "query",
    ["C"] = "command",
    ["S"] = "setup",
    ["N"] = "notification",
    ["p"] = "probe reply",
    ["q"] = "query reply",
    ["c"] = "command reply",
    ["s"] = "setup reply",
  },
  results = {
    [0] = "done",
    [1] = "partly done",
    [2] = "no such device",
    [3] = "answer too large here",
    [4] = "version not known",
    [5] = "malformed",
    [6] = "function not supported",
    [7] = "authentication needed",
    [8] = "not allowed",
    [9] = "busy",
    [10] = "conflict",
    [11] = "refused by the device",
    [255] = "internal error",
  },
  functions = {
    ["P0000"] = "probe",
    ["Q0000"] = "identity",
    ["Q0001"] = "capabilities",
    ["Q0010"] = "status",
    ["Q0020"] = "supplies",
    ["Q0030"] = "counters",
    ["Q00ff"] = "everything",
    ["N0000"] = "arrive",
    ["N0001"] = "change",
    ["N0002"] = "leave",
    ["S0100"] = "set attributes",
    ["C0200"] = "identify",
    ["C0201"] = "restart",
    ["C0202"] = "subscribe",
    ["C0203"] = "print test page",
    ["Cf000"] = "authenticate",
  },
  envelope = {
    [0] = { kind = "bytes", least = 1, most = 8, name = "token", label = "Token" },
    [1] = { kind = "uint", name = "version", label = "Version" },
    [2] = { kind = "bytes", least = 0, most = 65535, name = "padding", label = "Padding" },
    [3] = { kind = "uint", name = "revision", label = "Revision" },
    [4] = { kind = "uint", name = "boot_id", label = "Boot id" },
    [5] = { kind = "uint", name = "max_age_seconds", label = "Max age seconds" },
    [6] = { kind = "bool", name = "dry_run", label = "Dry run" },
    [7] = { kind = "bytes", least = 16, most = 16, name = "idempotency_key", label = "Idempotency key" },
    [8] = { kind = "text map", name = "attributes", label = "Attributes" },
    [9] = { kind = "array", name = "changes", label = "Changes" },
    [10] = { kind = "uint", name = "device_count", label = "Device count" },
  },
  faults = {
    { code = "truncated", text = "The frame is longer than what there is" },
    { code = "bad-magic", text = "This is no NCDP/2 frame" },
    { code = "bad-letter", text = "The profile has no such letter" },
    { code = "trailing", text = "Bytes follow the frame in its datagram" },
    { code = "bad-body", text = "The body is not what the profile allows" },
  },
}

-- NCDP/2 open profile: 14 head · length body, a CBOR map (packages/core/src/protocols/ncdp2) ---------------------------

local ncdp2 = Proto("ncdp2", "NCDP/2 open profile")
local ncdp2_fields = {}
local ncdp2_head = fields_of("ncdp2", ncdp2_tables.head, ncdp2_fields)
local ncdp2_more = {
  function_name = ProtoField.string("ncdp2.function_name", "Name of the function"),
  body = ProtoField.bytes("ncdp2.body", "Body", base.NONE, "one CBOR map"),
  attribute = ProtoField.string("ncdp2.attribute", "Attribute", base.NONE, "name: value"),
  changed = ProtoField.string("ncdp2.changed", "Changed", base.NONE, "a name, or a plan entry: name, old, new"),
  unknown_key = ProtoField.string("ncdp2.unknown_key", "Unknown key", base.NONE, "ignored"),
}
for _, field in pairs(ncdp2_more) do ncdp2_fields[#ncdp2_fields + 1] = field end
for _, row in pairs(ncdp2_tables.envelope) do
  local name = "ncdp2." .. row.name
  if row.kind == "uint" then row.field = ProtoField.uint64(name, row.label)
  elseif row.kind == "bool" then row.field = ProtoField.bool(name, row.label)
  elseif row.kind == "bytes" then row.field = ProtoField.bytes(name, row.label)
  else row.field = ProtoField.none(name, row.label) end
  ncdp2_fields[#ncdp2_fields + 1] = row.field
end
local ncdp2_tracking = tracking_fields("ncdp2", ncdp2_fields)
ncdp2.fields = ncdp2_fields

-- The codes of section 7, each a filter of its own.
local ncdp2_faults = {}
local ncdp2_experts = {}
for _, fault in ipairs(ncdp2_tables.faults) do
  local name = "ncdp2." .. fault.code:gsub("-", "_")
  ncdp2_faults[fault.code] = ProtoExpert.new(name, fault.text, expert.group.MALFORMED, expert.severity.ERROR)
  ncdp2_experts[#ncdp2_experts + 1] = ncdp2_faults[fault.code]
end
ncdp2.experts = ncdp2_experts

local ncdp2_book = new_book()
function ncdp2.init() ncdp2_book.clear() end

local function add_fault(tree, code, why)
  tree:add_proto_expert_info(ncdp2_faults[code], code .. (why and ": " .. why or ""))
  return ", " .. code
end

local function has_type(row, item)
  if row.kind == "bytes" then
    return item.kind == "bytes" and #item.value >= row.least and #item.value <= row.most
  end
  if row.kind ~= "text map" then return item.kind == row.kind end
  if item.kind ~= "map" then return false end
  for _, entry in ipairs(item.value) do
    if entry.key.kind ~= "text" then return false end
  end
  return true
end

-- The keys with their types and sizes; what is wrong, or nothing.
local function fault_of_envelope(body)
  for _, entry in ipairs(body.value) do
    local key = entry.key
    if key.kind ~= "uint" then return { at = key.at, why = "a key that is no uint" } end
    local row = ncdp2_tables.envelope[key.value]
    if row ~= nil and not has_type(row, entry.value) then
      return { at = entry.value.at, why = "key " .. key.value .. " (" .. row.label .. ") has not its type or size" }
    end
  end
end

-- Bytes of an item of the body, as bytes of the frame.
local function range_of(tvb, first, last)
  return tvb(HEAD_SIZE + first.at - 1, last.ends - first.at)
end

local function add_envelope(tree, body, tvb)
  local found = {}
  for _, entry in ipairs(body.value) do
    local key, value = entry.key, entry.value
    local row, range = ncdp2_tables.envelope[key.value], range_of(tvb, value, value)
    if row == nil then
      tree:add(ncdp2_more.unknown_key, range_of(tvb, key, value), string.format("%.0f: %s", key.value, cbor_text(value)))
    elseif row.kind == "uint" then
      tree:add(row.field, range, UInt64.new(value.value % 0x100000000, math.floor(value.value / 0x100000000)))
    elseif row.kind == "bool" then
      tree:add(row.field, range, value.value)
    elseif row.kind == "bytes" then
      tree:add(row.field, tvb(HEAD_SIZE + value.start - 1, #value.value))
    else
      local branch = tree:add(row.field, range)
      for _, one in ipairs(value.value) do
        if value.kind == "array" then
          branch:add(ncdp2_more.changed, range_of(tvb, one, one), cbor_text(one))
        else
          local text = one.key.value .. ": " .. cbor_text(one.value)
          branch:add(ncdp2_more.attribute, range_of(tvb, one.key, one.value), text)
          found[one.key.value] = one.value
        end
      end
    end
    if row ~= nil then found[row.name] = value end
  end
  return found
end

local function ncdp2_function(head)
  return ncdp2_tables.functions[head.asks .. string.format("%04x", head.id)]
end

local function ncdp2_info(head, name)
  local what = name or string.format("%s %04X", ncdp2_tables.letters[head.letter], head.id)
  local text = string.format("%s %s %s", head.letter, what, device_text(head))
  if not head.is_reply then return text end
  return text .. ": " .. (ncdp2_tables.results[head.result] or string.format("result %04X", head.result))
end

-- The body, by our own strict reading and by Wireshark's: gives what was found, or the fault.
local function add_body(tree, tvb, head, pinfo, root)
  if head.length == 0 then return nil, add_fault(tree, "bad-body", "it is empty") end
  local raw = tvb:raw(HEAD_SIZE, head.length)
  local branch = tree:add(ncdp2_more.body, tvb(HEAD_SIZE, head.length))
  local body, fault = cbor_body(raw)
  if body ~= nil then fault = fault_of_envelope(body) end
  if fault ~= nil then
    return nil, add_fault(branch, "bad-body", fault.why .. " at byte " .. HEAD_SIZE + fault.at - 1)
  end
  local found = add_envelope(branch, body, tvb)
  Dissector.get("cbor"):call(tvb(HEAD_SIZE, head.length):tvb(), pinfo, branch)
  return found
end

local function track(tree, head, found, pinfo)
  if found.token == nil then return end
  local key = found.token.value .. " " .. head.asks
  if head.letter ~= "N" then
    add_tracking(tree, ncdp2_tracking, ncdp2_book, key, head.is_reply, pinfo)
    return
  end
  -- over TLS a notification bears the token of its subscribe
  local question = ncdp2_book.question(ncdp2_book.answered(pinfo) .. " " .. found.token.value .. " C", pinfo)
  if question ~= nil then tree:add(ncdp2_tracking.response_to, question.number):set_generated() end
end

-- One frame, which fills the buffer, or a datagram that is none; gives what stands in the list.
local function dissect_frame(tvb, pinfo, root)
  local tree = root:add(ncdp2, tvb())
  if tvb:len() < HEAD_SIZE then return "NCDP/2" .. add_fault(tree, "truncated", "fewer bytes than a head has") end
  local head = head_of(tvb)
  local items = add_rows(tree, ncdp2_tables.head, ncdp2_head, tvb, 0)
  if not starts_with(tvb, "NCDP2") then return "NCDP/2" .. add_fault(tree, "bad-magic") end
  if ncdp2_tables.letters[head.letter] == nil then return "NCDP/2" .. add_fault(tree, "bad-letter") end
  local name = ncdp2_function(head)
  items["function"]:append_text(" (" .. (name or "unknown") .. ")")
  if head.is_reply then items.result:append_text(" (" .. (ncdp2_tables.results[head.result] or "unknown") .. ")") end
  if name ~= nil then tree:add(ncdp2_more.function_name, tvb(8, 2), name):set_generated() end
  local info = ncdp2_info(head, name)
  tree:append_text(", " .. info)
  local ends = HEAD_SIZE + head.length
  if ends > tvb:reported_len() then
    return info .. add_fault(tree, "truncated", "the length says " .. head.length .. " bytes of body")
  end
  if ends < tvb:reported_len() then
    return info .. add_fault(tree, "trailing", tvb:reported_len() - ends .. " bytes after the frame")
  end
  -- a capture that keeps less of each packet than there was: nothing is wrong with the frame
  if ends > tvb:len() then return info end
  local found, fault = add_body(tree, tvb, head, pinfo, root)
  if found == nil then return info .. fault end
  track(tree, head, found, pinfo)
  local model = found["printer-make-and-model"]
  return model and model.kind == "text" and info .. ", " .. model.value or info
end

-- Frames follow each other without separators; records and segments mean nothing.
local function dissect_stream(tvb, pinfo, root, can_wait)
  local infos, offset = {}, 0
  while offset < tvb:len() do
    local left = tvb:len() - offset
    local whole = left >= HEAD_SIZE and HEAD_SIZE + tvb(offset + 12, 2):uint() or nil
    local begins = starts_with(tvb(offset):tvb(), ("NCDP2"):sub(1, math.min(left, 5)))
    if begins and (whole == nil or whole > left) and can_wait then
      pinfo.desegment_offset = offset
      pinfo.desegment_len = whole and whole - left or DESEGMENT_ONE_MORE_SEGMENT
      if offset == 0 then return end
      break
    end
    -- after bytes that are no frame nothing can be found again: section 6 ends the connection
    local size = begins and whole and math.min(whole, left) or left
    infos[#infos + 1] = dissect_frame(tvb(offset, size):tvb(), pinfo, root)
    offset = offset + size
  end
  if #infos > 0 then
    pinfo.cols.protocol = "NCDP/2"
    pinfo.cols.info = table.concat(infos, " | ")
  end
end

local TCP = 2

function ncdp2.dissector(tvb, pinfo, root)
  if pinfo.port_type == TCP then
    dissect_stream(tvb, pinfo, root, pinfo.can_desegment > 0)
    return tvb:len()
  end
  if not starts_with(tvb, "NCDP2") then return 0 end
  local info = dissect_frame(tvb, pinfo, root)
  pinfo.cols.protocol = "NCDP/2"
  pinfo.cols.info = info
  return tvb:len()
end

local function looks_like_ncdp2(tvb)
  return tvb:len() >= HEAD_SIZE and starts_with(tvb, "NCDP2") and ncdp2_tables.letters[head_of(tvb).letter] ~= nil
end

DissectorTable.get("udp.port"):add(ncdp2_tables.port, ncdp2)
DissectorTable.get("tls.port"):add(ncdp2_tables.port, ncdp2)
DissectorTable.get("tls.alpn"):add("ncdp/2", ncdp2)
-- A server may use any port; over TCP this is a stream whose TLS was taken off before it was captured.
ncdp2:register_heuristic("udp", function(tvb, pinfo, root)
  if not looks_like_ncdp2(tvb) or HEAD_SIZE + tvb(12, 2):uint() ~= tvb:reported_len() then return false end
  ncdp2.dissector(tvb, pinfo, root)
  return true
end)
ncdp2:register_heuristic("tcp", function(tvb, pinfo, root)
  if not looks_like_ncdp2(tvb) then return false end
  -- to a heuristic of Lua, Wireshark 4.0 says that nothing can be put together, and does it when asked
  dissect_stream(tvb, pinfo, root, true)
  return true
end)
