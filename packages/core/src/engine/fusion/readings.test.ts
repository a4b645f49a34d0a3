import { describe, expect, it } from 'vitest';
import type { Claim } from '../../model/claim.ts';
import type { Device } from '../../model/device.ts';
import type { Observation } from '../../model/observation.ts';
import { readLevel } from '../../model/supply-level.ts';
import { fuse } from './fuse.ts';

describe('supplies of several sources', () => {
  it('that are one in colour and kind are one supply, with the level of the deeper source', () => {
    const { supplies } = device(
      heard('snmp', 1, supply('1.1', 'Black Ink Supply Unit T9441', 'ink', { level: 71, max: 100 }, 'black')),
      heard('ipp', 2, supply('marker.0', 'Black ink', 'ink', { level: 71, max: 100 }, 'black')),
    );
    expect(supplies).toMatchObject([{ name: 'Black ink', source: 'ipp', also: [{ source: 'snmp' }], against: [] }]);
  });

  it('that contradict each other are one supply with the contradiction', () => {
    const { supplies } = device(
      heard('snmp', 1, supply('1.1', 'Black', 'toner', { level: 20, max: 100 }, 'black')),
      heard('ipp', 2, supply('marker.0', 'Black', 'toner', { level: 71, max: 100 }, 'black')),
    );
    expect(supplies).toMatchObject([{ level: { ratio: 0.71 }, against: [{ source: 'snmp', level: { ratio: 0.2 } }] }]);
  });

  it('are told by the one that gives a number, where the other does not', () => {
    const { supplies } = device(
      heard('ipp', 1, supply('marker.0', 'Black', 'toner', { level: -3 }, 'black')),
      heard('snmp', 2, supply('1.1', 'Black Toner', 'toner', { level: 26, max: 100 }, 'black')),
    );
    expect(supplies).toMatchObject([{ source: 'snmp', level: { type: 'exact', ratio: 0.26 }, against: [] }]);
  });

  it('are told by the newer one, and an older one that differs is only old', () => {
    const { supplies } = device(
      heard('ipp', 1, supply('marker.0', 'Black', 'ink', { level: 71, max: 100 }, 'black')),
      heard('snmp', 4_000_000, supply('1.1', 'Black', 'ink', { level: 60, max: 100 }, 'black')),
    );
    expect(supplies).toMatchObject([{ source: 'snmp', also: [{ source: 'ipp' }], against: [] }]);
  });

  it('with two black ones are told apart by their names', () => {
    const { supplies } = device(
      heard(
        'snmp',
        1,
        supply('1.1', 'Black Toner 1', 'toner', { level: 90, max: 100 }, 'black'),
        supply('1.2', 'Black Toner 2', 'toner', { level: 10, max: 100 }, 'black'),
      ),
      heard(
        'ipp',
        2,
        supply('marker.0', 'Black Toner 2', 'toner', { level: 10, max: 100 }, 'black'),
        supply('marker.1', 'Black Toner 1', 'toner', { level: 90, max: 100 }, 'black'),
      ),
    );
    expect(supplies.map(({ name, level, also }) => [name, level, also.length])).toEqual([
      ['Black Toner 2', { type: 'exact', ratio: 0.1 }, 1],
      ['Black Toner 1', { type: 'exact', ratio: 0.9 }, 1],
    ]);
  });

  it('of which nobody knows the kind join those of the same colour, but never a drum', () => {
    const { supplies } = device(
      heard('snmp', 1, supply('1.1', 'Black Cartridge', 'unknown', { level: 54, max: 100 }, 'black')),
      heard(
        'ipp',
        2,
        supply('marker.0', 'Cartridge', 'toner', { level: 54, max: 100 }, 'black'),
        supply('marker.1', 'Drum', 'drum', { level: 80, max: 100 }, 'black'),
      ),
    );
    expect(supplies.map(({ kind, also }) => [kind, also.length])).toEqual([
      ['toner', 1],
      ['drum', 0],
    ]);
  });

  it('that fill and those that run out are never one', () => {
    const { supplies } = device(
      heard('snmp', 1, supply('1.1', 'Box', 'waste-toner', { level: 5, max: 100 })),
      heard('ipp', 2, supply('marker.0', 'Toner', 'toner', { level: 5, max: 100 })),
    );
    expect(supplies.length).toBe(2);
  });

  it('have the colour of their row in the table of colours', () => {
    const row = { ...supply('1.1', 'T1', 'ink', { level: 5, max: 100 }), colorantRow: '1.7' } as Claim;
    const { supplies } = device(
      heard('snmp', 1, row),
      heard('snmp', 2, { is: 'colorant', row: '1.7', value: 'light cyan', path: 'x' }),
    );
    expect(supplies).toMatchObject([{ name: 'T1', colorant: 'light cyan' }]);
  });
});

