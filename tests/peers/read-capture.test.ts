import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePcapng } from '@quietport/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { udpPacket } from '../support/packets.ts';
import { startCapture } from './capture.ts';
import { type Host, Lab } from './lan.ts';
import {
  type DeviceRow,
  documentOf,
  type FindDocument,
  factsOf,
  find,
  program,
  quietport,
  startQuietport,
  why,
} from './quietport.ts';
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

  it('says the same in the form that Wireshark writes, read from standard input', async () => {
    const converted = join(other.folder, 'look.pcapng');
    expect((await other.run('tshark', ['-r', path, '-w', converted])).code).toBe(0);
    const read = documentOf<FindDocument>(
      await other.run('sh', ['-c', 'cat "$0" | "$@"', converted, ...program, 'read', '-', '-o', 'json']),
    );
    expect(read.devices.map(comparable)).toEqual(found.devices.map(comparable));
  });

  it('is kept on demand alone, and then proved down to the bytes', async () => {
    const kept = async () => documentOf<FindDocument>(await quietport(other, ['devices', '-o', 'json'])).devices;
    expect(await kept()).toEqual([]);
    expect((await quietport(other, ['read', path, '--keep'])).code).toBe(0);
    expect((await kept()).map(comparable)).toEqual(found.devices.map(comparable));
    const { facts } = await why(other, cups);
    const model = facts.find(({ fact }) => fact === 'model');
    expect(model?.value).toBe('WF-LAB');
    expect(model?.evidence.map(({ protocol }) => protocol)).toContain('ipp');
    for (const { bytes } of model?.evidence ?? []) expect(bytes.length).toBeGreaterThan(0);
  });

  it('makes a device that is found as the captured one was', async () => {
    const segment = lab.segment('again');
    const [there, here] = [lab.host('there', segment, `${cups}/24`), lab.host('here', segment, '10.34.1.1/24')];
    const refused = await quietport(there, ['emulate', path, '-i', 'eth0']);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('Choose one with --host')]);
    const copy = startQuietport(there, ['emulate', path, '--host', cups, '-i', 'eth0']);
    await copy.says(/Ctrl-C ends them/);
    const again = await find(here);
    await copy.end();
    const facts = (one: FindDocument) => one.devices.filter((row) => addressesOf(row).includes(cups)).map(factsOf);
    expect(facts(again)).toEqual(facts(found));
    expect(facts(again)).toHaveLength(1);
  });

  it('of our own writing is read by tshark, packet by packet', async () => {
    const at = (address: string, port: number) => ({ address, port, transport: 'udp' as const });
    const [client, server] = [at('192.0.2.1', 40_000), at('192.0.2.9', 3289)];
    const six = [at('2001:db8::1', 40_000), at('2001:db8::9', 5353)] as const;
    const packets = [
      udpPacket(1_700_000_000_123.456, client, server, Uint8Array.of(1, 2, 3)),
      udpPacket(1_700_000_001_000, ...six, Uint8Array.of(4)),
      { ...udpPacket(1_700_000_002_000, client, server, Uint8Array.of(5)), interface: 'wlan0' },
    ];
    const written = join(other.folder, 'ours.pcapng');
    writeFileSync(written, encodePcapng(packets));
    const fields = ['frame.time_epoch', 'frame.interface_name', 'udp.dstport', 'udp.payload'];
    const ran = await other.run('tshark', [
      '-r',
      written,
      '-n',
      '-T',
      'fields',
      ...fields.flatMap((row) => ['-e', row]),
    ]);
    expect(ran.code, ran.err).toBe(0);
    expect(ran.err).not.toMatch(/damaged|corrupt|cut short/i);
    const rows = ran.out
      .trim()
      .split('\n')
      .map((row) => row.split('\t'));
    expect(rows.map(([time, ...rest]) => [Number(time), ...rest])).toEqual([
      [1_700_000_000.123456, 'eth0', '3289', '010203'],
      [1_700_000_001, 'eth0', '5353', '04'],
      [1_700_000_002, 'wlan0', '3289', '05'],
    ]);
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
