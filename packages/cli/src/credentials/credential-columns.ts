import type { CertificatePin } from '@quietport/core';
import type { ShownCredential } from '@quietport/library';
import type { Column } from '../output/columns.ts';

/** Nothing of a secret is in any of them. */
export const credentialColumns: readonly Column<ShownCredential>[] = [
  { key: 'order', title: 'ORDER', value: ({ order }) => order, right: true },
  { key: 'name', title: 'NAME', value: ({ name }) => name, whole: true },
  { key: 'kind', title: 'KIND', value: ({ kind }) => kind, whole: true },
  { key: 'user', title: 'USER', value: ({ user }) => user },
  { key: 'security', title: 'SECURITY', value: securityOf },
  { key: 'scope', title: 'SCOPE', value: ({ scope }) => scope.join(' ') },
  { key: 'worked', title: 'WORKED', value: ({ doors }) => countOf(doors, 'worked'), right: true },
  { key: 'refused', title: 'REFUSED', value: ({ doors }) => countOf(doors, 'refused'), right: true },
  { key: 'context', title: 'CONTEXT', value: ({ context }) => context, wide: true },
  { key: 'changed', title: 'CHANGED', value: ({ changedAt }) => new Date(changedAt).toISOString(), wide: true },
];

export const pinColumns: readonly Column<CertificatePin>[] = [
  { key: 'device', title: 'DEVICE', value: ({ device }) => device, whole: true },
  { key: 'port', title: 'PORT', value: ({ port }) => port, right: true },
  { key: 'fingerprint', title: 'SHA-256', value: ({ fingerprint }) => fingerprint, whole: true },
  { key: 'pinned', title: 'PINNED', value: ({ pinnedAt }) => new Date(pinnedAt).toISOString() },
];

/** SNMP's own words for what protects a user's messages. */
export function securityOf({ kind, auth, privacy }: ShownCredential): string | undefined {
  if (kind !== 'snmp-user') return undefined;
  return auth === undefined ? 'noAuthNoPriv' : [auth, privacy].filter((part) => part !== undefined).join(' ');
}

function countOf(doors: ShownCredential['doors'], outcome: ShownCredential['doors'][number]['outcome']): number {
  return doors.filter((door) => door.outcome === outcome).length;
}
