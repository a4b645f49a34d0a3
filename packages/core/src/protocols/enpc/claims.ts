import { parseDeviceId } from '../../formats/ieee1284.ts';
import { type Claim, derived, told } from '../../model/claim.ts';
import { formatIp } from '../../net/ip-address.ts';
import { formatMac } from '../../net/mac-address.ts';
import {
  combinedInfo,
  extendedInfo,
  interfaceInfo,
  ipConfiguration,
  printerInfo,
  printerStatus,
  readLayout,
} from './body.ts';
import { DEVICE_TYPE, type EnpcPacket, RESULT } from './codec.ts';
import { findDeviceId } from './device-id.ts';
import { isReply } from './functions.ts';
import { isEpsonMac } from './makers.ts';

/**
 * What a reply lets us say. An answer alone proves neither a printer nor an Epson: scanners and other makers' POS
 * printers answer too. So the maker comes from a device ID, or is derived from an Epson MAC, and the kind from the
 * device type that answered a query.
 */
export function claimsOf(packet: EnpcPacket): Claim[] {
  if (!isReply(packet) || packet.result !== RESULT.done) return [];
  switch (packet.deviceType) {
    case DEVICE_TYPE.interface:
      return packet.function === 0x0000 ? interfaceClaims(packet) : packet.function === 0x0010 ? ipClaims(packet) : [];
    case DEVICE_TYPE.printer:
      return packet.function === 0x0000 ? deviceIdClaims(packet) : [];
    case DEVICE_TYPE.posPrinter:
      return posClaims(packet);
    default:
      // what a scanner answers as type 04 was never published: a reply there proves nothing yet
      return [];
  }
}

function interfaceClaims({ parameters }: EnpcPacket): Claim[] {
  const info = readLayout(interfaceInfo, parameters, 'interface');
  if (info === undefined) return [];
  return [...told('name', info.name, 'interface.name'), ...macClaims(info.mac, 'interface.mac')];
}

function ipClaims({ parameters }: EnpcPacket): Claim[] {
  const ip = readLayout(ipConfiguration, parameters, 'ip');
  if (ip === undefined) return [];
  const address = formatIp({ family: 4, bytes: ip.address });
  const claims = macClaims(ip.mac, 'ip.mac');
  return address === '0.0.0.0' ? claims : [...claims, { is: 'address', value: address, path: 'ip.address' }];
}

function deviceIdClaims({ parameters }: EnpcPacket): Claim[] {
  const found = findDeviceId(parameters);
  if (found === undefined) return [];
  const id = parseDeviceId(found.text);
  const path = 'deviceId.text';
  return [
    ...told('make', id.make ?? '', path),
    ...told('model', id.model ?? found.name, id.model === undefined ? 'deviceId.name' : path),
    ...told('serial', id.serial ?? '', path),
    ...(id.class === 'PRINTER' ? told('kind', 'printer', path) : []),
  ];
}

function posClaims(packet: EnpcPacket): Claim[] {
  const { parameters } = packet;
  const kind = derived('kind', 'pos-printer', 'head.deviceType');
  switch (packet.function) {
    case 0x0000: {
      const info = readLayout(printerInfo, parameters, 'printer');
      return info === undefined ? [] : [...told('model', info.model, 'printer.model'), ...kind];
    }
    case 0x0001: {
      const info = readLayout(combinedInfo, parameters, 'combined');
      if (info === undefined) return [];
      return [...macClaims(info.mac, 'combined.mac'), ...told('model', info.model, 'combined.model'), ...kind];
    }
    case 0x0002: {
      const info = readLayout(extendedInfo, parameters, 'extended');
      if (info === undefined) return [];
      return [...macClaims(info.mac, 'extended.mac'), ...told('model', info.model, 'extended.model'), ...kind];
    }
    case 0x0010: {
      const status = readLayout(printerStatus, parameters, 'status');
      return status === undefined ? [] : [...stateClaims(status.asb), ...kind];
    }
    default:
      return [];
  }
}

function macClaims(bytes: Uint8Array, path: string): Claim[] {
  const mac = formatMac(bytes);
  return [{ is: 'mac', value: mac, path }, ...(isEpsonMac(mac) ? derived('make', 'EPSON', path) : [])];
}

/** The four ASB bytes of ESC/POS `GS a`; bytes that lack its fixed bits say nothing. Reasons in the words of IPP. */
function stateClaims(asb: Uint8Array): Claim[] {
  const [first, second, third] = asb as unknown as [number, number, number];
  if ((first & 0x93) !== 0x10 || ((second | third) & 0x90) !== 0) return [];
  const reasons = [
    ...(first & 0x20 ? ['cover-open'] : []),
    ...(second & 0x04 ? ['other-error'] : []),
    ...(second & 0x08 ? ['cutter-failure-error'] : []),
    ...(second & 0x20 ? ['marker-failure-error'] : []),
    ...(third & 0x0c ? ['media-empty-error'] : third & 0x03 ? ['media-low-warning'] : []),
  ];
  return [{ is: 'state', word: first & 0x08 ? 'stopped' : 'idle', reasons, path: 'status.asb' }];
}
