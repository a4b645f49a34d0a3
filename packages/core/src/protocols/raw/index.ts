import type { PortUse, Protocol } from '../../contracts/protocol.ts';

const ports: readonly PortUse[] = [{ port: 9100, transport: 'tcp', service: 'pdl-datastream' }];

/** Raw printing, TCP 9100: whatever is sent becomes paper, so there is no probe and nothing to decode. */
export const raw: Protocol = {
  id: 'raw',
  title: 'Raw printing (port 9100)',
  ports,
  probes: [],
  decodes: false,
  describe: () => ({ ok: false, error: { code: 'bad-magic', offset: 0, field: 'raw' }, fields: [] }),
  // quirk `raw.connections`: so many at once, as small printers have it
  answers: ({ quirks }) => {
    const atOnce = quirks['raw.connections'];
    return [{ on: 'sink', port: 9100, ...(atOnce === undefined ? {} : { atOnce: Number(atOnce) }) }];
  },
};
