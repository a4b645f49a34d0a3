import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCapture } from './capture.ts';
import { type Host, Lab } from './lan.ts';
import { type DeviceRow, documentOf, type FindDocument, find, quietport, startQuietport } from './quietport.ts';
import { startAvahi, startIppPrinter, startSnmpd } from './services.ts';

/** tcpdump writes down a look at other people's software and at a virtual device; the file tells the same. */
describe('a capture of a look', () => {
  const lab = new Lab();
  const [cups, agent, office] = ['10.34.1.2', '10.34.1.3', '10.34.1.4'];
  let looker: Host;
  let other: Host;
  let path: string;
  let found: FindDocument;

  beforeAll(async () => {
    const segment = lab.segment('lan');
    looker = lab.host('looker', segment, '10.34.1.1/24');
    other = lab.host('other', lab.segment('far'), '10.34.1.1/24');
    const printer = lab.host('printer', segment, `${cups}/24`);
    const server = lab.host('agent', segment, `${agent}/24`);
    const served = lab.host('office', segment, `${office}/24`);
    await startAvahi(printer);
    await startIppPrinter(printer, 'Lab One', ['-2', '-M', 'EPSON', '-m', 'WF-LAB', '-s', '20,20']);
    await startSnmpd(server, ['sysName AGENT', 'sysLocation second floor']);
    const fleet = startQuietport(served, ['emulate', '--fleet', 'demo', '-i', 'eth0', '--device', 'office-mfp']);
    await fleet.says(/Ctrl-C ends them/);
    const capture = await startCapture(looker);
    found = await find(looker);
    await capture.program.end('SIGINT');
    path = capture.path;
  });
  afterAll(() => lab.end());

  it('gives the same devices, with the same identity and supplies, as the look did', async () => {
    const read = documentOf<FindDocument>(await quietport(other, ['read', path, '-o', 'json']));
    expect(read.devices.flatMap(addressesOf)).toEqual(expect.arrayContaining([cups, agent, office]));
    expect(read.devices.map(comparable)).toEqual(found.devices.map(comparable));
  });
});

function addressesOf(device: DeviceRow): readonly string[] {
  return device.interfaces.flatMap(({ addresses }) => addresses);
}

/**
 * What a device is, and how full: which of two protocols is named first for a port, and whether the last packet of a look
 * was still written down, hangs on the moment.
 */
function comparable(device: DeviceRow): unknown {
  const { kind, facts, supplies } = device as DeviceRow & {
    readonly supplies: readonly { readonly name: string; readonly level: unknown }[];
  };
  return {
    kind,
    addresses: [...addressesOf(device)].sort(),
    facts: ['make', 'model', 'serial', 'uuid'].map((fact) => facts[fact]?.value),
    supplies: supplies.map(({ name, level }) => [name, level]),
  };
}
