import type { Catalogue, Protocol } from '@quietport/core';

/**
 * `asked`: one question reaches every device there. `heard`: only what devices announce, while somebody listens.
 * `by-address`: each address has to be asked. `nothing`: not from here.
 */
export type Sees = 'asked' | 'heard' | 'by-address' | 'nothing';

/** How one protocol sees into one place. */
export interface ProtocolSight {
  readonly protocol: string;
  readonly sees: Sees;
  /** By what: `broadcast, 3289/udp`; or why not. */
  readonly by: string;
}

/** One place that devices may be in, as seen from here. */
export interface Sight {
  readonly interface: string;
  readonly prefix: string;
  readonly place: 'segment' | 'loopback' | 'tunnel' | 'routed';
  readonly text: string;
  readonly action: string;
  readonly protocols: readonly ProtocolSight[];
}

/** What a place lets through. */
export interface Passage {
  readonly family: 4 | 6;
  readonly broadcast: boolean;
  readonly groups: boolean;
  /** Why a question for all does not get there, where it does not. */
  readonly why: string;
  /** Not even an address can be asked. */
  readonly shut?: boolean;
}

/** Every protocol that finds or asks devices, by the probes that its room declares. */
export function protocolSights(catalogue: Catalogue, passage: Passage): readonly ProtocolSight[] {
  return catalogue.flatMap((room) => {
    const sight = sightOf(room, passage);
    return sight === undefined ? [] : [{ protocol: room.id, ...sight }];
  });
}

function sightOf(room: Protocol, passage: Passage): Omit<ProtocolSight, 'protocol'> | undefined {
  const asking = askedBy(room, passage.family);
  const listening = heardBy(room, passage.family);
  const byAddress = room.probes.some(
    (probe) => probe.reach === 'host' && probe.ports.length > 0 && probe.knocks !== true && probe.onRequest !== true,
  );
  if (asking === undefined && listening === undefined && !byAddress) return undefined;
  if (passage.shut === true) return { sees: 'nothing', by: passage.why };
  const open = (way: Way) => (way.is === 'broadcast' ? passage.broadcast : passage.groups);
  const asked = asking?.filter(open) ?? [];
  if (asked.length > 0) return { sees: 'asked', by: asked.map(({ text }) => text).join(', ') };
  if (listening !== undefined && open(listening)) return { sees: 'heard', by: listening.text };
  const closed = room.probes.some(({ reach }) => reach !== 'host') ? passage.why : '';
  if (byAddress) return { sees: 'by-address', by: closed };
  return { sees: 'nothing', by: closed };
}

interface Way {
  readonly is: 'broadcast' | 'group';
  readonly text: string;
}

/** How the room asks a whole segment of that family; `undefined` where it never does. */
function askedBy({ probes }: Protocol, family: 4 | 6): readonly Way[] | undefined {
  const ways = probes.flatMap((probe): Way[] => {
    if (probe.reach !== 'segment') return [];
    const port = `${probe.ports[0]?.port ?? 0}/udp`;
    const group = probe.groups[family];
    return [
      ...(probe.broadcast && family === 4 ? [{ is: 'broadcast' as const, text: `broadcast, ${port}` }] : []),
      ...(group === undefined ? [] : [{ is: 'group' as const, text: `group ${group}, ${port}` }]),
    ];
  });
  return ways.length === 0 ? undefined : ways;
}

function heardBy({ probes }: Protocol, family: 4 | 6): Way | undefined {
  for (const probe of probes) {
    if (probe.reach !== 'listen') continue;
    const port = `${probe.ports[0]?.port ?? 0}/udp`;
    const group = probe.groups[family];
    if (group !== undefined) return { is: 'group', text: `group ${group}, ${port}` };
    if (Object.keys(probe.groups).length === 0 && family === 4) return { is: 'broadcast', text: `broadcast, ${port}` };
  }
  return undefined;
}
