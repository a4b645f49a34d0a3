import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, Lab } from './lan.ts';
import { documentOf, type FindDocument, find, startAsNobody, startQuietport } from './quietport.ts';
import { echo, shout, tryPorts } from './small-servers.ts';

/** ENPC's probe, a get of sysDescr, and a browse for printers. */
const ENPC = '3289 4550534f4e5000ff000000000000';
const SNMP = '161 302602010004067075626c6963a019020101020100020100300e300c06082b060102010101000500';
const MDNS = '5353 000000000001000000000000045f697070045f746370056c6f63616c00000c0001';
const ECHO = 40_000;
const SERVED = [80, 515, 631, 1865, 3259, 9100];

describe('the virtual fleet on loopback', () => {
  const lab = new Lab();
  let quiet: Host;
  let open: Host;
  let neighbour: Host;

  beforeAll(() => {
    const segment = lab.segment('lan');
    quiet = lab.host('quiet', segment, '10.33.1.1/24');
    open = lab.host('open', segment, '10.33.1.2/24');
    neighbour = lab.host('neighbour', segment, '10.33.1.3/24');
  });
  afterAll(() => lab.end());

  it('answers nobody but this machine: a neighbour that asks hears nothing, and nothing leaves', async () => {
    const fleet = startQuietport(quiet, ['emulate', '--fleet', 'demo']);
    await fleet.says(/Ctrl-C ends them/);
    // the same questions are answered by a device that was put on the segment: they are good ones
    const device = startQuietport(open, ['emulate', '--fleet', 'demo', '-i', 'eth0', '--device', 'office-mfp']);
    await device.says(/Ctrl-C ends them/);
    const back = quiet.serve(echo, ECHO);
    await back.says(/ready/);
    const own = neighbour.address;
    const count = quiet.countSent();
    const calls = [quiet.address, '255.255.255.255', '10.33.1.255', '224.0.0.251'].map((to) =>
      neighbour.serve(shout, own, to, ENPC, SNMP, MDNS, `${ECHO} 00`),
    );
    const doors = await neighbour.serve(tryPorts, quiet.address, ...SERVED).ended();
    await calls[0]!.says(new RegExp(`^heard ${quiet.address}:${ECHO} 1$`, 'm'));
    await calls[1]!.says(/^heard 10\.33\.1\.2:3289 /m);
    await calls[1]!.says(/^heard 10\.33\.1\.2:161 /m);
    await calls[3]!.says(/^heard 10\.33\.1\.2:5353 /m);
    // all the while the fleet answers this machine
    const found = await find(quiet, [], { QUIETPORT_INTERFACES: 'lo' });
    expect(found.devices.length).toBeGreaterThanOrEqual(10);
    expect((await fleet.end('SIGINT')).code).toBe(130);
    const heard = calls.flatMap((call) => call.out.split('\n')).filter((line) => line.startsWith('heard 10.33.1.1:'));
    const echoes = heard.filter((line) => line.startsWith(`heard 10.33.1.1:${ECHO} `));
    expect(heard.filter((line) => !echoes.includes(line))).toEqual([]);
    expect(doors.out.match(/^open/m)).toBeNull();
    expect(count()).toBe(echoes.length);
  });

  it('serves an ordinary user at numbers that have moved up, and is found there', async () => {
    const fleet = startAsNobody(quiet, ['emulate', '--fleet', 'demo', '-o', 'json']);
    await fleet.says(/Ctrl-C ends them/);
    const served = JSON.parse(fleet.out) as { moved: { standard: number; actual: number; transport: string }[] };
    expect(served.moved).toContainEqual({ standard: 161, actual: 20_161, transport: 'udp' });
    const looking = startAsNobody(quiet, ['find', '-o', 'json'], { QUIETPORT_INTERFACES: 'lo' });
    const found = documentOf<FindDocument>(await looking.ended());
    const bySnmp = found.devices.filter((device) => device.facts['model']?.sources.includes('snmp'));
    // the projector answers SNMP alone: found only where the question to all goes to the moved number
    expect(found.devices.map((device) => device.kind)).toContain('projector');
    expect(found.devices.length).toBeGreaterThanOrEqual(12);
    expect(bySnmp.length).toBeGreaterThanOrEqual(5);
    expect(found.ledger.map((row) => row.port)).toEqual(expect.arrayContaining([20_161, 20_631, 3289]));
    expect(found.ledger.map((row) => row.port)).not.toEqual(expect.arrayContaining([161]));
  });
});
