import type { PortUse, Protocol, Segment } from '../../contracts/protocol.ts';
import { answers } from './answers.ts';
import { GROUP_4, GROUP_6, PORT } from './codec-tables.ts';
import { describeNcdp2 } from './describe.ts';
import { identify } from './identify.ts';
import { overhear } from './overhear.ts';
import { replay } from './replay.ts';
import { SegmentMemory } from './segment-memory.ts';
import { attend, discover, listen } from './talk.ts';

const ports: readonly PortUse[] = [{ port: PORT, transport: 'udp', service: 'epncdp2' }];
const groups = { 4: GROUP_4, 6: GROUP_6 } as const;

/** The room with that memory of each segment. */
const withMemory = (memoryOf: (segment: Segment) => SegmentMemory): Protocol => ({
  id: 'ncdp2',
  title: 'NCDP/2 open profile',
  ports,
  probes: [
    {
      id: 'ncdp2.discover',
      reach: 'segment',
      ports,
      broadcast: true,
      groups,
      groupTtl: 1,
      hearsAnnouncements: true,
      talk: (segment) => discover(segment, memoryOf(segment)),
      attend: (segment) => attend(segment, memoryOf(segment)),
    },
    { id: 'ncdp2.identify', reach: 'host', ports, followsLeads: ['ncdp2'], talk: identify },
    { id: 'ncdp2.listen', reach: 'listen', ports, groups, onGroupAddress: true, talk: listen },
  ],
  describe: describeNcdp2,
  answers,
  replay,
  overhear,
});

export const ncdp2: Protocol = { ...withMemory(() => new SegmentMemory()), lasting };

function lasting(): Protocol {
  const memories = new Map<string, SegmentMemory>();
  return withMemory(({ interface: name, family }) => {
    const key = `${name} ${family}`;
    const memory = memories.get(key) ?? new SegmentMemory();
    memories.set(key, memory);
    return memory;
  });
}
