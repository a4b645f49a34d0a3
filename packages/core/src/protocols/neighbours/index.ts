import type { Field } from '../../bytes/field.ts';
import type { Described, Protocol } from '../../contracts/protocol.ts';
import { decodeNeighbourLine } from '../../formats/neighbour-line.ts';
import { overhear } from './overhear.ts';
import { recall } from './talk.ts';

export const neighbours: Protocol = {
  id: 'neighbours',
  title: 'Neighbour table of this machine',
  ports: [],
  probes: [{ id: 'neighbours.table', reach: 'host', ports: [], afterwards: true, talk: recall }],
  describe: describeLine,
  overhear,
};

function describeLine(bytes: Uint8Array): Described {
  const decoded = decodeNeighbourLine(bytes);
  if (!decoded.ok) return { ok: false, error: decoded.error, fields: [] };
  const { places, ...value } = decoded.value;
  const fields = (['address', 'mac', 'interface'] as const)
    .map((path): Field => {
      const [offset, length] = places[path];
      return { path, offset, length, text: value[path], confidence: 'spec' };
    })
    .sort((a, b) => a.offset - b.offset);
  return { ok: true, value, fields };
}
