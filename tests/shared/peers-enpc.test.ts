import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, Lab } from '../peers/lan.ts';
import { at, type FindDocument, find, why } from '../peers/quietport.ts';

const responder = fileURLToPath(new URL('../../../shared/lab/enpc-responder.py', import.meta.url));

/** Namespaces need root; elsewhere these are counted as skipped. */
describe.skipIf(process.getuid?.() !== 0)('an ENPC responder that is not of our making', () => {
  const lab = new Lab();
  let looker: Host;
  let device: Host;
  let found: FindDocument;

  beforeAll(async () => {
    const segment = lab.segment('lan');
    looker = lab.host('looker', segment, '10.37.1.1/24');
    device = lab.host('device', segment, '10.37.1.2/24');
    const running = device.start('python3', [responder, '--scanner', '--seconds', '60']);
    await device.listens('udp', 3289, running);
    found = await find(looker);
  }, 60_000);
  afterAll(() => lab.end());

  it('is found as one device, and ENPC and the scanner behind it say so', () => {
    expect(found.devices).toHaveLength(1);
    const [row] = at(found, device.address);
    expect(new Set(Object.values(row?.facts ?? {}).flatMap((told) => told?.sources ?? []))).toEqual(
      new Set(['enpc', 'scan']),
    );
  });

  it('is known by the name that stands in its reply', async () => {
    const proved = await why(looker, found.devices[0]?.id ?? '');
    const evidence = proved.facts.flatMap((row) => row.evidence);
    expect(evidence.length).toBeGreaterThan(0);
    const named = evidence.filter(({ protocol }) => protocol === 'enpc');
    expect(named.length).toBeGreaterThan(0);
    for (const { protocol, from, bytes } of named) {
      expect([protocol, from]).toEqual(['enpc', `${device.address}:3289`]);
      expect(Buffer.from(bytes, 'hex').toString('latin1')).toContain('EPSONAABBCC');
    }
  });

  it('is found by unicast as well', async () => {
    expect(at(await find(looker, [device.address]), device.address)).toHaveLength(1);
  });
});
