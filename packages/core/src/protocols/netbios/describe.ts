import { decoding } from '../../bytes/decoding.ts';
import type { Field } from '../../bytes/field.ts';
import { formatHex } from '../../bytes/hex.ts';
import type { Described } from '../../contracts/protocol.ts';
import { formatMac } from '../../net/mac-address.ts';
import { ANYBODY, nameFlags, readNodeStatus } from './codec.ts';
import { nameText } from './names.ts';

/** A node status request or response, field by field. */
export function describeNetbios(bytes: Uint8Array): Described {
  const fields: Field[] = [];
  const decoded = decoding(bytes, (r) =>
    readNodeStatus(r, (path, from) => {
      const part = bytes.subarray(from, r.offset);
      fields.push({ path, offset: from, length: part.length, text: textOf(path, part), confidence: 'spec' });
    }),
  );
  if (!decoded.ok) return { ok: false, error: decoded.error, fields };
  if (decoded.value.is === 'request') return { ok: true, value: decoded.value, fields };
  const { names, unit, statistics, ...rest } = decoded.value;
  const value = {
    ...rest,
    names: names.map(({ bytes: text, suffix, flags }) => ({
      name: nameText(text),
      suffix,
      kind: suffixes[suffix] ?? 'unknown',
      group: (flags & nameFlags.group) !== 0,
      flags,
    })),
    ...(unit === undefined ? {} : { unit: formatMac(unit) }),
    statistics: formatHex(statistics),
  };
  return { ok: true, value, fields };
}

function textOf(path: string, part: Uint8Array): string {
  if (path.endsWith('.text')) return nameText(part);
  if (path.endsWith('.suffix')) return `${formatHex(part)} (${suffixes[part[0]!] ?? 'unknown'})`;
  if (path.endsWith('flags')) return `0x${formatHex(part)}`;
  if (path === 'unit') return formatMac(part);
  if (path === 'name') return formatHex(part).startsWith('20434b414141') ? `* (${ANYBODY})` : formatHex(part);
  if (path === 'statistics' || part.length > 4) return formatHex(part);
  return String(part.reduce((sum, byte) => sum * 256 + byte, 0));
}

// Microsoft's list of suffixes, as far as printers, NAS boxes and PCs use them
const suffixes: Readonly<Record<number, string>> = {
  0: 'workstation',
  1: 'browser',
  3: 'messenger',
  27: 'domain master browser',
  28: 'domain controllers',
  29: 'master browser',
  30: 'browser elections',
  32: 'file server',
};
