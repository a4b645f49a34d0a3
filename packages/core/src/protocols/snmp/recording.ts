import { parseHex } from '../../bytes/hex.ts';
import { encodeText } from '../../bytes/text.ts';
import { EPSON_TUNNEL, tunnelCommand } from '../../formats/epson-tunnel.ts';
import { isWithin, parseOid } from '../../formats/oid.ts';
import type { SnmpValue, Varbind } from '../../formats/snmp-varbind.ts';
import { formatIp, parseIpv4 } from '../../net/ip-address.ts';

/**
 * The text of a recorded walk, one `oid|type|value` a line: the type is the tag's number, with `x` where the value is
 * in hex; a value may hold `|`. Lines that are no such row are left out, and so is Epson's control tunnel but for what only
 * reads: a virtual device executes no more than a real one is asked to.
 */
export function parseRecording(text: string): Varbind[] {
  const varbinds: Varbind[] = [];
  for (const line of text.split(/\r?\n/)) {
    const match = /^(\.?[\d.]+)\|(\d+)(x?)\|(.*)$/s.exec(line);
    if (match === null) continue;
    const [, name = '', type = '', hex, content = ''] = match;
    const oid = parseOid(name)?.join('.');
    const value = hex === 'x' ? hexValue(Number(type), content) : textValue(Number(type), content);
    if (oid !== undefined && value !== undefined && isHarmless(oid)) varbinds.push({ oid, value });
  }
  return varbinds;
}

function isHarmless(oid: string): boolean {
  return !isWithin(EPSON_TUNNEL, oid) || tunnelCommand(oid) !== undefined;
}

function hexValue(type: number, hex: string): SnmpValue | undefined {
  const bytes = parseHex(hex);
  if (bytes === undefined) return undefined;
  if (type === 4) return { type: 'OctetString', value: bytes };
  if (type === 68) return { type: 'Opaque', value: bytes };
  return type === 64 && bytes.length === 4 ? { type: 'IpAddress', value: formatIp({ family: 4, bytes }) } : undefined;
}

function textValue(type: number, text: string): SnmpValue | undefined {
  switch (type) {
    case 2:
      return /^-?\d+$/.test(text) ? { type: 'Integer32', value: Number(text) | 0 } : undefined;
    case 4:
      return { type: 'OctetString', value: encodeText(text) };
    case 6: {
      const value = parseOid(text)?.join('.');
      return value === undefined ? undefined : { type: 'ObjectIdentifier', value };
    }
    case 64:
      return parseIpv4(text) === undefined ? undefined : { type: 'IpAddress', value: text };
    case 70:
      return /^\d{1,20}$/.test(text) ? { type: 'Counter64', value: BigInt.asUintN(64, BigInt(text)) } : undefined;
    default: {
      const name = unsigned[type];
      return name === undefined || !/^\d+$/.test(text) ? undefined : { type: name, value: Number(text) >>> 0 };
    }
  }
}

const unsigned: Readonly<Record<number, 'Counter32' | 'Gauge32' | 'TimeTicks'>> = {
  65: 'Counter32',
  66: 'Gauge32',
  67: 'TimeTicks',
};
