import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Captured, endCapture, httpBodies, startCapture } from './capture.ts';
import { type Host, Lab } from './lan.ts';
import type { Program } from './program.ts';
import {
  at,
  type DeviceRow,
  documentOf,
  type FindDocument,
  factsOf,
  find,
  quietport,
  startQuietport,
  toPrintPorts,
  type WhyDocument,
  why,
} from './quietport.ts';
import { startAvahi, startIppPrinter } from './services.ts';
import { sink } from './small-servers.ts';

const PRINT_PORTS = [515, 9100, 9101, 9107];

describe("CUPS' IPP Everywhere printer with Avahi", () => {
  const lab = new Lab();
  const sinks: Program[] = [];
  let looker: Host;
  let printer: Host;
  let bystander: Host;
  let captured: Captured;
  let found: FindDocument;
  let proved: WhyDocument;
  let device: DeviceRow | undefined;

  beforeAll(async () => {
    const segment = lab.segment('lan');
    looker = lab.host('looker', segment, '10.30.1.1/24');
    printer = lab.host('printer', segment, '10.30.1.2/24');
    bystander = lab.host('bystander', segment, '10.30.1.3/24');
    for (const host of [printer, bystander]) sinks.push(host.serve(sink, ...PRINT_PORTS));
    await startAvahi(printer);
    await startIppPrinter(printer, 'Lab One', ['-2', '-M', 'EPSON', '-m', 'WF-LAB', '-s', '20,20']);
    await Promise.all(sinks.map((program) => program.says(/^ready/m)));
    const capture = await startCapture(looker);
    found = await find(looker, ['--ledger']);
    captured = await endCapture(looker, capture);
    device = at(found, printer.address)[0];
    proved = await why(looker, device?.id ?? 'none');
  });
  afterAll(() => lab.end());

  it('is one device, from DNS-SD and IPP together', () => {
    expect(at(found, printer.address)).toHaveLength(1);
    const sources = new Set(Object.values(device?.facts ?? {}).flatMap((told) => told?.sources ?? []));
    expect([...sources].sort()).toEqual(expect.arrayContaining(['dns-sd', 'ipp']));
  });

  it('has the make and model that it was started with, and the UUID that it announces', async () => {
    const browsed = await printer.run('avahi-browse', ['-rtp', '_ipp._tcp']);
    const uuid = /"UUID=([0-9a-f-]{36})"/.exec(browsed.out)?.[1];
    expect(factsOf(device)).toMatchObject({ make: 'EPSON', model: 'WF-LAB', uuid });
  });

  it('is proved by bytes that another program captured on the wire', () => {
    const evidence = proved.facts.flatMap((row) => row.evidence);
    const bodies = new Set(captured.streams.flatMap(httpBodies));
    const missing = evidence.filter(({ protocol, bytes }) =>
      protocol === 'ipp' ? !bodies.has(bytes) : !captured.datagrams.has(bytes),
    );
    expect(missing.map(({ protocol, from }) => `${protocol} ${from}`)).toEqual([]);
    expect(new Set(evidence.map(({ protocol }) => protocol))).toEqual(new Set(['dns-sd', 'ipp']));
  });

  it('has every fact traced to a field whose bytes stand in the packet', () => {
    expect(proved.facts.map((row) => row.fact)).toEqual(expect.arrayContaining(['make', 'model', 'uuid']));
    for (const { fact, evidence } of proved.facts) {
      expect(evidence, fact).not.toEqual([]);
      for (const { bytes, fields } of evidence) {
        expect(fields, fact).not.toEqual([]);
        for (const { offset, length, hex } of fields)
          expect(bytes.slice(offset * 2, (offset + length) * 2), fact).toBe(hex);
      }
    }
  });

  it('and its neighbours get not one byte on a print port: the wire, the sinks and the ledger agree', () => {
    expect(toPrintPorts(found)).toEqual([]);
    for (const port of PRINT_PORTS) expect(captured.bytesTo(port)).toBe(0);
    for (const program of sinks) expect(program.out).toBe('ready\n');
  });

  it('is not offered a byte on a print port even where a person asks for its state', async () => {
    const asked = await find(looker, ['10.30.1.2-3', '--print-ports']);
    expect(toPrintPorts(asked).length).toBeGreaterThan(0);
    expect(toPrintPorts(asked).map((row) => row.bytes)).toEqual(toPrintPorts(asked).map(() => 0));
    for (const program of sinks) {
      await program.says(/^connection 9100/m);
      expect(program.out).not.toMatch(/^bytes/m);
    }
  });

  it('is printed as a table with the ledger beside it', async () => {
    const ran = await quietport(looker, ['find', '--ledger']);
    expect(ran.code).toBe(0);
    expect(ran.out).toContain('EPSON WF-LAB');
    expect(ran.err).toMatch(/^631\/tcp|^8631\/tcp/m);
    expect(ran.err).not.toMatch(/^(515|910\d)\//m);
  });

  it('that is switched on is heard by a look that only listens, and not a packet leaves for it', async () => {
    const count = looker.countSent();
    const listening = startQuietport(looker, ['find', '--passive', '--timeout', '6s', '-o', 'json']);
    await listening.says(/looking at/);
    await startAvahi(bystander, 'with IPv6');
    await startIppPrinter(bystander, 'Lab Two', ['-M', 'Example', '-m', 'LaserLab']);
    const heard = documentOf<FindDocument>(await listening.ended());
    expect(factsOf(at(heard, bystander.address)[0])).toMatchObject({ model: 'Example LaserLab', name: 'Lab Two' });
    expect(heard.ledger).toEqual([]);
    expect(count()).toBe(0);
  });

  it('that speaks IPv6 too is one device with both addresses', async () => {
    const both = at(await find(looker), bystander.address);
    expect(both).toHaveLength(1);
    const addresses = both[0]?.interfaces.flatMap((row) => row.addresses);
    expect(addresses).toContainEqual(expect.stringMatching(/^fe80::[0-9a-f:]+%eth0$/));
  });
});
