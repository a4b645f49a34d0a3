import type { Claim } from '../../model/claim.ts';
import { formatMac } from '../../net/mac-address.ts';
import { type NodeStatus, nameFlags } from './codec.ts';
import { nameText } from './names.ts';

/** The host's own name as a label, and its MAC. Names of groups are the workgroup's and the browser's, not the host's. */
export function claimsOf(status: NodeStatus): readonly Claim[] {
  if (status.is !== 'response') return [];
  const { names, unit } = status;
  const own = names
    .map(({ bytes, suffix, flags }, i) => ({ value: nameText(bytes), path: `name[${i}].text`, suffix, flags }))
    .filter(
      ({ value, suffix, flags }) => value !== '' && (flags & OTHERS) === 0 && (suffix === 0x00 || suffix === 0x20),
    )
    .sort((a, b) => a.suffix - b.suffix)[0];
  return [
    ...(own === undefined ? [] : [{ is: 'hostname' as const, value: own.value, path: own.path }]),
    // Samba and others fill in zeros where they do not tell
    ...(unit === undefined || unit.every((byte) => byte === 0)
      ? []
      : [{ is: 'mac' as const, value: formatMac(unit), path: 'unit' }]),
  ];
}

const OTHERS = nameFlags.group | nameFlags.deregistering | nameFlags.conflict;
