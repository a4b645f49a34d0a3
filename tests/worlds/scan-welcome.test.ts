import { describe, expect, it } from 'vitest';
import { catalogue } from '../../packages/core/src/index.ts';
import { badPeers, demoDevice, lookAtLone, lookAtPeer, lookAtServed } from '../support/lone-device.ts';

const only = catalogue.filter(({ id }) => id === 'scan');

describe('the scanner port on a segment', () => {
  it('shows a scanner, and gets not a byte', async () => {
    const { devices, served, ledger } = await lookAtLone('scanner', { speaks: ['scan'] });
    expect(devices).toMatchObject([{ kind: 'scanner', provisional: true, facts: { kind: { grade: 'inferred' } } }]);
    expect(served.received(1865, 'tcp')).toBe(0);
    expect(ledger.filter(({ probe }) => probe === 'scan.welcome')).toEqual([
      { port: 1865, transport: 'tcp', probe: 'scan.welcome', packets: 1, bytes: 0 },
    ]);
  });

  it('makes a multifunction device of what prints by another word', async () => {
    const { devices } = await lookAtLone('office-mfp', { kind: 'printer', speaks: ['ipp', 'scan'] });
    expect(devices).toMatchObject([{ kind: 'mfp' }]);
    const port = devices[0]!.ports.find(({ endpoint }) => endpoint.port === 1865);
    expect(port).toMatchObject({ state: 'answered' });
  });

  it('is read on real sockets as well', async () => {
    const { observations } = await lookAtServed(demoDevice('scanner', '127.77.40.2', { speaks: ['scan'] }), only);
    expect(observations).toMatchObject([{ protocol: 'scan', claims: [{ fact: 'kind', value: 'scanner' }] }]);
  });

  it.each(Object.entries(badPeers))('a peer that %s is an outcome, soon', async (_, serve) => {
    const { outcome, observations, tookMs } = await lookAtPeer(1865, serve, only);
    expect(['silent', 'garbled']).toContain(outcome('scan.welcome'));
    expect(observations).toEqual([]);
    expect(tookMs).toBeLessThan(35_000);
  });
});
