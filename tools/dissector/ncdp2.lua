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
