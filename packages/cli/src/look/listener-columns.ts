import type { Listener } from '@quietport/core';
import type { Column } from '../output/columns.ts';
import { verdictStyle } from './verdict-style.ts';

/** The columns of every list of listeners. */
export const listenerColumns: readonly Column<Listener>[] = [
  { key: 'port', title: 'PORT', value: ({ port, transport }) => `${port}/${transport}`, whole: true },
  { key: 'address', title: 'ADDRESS', value: addressOf },
  { key: 'process', title: 'PROCESS', value: programOf },
  { key: 'pid', title: 'PID', value: ({ pid }) => pid ?? undefined, right: true, whole: true },
  { key: 'user', title: 'USER', value: ({ user, uid }) => user ?? uid ?? undefined },
  { key: 'from', title: 'FROM', value: originOf },
  {
    key: 'verdict',
    title: 'VERDICT',
    value: ({ verdict }) => verdict.word,
    whole: true,
    style: ({ verdict }) => verdictStyle(verdict.word),
  },
  { key: 'owner', title: 'OWNER', value: ({ ownerKind }) => ownerKind, wide: true },
  { key: 'exposure', title: 'EXPOSURE', value: ({ exposure }) => exposure, wide: true },
  { key: 'state', title: 'STATE', value: ({ state }) => state, wide: true },
  { key: 'executable', title: 'EXECUTABLE', value: ({ executable }) => executable ?? undefined, wide: true },
  { key: 'unit', title: 'UNIT', value: ({ unit }) => unit ?? undefined, wide: true },
  { key: 'namespace', title: 'NAMESPACE', value: ({ namespace }) => namespace ?? undefined, wide: true },
  { key: 'leads', title: 'LEADS TO', value: ({ forwardsTo }) => forwardsTo ?? undefined, wide: true },
  { key: 'reason', title: 'REASON', value: ({ verdict }) => verdict.reasons[0]?.text, wide: true },
];

/** What a person would call the program: what an interpreter runs rather than the interpreter. */
export function programOf({ process, script, ownerGap, state }: Listener): string | undefined {
  if (script !== null) return `${process ?? ''} ${script.slice(script.lastIndexOf('/') + 1)}`.trim();
  if (process !== null) return process;
  if (state === 'translated') return '(address rule)';
  return ownerGap === 'kernel' ? '(no process)' : '(hidden)';
}

/** The address with the namespace in which it stands, where that is another: its name, or its number as lsns shows it. */
function addressOf({ address, namespace }: Listener): string {
  return namespace === null ? address : `${address} @${namespace.replace(/^net:\[(\d+)\]$/, '$1')}`;
}

/** Whose it is: container, service or package, the nearest that is known. */
function originOf({ container, unit, package: from, forwardsTo }: Listener): string | undefined {
  if (forwardsTo !== null) return `to ${forwardsTo}`;
  return container ?? unit ?? from ?? undefined;
}
