import { describe, expect, it } from 'vitest';
import { catalogue, fuse, type VirtualDevice } from '../../packages/core/src/index.ts';
import { demoFleet, ManualClock, serveDevice, simulateLan } from '../../packages/virtual/src/index.ts';
import { lookFrom } from '../support/world.ts';

/** One device of the demo fleet, alone on a segment. */
async function lookedAt(id: string, speaks: readonly string[], more: Partial<VirtualDevice> = {}) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 11 });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const [here, there] = [on('here', '10.0.0.1'), on('there', '10.0.0.9')];
  const device = { ...demoFleet.find((row) => row.id === id)!, address: '10.0.0.9', prefixLength: 24, speaks, ...more };
  await serveDevice(there.network, device, catalogue, { clock });
  const looking = lookFrom(here.network, clock, catalogue, { bySegment: false, addresses: ['10.0.0.9'] });
  await clock.runUntilIdle(120_000);
  const { observations, attempts } = await looking;
  return { device, observations, attempts, devices: fuse(observations, [], attempts).devices };
}

describe('names that hosts go by', () => {
  it('NetBIOS tells the name and the MAC: the device is known again by it', async () => {
    const { device, devices } = await lookedAt('office-mfp', ['netbios']);
    expect(devices).toMatchObject([
      { provisional: false, kind: 'unknown', hostnames: [device.hostname], interfaces: [{ mac: device.mac }] },
    ]);
    expect(devices[0]?.ports).toContainEqual(
      expect.objectContaining({ endpoint: { address: '10.0.0.9', port: 137, transport: 'udp' }, state: 'answered' }),
    );
  });

  it('where the MAC is kept back, the name alone identifies nobody', async () => {
    const { device, devices } = await lookedAt('office-mfp', ['netbios'], { quirks: { 'netbios.mac': 'none' } });
    expect(devices).toMatchObject([{ provisional: true, hostnames: [device.hostname] }]);
    expect(devices[0]?.interfaces.map(({ mac }) => mac)).toEqual([undefined]);
  });

  it.each([{}, { 'llmnr.udp': 'any' }])('LLMNR tells the name of an address (quirks %o)', async (quirks) => {
    const { device, devices, observations } = await lookedAt('scanner', ['llmnr'], { quirks });
    expect(devices).toMatchObject([{ provisional: true, hostnames: [device.hostname] }]);
    expect(observations.map(({ protocol, from }) => `${protocol} ${from.transport}`)).toContain('llmnr tcp');
  });

  it('names that several protocols tell are one name of one device', async () => {
    const { device, devices } = await lookedAt('office-mfp', ['netbios', 'llmnr', 'snmp', 'web']);
    expect(devices).toHaveLength(1);
    expect(devices[0]?.hostnames.map((name) => name.toLowerCase())).toContain(device.hostname.toLowerCase());
    expect(new Set(devices[0]?.hostnames.map((name) => name.toLowerCase())).size).toBe(devices[0]?.hostnames.length);
  });

  it('silence and refusal are outcomes of a question like any other', async () => {
    const { attempts } = await lookedAt('laser', ['snmp']);
    const outcome = (probe: string) => attempts.find((row) => row.probe === probe)?.outcome;
    expect(outcome('netbios.status')).toBe('silent');
    expect(outcome('llmnr.name')).toBe('refused');
    expect(outcome('tls.certificate')).toBe('refused');
    expect(outcome('web.pages')).toBe('refused');
  });
});
