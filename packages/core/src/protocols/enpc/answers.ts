import { ByteWriter } from '../../bytes/byte-writer.ts';
import type { Frame } from '../../bytes/frame.ts';
import { parseHex } from '../../bytes/hex.ts';
import { encodeText } from '../../bytes/text.ts';
import type { Datagram } from '../../contracts/network.ts';
import type { Answering, Reply, VirtualDevice } from '../../contracts/virtual-device.ts';
import { parseIpv4 } from '../../net/ip-address.ts';
import { parseMac } from '../../net/mac-address.ts';
import { prefixOf } from '../../net/prefix.ts';
import { combinedInfo, interfaceInfo, ipConfiguration, portHolder, printerInfo, printerStatus } from './body.ts';
import { ANY_DEVICE, DEVICE_TYPE, decodeEnpc, type EnpcPacket, encodeEnpc, enpcReply, RESULT } from './codec.ts';

/**
 * The device side: probe and queries, nothing that changes anything. Requests of 14, 15 and 16 bytes are all answered;
 * bytes 10-11 of a request are ignored. Quirk `enpc.probe-length` sets the length of the probe reply: 68 is a POS
 * printer's, 76 what SANE needs (inferred: no such reply was ever published).
 */
export function answers(device: VirtualDevice): readonly Answering[] {
  return [
    {
      on: 'udp',
      port: 3289,
      broadcast: true,
      groups: [],
      answer: (datagram) => answerRequest(device, datagram),
    },
  ];
}

function answerRequest(device: VirtualDevice, { bytes }: Datagram): readonly Reply[] {
  const request = decodeEnpc(bytes);
  if (!request.ok) return [];
  const { letter, deviceType } = request.value;
  if (letter === 'P') {
    return deviceType === DEVICE_TYPE.interface ? reply(request.value, probeParameters(device)) : [];
  }
  if (letter !== 'Q') return [];
  const parameters = queryParameters(device, request.value);
  if (parameters === 'no-such-device') return [];
  return parameters === undefined
    ? reply(request.value, new Uint8Array(), RESULT.notSupported)
    : reply(request.value, parameters);
}

function reply(request: EnpcPacket, parameters: Uint8Array, result = 0): readonly Reply[] {
  const number = request.deviceNumber === ANY_DEVICE ? 0 : request.deviceNumber;
  return [{ bytes: encodeEnpc({ ...enpcReply(request, parameters, result), deviceNumber: number }) }];
}

/** 54 bytes as POS printers send, or as many as the quirk asks for, zero padded. */
function probeParameters(device: VirtualDevice): Uint8Array {
  const wanted = Number(device.quirks['enpc.probe-length'] ?? (isPos(device) ? 68 : 76)) - 14;
  const info = written(interfaceInfo, interfaceValue(device));
  const parameters = new Uint8Array(wanted);
  parameters.set(info.subarray(0, wanted));
  return parameters;
}

function queryParameters(device: VirtualDevice, request: EnpcPacket): Uint8Array | 'no-such-device' | undefined {
  switch (request.deviceType) {
    case DEVICE_TYPE.interface:
      if (request.function === 0x0000) return written(interfaceInfo, interfaceValue(device));
      if (request.function === 0x0010) return written(ipConfiguration, ipValue(device));
      return undefined;
    case DEVICE_TYPE.printer:
      if (device.kind === 'scanner' || device.deviceId === '') return 'no-such-device';
      return request.function === 0x0000 ? deviceIdParameters(device) : undefined;
    case DEVICE_TYPE.posPrinter:
      return isPos(device) ? posParameters(device, request.function) : 'no-such-device';
    default:
      // what a scanner answers to type 04 was never published, so ours stays silent there
      return 'no-such-device';
  }
}

function posParameters(device: VirtualDevice, id: number): Uint8Array | undefined {
  switch (id) {
    case 0x0000:
      return written(printerInfo, { unknown0: 0, unknown1: 5, ...posModel(device) });
    case 0x0001:
      return written(combinedInfo, {
        mac: macOf(device),
        interfaceModel: 'UB-E04',
        unknown38: 5,
        ...posModel(device),
      });
    case 0x0010:
      return written(printerStatus, { blocks: 0x0e, asb: asbOf(device), unused: filled(0xff), optional: filled(0xff) });
    case 0x0017:
      return written(portHolder, { address: new Uint8Array(4) });
    default:
      return undefined;
  }
}

/** Model, type and version as the captured TM-m30 gives them. */
function posModel(device: VirtualDevice): { modelId: number; typeId: number; romVersion: number; model: string } {
  return { modelId: 0x01, typeId: 0x02, romVersion: 0x01, model: device.model };
}

function interfaceValue(device: VirtualDevice): Parameters<typeof interfaceInfo.write>[1] {
  const mac = macOf(device);
  return {
    name: device.quirks['enpc.name'] ?? device.hostname,
    unknown32: 0x0001,
    unknown34: 0xffff,
    boardCode: 0x15,
    boardVersion: Uint8Array.of(0, 2, 0),
    mac,
    unknown46: 1,
    unknown50: 1,
  };
}

function ipValue(device: VirtualDevice): Parameters<typeof ipConfiguration.write>[1] {
  const claimed = device.quirks['enpc.claimed-address'] ?? device.address;
  const mask = prefixOf({ family: 4, bytes: filled(0xff) }, device.prefixLength).address.bytes;
  return {
    unknown0: 0x01,
    mac: macOf(device),
    flags: 0x0004,
    address: parseIpv4(claimed)?.bytes ?? new Uint8Array(4),
    mask,
    gateway: parseIpv4(device.gateway)?.bytes ?? new Uint8Array(4),
    capabilities: 0x807c,
  };
}

/** As the XP-432's reply is laid out: prefix, length that counts itself, text, model name with a final zero. */
function deviceIdParameters(device: VirtualDevice): Uint8Array {
  const text = encodeText(device.deviceId);
  return new ByteWriter()
    .octets(Uint8Array.of(3, 0, 0))
    .u16(text.length + 2)
    .octets(text)
    .octets(encodeText(`${device.model}\0`))
    .finish();
}

/** Online and well, or off-line for want of paper or an open cover: the bits of ESC/POS automatic status back. */
function asbOf(device: VirtualDevice): Uint8Array {
  const open = device.stateReasons.some((reason) => reason.startsWith('cover-open'));
  const empty = device.stateReasons.some((reason) => reason.startsWith('media-empty'));
  const first = 0x14 | (device.state === 'stopped' ? 0x08 : 0) | (open ? 0x20 : 0);
  return Uint8Array.of(first, 0, empty ? 0x0c : 0, 0x0f);
}

function isPos(device: VirtualDevice): boolean {
  return device.kind === 'pos-printer';
}

function macOf(device: VirtualDevice): Uint8Array {
  const text = device.quirks['enpc.mac'] ?? device.mac;
  return parseHex(parseMac(text) ?? '') ?? new Uint8Array(6);
}

function filled(byte: number): Uint8Array {
  return new Uint8Array(4).fill(byte);
}

function written<T>(layout: Frame<T>, value: T): Uint8Array {
  const writer = new ByteWriter(layout.size);
  layout.write(writer, value);
  return writer.finish();
}
