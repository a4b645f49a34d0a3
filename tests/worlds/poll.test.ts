import { describe, expect, it } from 'vitest';
import {
  type Attempt,
  catalogue,
  fuse,
  type GatePolicy,
  type KnownHost,
  type Observation,
  pollHosts,
  segmentsOf,
  type VirtualDevice,
} from '../../packages/core/src/index.ts';
import { demoFleet, ManualClock, seededDice, serveDevice, simulateLan } from '../../packages/virtual/src/index.ts';
import { lookFrom, openGate } from '../support/world.ts';

const probe = catalogue.find(({ id }) => id === 'snmp')!.poll!;
const mfp = demoFleet.find(({ id }) => id === 'office-mfp')!;

/** So many printers of one kind on a segment, looked at once by SNMP. */
async function office(count: number) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 3, segments: { office: { delayMs: 2 } } });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/16`] }] });
  const here = on('here', '10.0.0.1');
  const serve = async (i: number, changes: Partial<VirtualDevice> = {}) => {
    const address = `10.0.1.${i + 1}`;
    const host = on(`printer-${i}`, address);
    const own = { serial: `X3B800000${i}`, mac: `02:00:00:00:00:0${i}`, uuid: '', speaks: ['snmp'] };
    const device = { ...mfp, ...own, address, prefixLength: 16, ...changes };
    return { host, address, served: await serveDevice(host.network, device, catalogue, { clock }) };
  };
  const printers = await Promise.all(Array.from({ length: count }, (_, i) => serve(i)));
  const addresses = printers.map(({ address }) => address);
  const looked = await clock.runUntil(
    lookFrom(here.network, clock, catalogue, { bySegment: false, addresses, methods: ['snmp'] }),
  );
  const known: KnownHost[] = addresses.map((address) => {
    const packets = looked.observations.filter(({ from }) => from.address === address).map(({ raw }) => raw);
    return { address, recalled: probe.recall(packets)! };
  });
  return {
    clock,
    printers,
    addresses,
    looked,
    poll: async (policy: Partial<GatePolicy> = {}, signal = new AbortController().signal) => {
      const gate = openGate(here.network, clock, policy);
      const observations: Observation[] = [];
      const attempts: Attempt[] = [];
      const endings = new Map<string, string>();
      await clock.runUntil(
        pollHosts(
          known,
          probe,
          {
            segments: segmentsOf((await here.network.interfaces()).filter((row) => !row.loopback)),
            waitMs: 500,
            tries: 2,
            community: 'public',
          },
          { gate, clock, dice: seededDice(11), host: 'here' },
          {
            observed: (row) => observations.push(row),
            attempted: (row) => attempts.push(row),
            ended: (address, ending) =>
              endings.set(address, 'differs' in ending && ending.differs === true ? 'differs' : ending.is),
          },
          signal,
        ),
      );
      return { observations, attempts, endings, ledger: gate.ledger };
    },
  };
}

describe('a poll of known printers', () => {
  it('asks each of them by two packets, which the ledger counts', async () => {
    const { poll, addresses, looked } = await office(9);
    const { observations, endings, ledger } = await poll();
    expect([...endings.values()]).toEqual(addresses.map(() => 'answered'));
    expect(observations).toHaveLength(2 * 9);
    expect(ledger.rows()).toMatchObject([{ port: 161, transport: 'udp', probe: 'snmp.poll', packets: 18 }]);
    // the same places, so the same devices; and the readings are those of the poll
    const both = fuse([...looked.observations, ...observations], [], []).devices;
    expect(both).toHaveLength(9);
    const polled = new Set(observations.map(({ id }) => id));
    for (const { supplies } of both) {
      expect(supplies.length).toBeGreaterThan(0);
      for (const { evidence } of supplies) expect(polled).toContain(evidence.observation);
    }
  });

  it('is not held up by who is silent, and records the silence', async () => {
    const { poll, printers, addresses } = await office(4);
    printers[1]!.host.faults = { blackhole: true };
    const { endings, attempts, observations } = await poll();
    expect(addresses.map((address) => endings.get(address))).toEqual(['answered', 'silent', 'answered', 'answered']);
    expect(attempts.map(({ outcome }) => outcome).sort()).toEqual(['answered', 'answered', 'answered', 'silent']);
    expect(attempts.every(({ probe: by }) => by === 'snmp.poll')).toBe(true);
    expect(observations.some(({ from }) => from.address === addresses[1])).toBe(false);
  });

  it('tells nothing of another device under a known address', async () => {
    const { poll, printers, addresses, clock } = await office(2);
    await printers[0]!.served.close();
    const device = { ...mfp, serial: 'X3B8999999', address: addresses[0]!, prefixLength: 16, speaks: ['snmp'] };
    await serveDevice(printers[0]!.host.network, device, catalogue, { clock });
    const { endings, observations } = await poll();
    expect(endings.get(addresses[0]!)).toBe('differs');
    expect(observations.filter(({ from }) => from.address === addresses[0])).toEqual([]);
    expect(endings.get(addresses[1]!)).toBe('answered');
  });

  it('stays in scope, and within what one host may get', async () => {
    const { poll, addresses } = await office(3);
    const scope = { prefixes: [], ranges: [], excluded: [], publicToo: false };
    const outside = await poll({ scope });
    expect([...outside.endings.values()]).toEqual(addresses.map(() => 'forbidden'));
    expect(outside.ledger.rows()).toEqual([]);
    const { endings, ledger } = await poll({ perHost: 1 });
    expect([...endings.values()]).toEqual(addresses.map(() => 'answered'));
    expect(ledger.rows()[0]!.packets).toBe(3);
    expect(ledger.refusals().map(({ why }) => why)).toEqual(['budget', 'budget', 'budget']);
  });

  it('ends with the signal, and says nothing of those that it did not hear out', async () => {
    const { poll, printers } = await office(2);
    for (const { host } of printers) host.faults = { blackhole: true };
    const { endings, attempts } = await poll({}, AbortSignal.abort());
    expect(endings.size).toBe(0);
    expect(attempts).toEqual([]);
  });
});
