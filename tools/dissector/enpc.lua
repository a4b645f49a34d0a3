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
