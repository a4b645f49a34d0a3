import { describe, expect, it } from 'vitest';
import { catalogue, type Device, type Port } from '../../packages/core/src/index.ts';
import { auditDocument, readAudit } from '../../packages/library/src/index.ts';
import { openMemoryStore } from '../../packages/node/src/index.ts';
import { ManualClock } from '../../packages/virtual/src/index.ts';
import { device, observation } from '../conformance/store-samples.ts';

const at = { address: '10.0.0.9', transport: 'tcp' } as const;
const port = (number: number, state: Port['state']): Port => ({
  endpoint: { ...at, port: number },
  state,
  evidence: [],
});

async function house() {
  const [store, clock] = [openMemoryStore(), new ManualClock()];
  const show = (ports: readonly Port[], more: Partial<Device> = {}) =>
    store.devices.replace([device('d1', { ports, ...more })]);
  const read = async () => (await readAudit(['d1'], { store, clock, catalogue }))[0]!;
  return { store, clock, show, read };
}

const rulesOf = ({ audited }: Awaited<ReturnType<Awaited<ReturnType<typeof house>>['read']>>) =>
  audited.findings.map(({ rule }) => rule);

describe('what devices leave open', () => {
  it('is compared with the last time that it was otherwise, however often it is read', async () => {
    const { clock, show, read } = await house();
    await show([port(9100, 'answered'), port(515, 'answered')]);
    const first = await read();
    expect(rulesOf(first)).toEqual(expect.arrayContaining(['raw-printing', 'line-printing']));
    expect([first.before, (await read()).before]).toEqual([undefined, undefined]);
    await clock.advance(60_000);
    await show([port(9100, 'answered'), port(515, 'refused')]);
    for (let i = 0; i < 2; i++) {
      await clock.advance(1000);
      const { devices } = auditDocument([await read()]) as { devices: readonly { before: object }[] };
      expect(devices[0]?.before).toMatchObject({
        score: first.audited.score,
        mended: ['line-printing'],
        mendedTitles: [expect.stringMatching(/ /)],
        opened: [],
      });
    }
  });

  it('does not count what a port told before it was closed', async () => {
    const { store, show, read } = await house();
    const page = new TextEncoder().encode('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Printer</title>');
    const heard = observation('o1', 1000, { protocol: 'web', from: { ...at, port: 80 }, raw: page });
    await store.observations.append([heard]);
    await show([port(80, 'answered')], { observations: ['o1'] });
    expect(rulesOf(await read())).toContain('admin-clear');
    await show([port(80, 'refused')], { observations: ['o1'] });
    expect(rulesOf(await read())).not.toContain('admin-clear');
  });
});
