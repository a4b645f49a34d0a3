import { describe, expect, test } from 'vitest';
import { type Claim, type FactKey, told } from '../../model/claim.ts';
import type { Observation } from '../../model/observation.ts';
import { fuse } from './fuse.ts';

const mac = (value: string): Claim => ({ is: 'mac', value, path: 'mac' });
const fact = (key: FactKey, value: string): Claim[] => told(key, value, key);
const u1 = 'cfe92100-67c4-11d4-a45f-0026ab7ce831';

function hear(at: number, protocol: string, address: string, ...claims: (Claim | Claim[])[]): Observation {
  return {
    ...{ id: `${at}-${protocol}`, at, vantage: { host: 'here', interface: 'eth0' }, protocol, raw: Uint8Array.of(1) },
    from: { address, port: 631, transport: 'tcp' },
    claims: claims.flat(),
  };
}

describe('ids', () => {
  const bare = hear(1, 'snmp', '192.0.2.1', fact('make', 'EPSON'));
  const serial = [...fact('make', 'EPSON'), ...fact('serial', 'W2AP010552')];

  test('an id is eight characters, begins with a letter and comes from the key', () => {
    const idOf = (one: Observation) => fuse([one], []).devices[0]!.id;
    const id = idOf(hear(1, 'ipp', '192.0.2.1', serial));
    expect(id).toMatch(/^[a-z][a-z2-7]{7}$/);
    expect(idOf(hear(500, 'ipp', '198.51.100.7', serial))).toBe(id);
  });

  test('a provisional device that finds its serial number keeps its id', () => {
    const before = fuse([bare], []);
    const after = fuse([bare, hear(2, 'ipp', '192.0.2.1', serial)], before.roll);
    expect(before.devices[0]).toMatchObject({ provisional: true });
    expect(after.devices[0]).toMatchObject({ provisional: false, id: before.devices[0]!.id, aliases: [] });
  });

  test('a provisional device whose evidence is gone is found again by its address', () => {
    const before = fuse([bare], []);
    const after = fuse([hear(9, 'ipp', '192.0.2.1', serial)], before.roll);
    expect(after.devices[0]!.id).toBe(before.devices[0]!.id);
  });

  test('an address alone never hands the id of one keyed device to another', () => {
    const before = fuse([hear(1, 'enpc', '192.0.2.1', mac('00:26:ab:7c:e8:31'))], []);
    const after = fuse([hear(9, 'enpc', '192.0.2.1', mac('00:26:ab:7c:e8:32'))], before.roll);
    expect(after.devices[0]!.id).not.toBe(before.devices[0]!.id);
    expect(after.roll).toHaveLength(2);
  });

  test('after a merge of two shown devices both ids are valid', () => {
    const wired = hear(1, 'enpc', '192.0.2.1', mac('00:26:ab:7c:e8:31'));
    const wireless = hear(2, 'enpc', '192.0.2.2', mac('00:26:ab:7c:e8:40'));
    const before = fuse([wired, wireless], []);
    const table = hear(3, 'snmp', '192.0.2.2', mac('00:26:ab:7c:e8:31'), mac('00:26:ab:7c:e8:40'));
    const after = fuse([wired, wireless, table], before.roll);
    const [first, second] = before.devices.map(({ id }) => id);
    expect(after.devices).toMatchObject([{ id: first, aliases: [second] }]);
    expect(after.roll.find(({ id }) => id === second)?.aliasOf).toBe(first);
    expect(fuse([wired, wireless, table], after.roll)).toEqual(after);
  });

  test('when a merge turns out to be wrong, each half has its own id back', () => {
    const a = hear(1, 'ipp', '192.0.2.1', fact('uuid', u1));
    const b = hear(2, 'ipp', '192.0.2.2', fact('name', 'b'));
    const shown = fuse([a, b], []);
    const twin = hear(3, 'ipp', '192.0.2.2', fact('uuid', u1));
    const merged = fuse([a, b, twin], shown.roll);
    expect(merged.devices).toHaveLength(1);
    const macs = [
      hear(4, 'enpc', '192.0.2.1', mac('00:26:ab:7c:e8:31')),
      hear(5, 'enpc', '192.0.2.2', mac('00:26:ab:7c:e8:32')),
    ];
    const split = fuse([a, b, twin, ...macs], merged.roll);
    expect(split.devices.map(({ id, aliases }) => [id, aliases])).toEqual(shown.devices.map(({ id }) => [id, []]));
  });

  test('chains of aliases are flattened, also of ids whose evidence is gone', () => {
    const roll = [
      { id: 'aaaaaaaa', first: 1, keys: [], aliasOf: 'bbbbbbbb' },
      { id: 'bbbbbbbb', first: 2, keys: ['mac:00:26:ab:7c:e8:31'], aliasOf: 'cccccccc' },
      { id: 'cccccccc', first: 3, keys: ['mac:00:26:ab:7c:e8:31'] },
    ];
    const { devices, roll: after } = fuse([hear(9, 'enpc', '192.0.2.1', mac('00:26:ab:7c:e8:31'))], roll);
    expect(devices[0]).toMatchObject({ id: 'cccccccc', aliases: ['aaaaaaaa', 'bbbbbbbb'] });
    expect(after.map(({ aliasOf }) => aliasOf)).toEqual(['cccccccc', 'cccccccc', undefined]);
  });
});
