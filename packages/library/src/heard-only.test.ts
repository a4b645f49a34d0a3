import type { Observation } from '@quietport/core';
import { describe, expect, it } from 'vitest';
import { announcedIn, unpublishedIn } from './heard-only.ts';

const heard = (address: string, more: Partial<Observation>, uuid = 'u', model = 'TM-L90'): Observation => ({
  ...{ id: address, at: 0, vantage: { host: 'here', interface: 'eth0' }, raw: Uint8Array.of(1) },
  ...{ from: { address, port: 3259, transport: 'udp' }, protocol: 'ncdp2' },
  claims: [
    { is: 'fact', fact: 'uuid', value: uuid, path: 'body.8.printer-uuid', basis: 'told' },
    { is: 'fact', fact: 'model', value: model, path: 'body.8.printer-make-and-model', basis: 'told' },
  ],
  ...more,
});

describe('what is heard and not found', () => {
  it('is what nobody confirmed, once for each sender and device', () => {
    const rows = announcedIn([
      heard('192.0.2.1', { announced: true }),
      heard('192.0.2.1', {}),
      heard('192.0.2.2', { announced: true }),
      heard('192.0.2.2', { announced: true }, 'u', 'TM-L100'),
      heard('192.0.2.2', { announced: true, validForMs: 0 }, 'v'),
    ]);
    expect(rows.map(({ address, uuid, model, leaves }) => [address, uuid, model, leaves])).toEqual([
      ['192.0.2.2', 'u', 'TM-L100', false],
      ['192.0.2.2', 'v', 'TM-L90', true],
    ]);
  });

  it('is also whoever speaks an unpublished protocol', () => {
    const other = heard('192.0.2.3', { protocol: 'observe', claims: [] });
    expect(unpublishedIn([other, other, heard('192.0.2.1', {})])).toEqual([{ address: '192.0.2.3', messages: 2 }]);
    expect(announcedIn([other])).toEqual([]);
  });
});
