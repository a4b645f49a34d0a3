import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, Lab } from './lan.ts';
import { at, factsOf, find } from './quietport.ts';
import { startSnmpd } from './services.ts';

/** sysDescr and sysObjectID of a printer's network card; the object id is IANA enterprise 1248 (Epson). */
const IDENTITY = [
  'sysDescr EPSON Built-in 11b/g/n Print Server',
  'sysObjectID .1.3.6.1.4.1.1248.1.1.2.1.3',
  'sysName EPSON1A2B3C',
  'sysLocation By the window',
];

describe("net-snmp's agent", () => {
  const lab = new Lab();
  let looker: Host;
  let agent: Host;
  let beyond: Host;

  beforeAll(async () => {
    const near = lab.segment('near');
    const far = lab.segment('far');
    looker = lab.host('looker', near, '10.32.1.1/24');
    agent = lab.host('agent', near, '10.32.1.2/24');
    beyond = lab.host('beyond', far, '10.32.2.2/24');
    lab.router('router', [
      [near, '10.32.1.254/24'],
      [far, '10.32.2.254/24'],
    ]);
    looker.routeBy('10.32.1.254');
    beyond.routeBy('10.32.2.254');
    await Promise.all([startSnmpd(agent, IDENTITY), startSnmpd(beyond, IDENTITY)]);
  });
  afterAll(() => lab.end());

  it('is found by broadcast', async () => {
    const found = await find(looker, ['--methods', 'snmp']);
    const [device] = at(found, agent.address);
    expect(device?.facts['make']).toMatchObject({ value: 'EPSON', sources: ['snmp'] });
    expect(factsOf(device)['name']).toBe('EPSON1A2B3C');
    expect(found.ledger.map((row) => row.probe)).toContain('snmp.discover');
  });

  it('is found by unicast', async () => {
    const found = await find(looker, [agent.address]);
    expect(factsOf(at(found, agent.address)[0])).toMatchObject({ make: 'EPSON', location: 'By the window' });
    expect(found.ledger.map((row) => row.probe)).not.toContain('snmp.discover');
  });

  it('behind a router is not found by broadcast, and the look says that it cannot be', async () => {
    const found = await find(looker);
    expect(found.devices.length).toBeGreaterThan(0);
    expect(at(found, beyond.address)).toEqual([]);
    expect(found.coverage.notCovered.join('\n')).toMatch(/behind a router.*name their prefix/);
  });

  it('behind a router is found in its prefix', async () => {
    const found = await find(looker, ['10.32.2.0/24']);
    expect(factsOf(at(found, beyond.address)[0])).toMatchObject({ make: 'EPSON', name: 'EPSON1A2B3C' });
    expect(found.coverage.asked).toBe(254);
  });
});