describe('what a source tells no more', () => {
  it('of a whole table is gone with the next one', () => {
    const { supplies } = device(
      heard('ipp', 1, whole(supply('marker.0', 'A', 'ink', {})), whole(supply('marker.1', 'B', 'ink', {}))),
      heard('ipp', 2, whole(supply('marker.0', 'C', 'ink', {}))),
    );
    expect(supplies.map(({ name }) => name)).toEqual(['C']);
  });

  it('of a table in parts stays for a day: a packet may have been lost', () => {
    const rows = (later: number) =>
      device(
        heard('snmp', 1, supply('1.1', 'A', 'ink', {}), supply('1.2', 'B', 'drum', {})),
        heard('snmp', later, supply('1.1', 'A', 'ink', {})),
      ).supplies.map(({ name }) => name);
    expect(rows(3_600_000)).toEqual(['A', 'B']);
    expect(rows(90_000_000)).toEqual(['A']);
  });

  it('is no alert any more in the next look', () => {
    const alert: Claim = { is: 'alert', row: '1.5', severity: 'critical', code: 'jam', path: 'x' };
    const count: Claim = { is: 'counter', row: '1.1', name: 'sheets', value: 5, unit: 'sheets', path: 'x' };
    expect(device(heard('snmp', 1, alert, count)).alerts.length).toBe(1);
    expect(device(heard('snmp', 1, alert, count), heard('snmp', 600_000, count)).alerts).toEqual([]);
  });
});

describe('a counter', () => {
  const counted = (...values: readonly number[]) =>
    device(
      ...values.map((value, i) =>
        heard('snmp', i * 1000, { is: 'counter', row: '1.1', name: 'sheets', value, unit: 'sheets', path: 'x' }),
      ),
    ).counters;

  it('that only grows is one segment', () => {
    expect(counted(5, 5, 9)).toMatchObject([{ value: 9, segment: { since: 0, from: 5 } }]);
  });

  it('that shows less begins a new segment, and what it showed before is kept', () => {
    expect(counted(5, 900, 3, 4)).toMatchObject([{ value: 4, segment: { since: 2000, from: 3, before: 900 } }]);
  });

  it('of two sources is the deeper one of the newest look', () => {
    const count = (value: number): Claim => ({
      is: 'counter',
      row: 'x',
      name: 'sheets',
      value,
      unit: 'sheets',
      path: 'x',
    });
    expect(device(heard('snmp', 1, count(7)), heard('ipp', 2, count(7))).counters).toMatchObject([{ source: 'ipp' }]);
    expect(device(heard('ipp', 1, count(7)), heard('snmp', 99_000, count(9))).counters).toMatchObject([{ value: 9 }]);
  });
});

function device(...observations: readonly Observation[]): Device {
  const { devices } = fuse([...observations].reverse(), []);
  expect(devices.length).toBe(1);
  return devices[0]!;
}

let count = 0;
function heard(protocol: string, at: number, ...claims: readonly Claim[]): Observation {
  const mac: Claim = { is: 'mac', value: '00:26:ab:7c:e8:31', path: 'mac' };
  return {
    id: `o${String(count++).padStart(4, '0')}`,
    at,
    vantage: { host: 'here', interface: 'eth0' },
    from: { address: '192.0.2.1', port: protocol === 'ipp' ? 631 : 161, transport: protocol === 'ipp' ? 'tcp' : 'udp' },
    protocol,
    raw: Uint8Array.of(1),
    claims: [mac, ...claims],
  };
}

function supply(
  row: string,
  name: string,
  kind: Extract<Claim, { is: 'supply' }>['kind'],
  raw: { readonly level?: number; readonly max?: number },
  colorant?: string,
): Extract<Claim, { is: 'supply' }> {
  const direction = kind.startsWith('waste') ? 'filled' : 'consumed';
  const claim = {
    is: 'supply' as const,
    row,
    name,
    kind,
    direction,
    level: readLevel(raw),
    raw,
    path: `p.${row}`,
  } as const;
  return colorant === undefined ? claim : { ...claim, colorant };
}

function whole(claim: Extract<Claim, { is: 'supply' }>): Claim {
  return { ...claim, whole: true };
}
