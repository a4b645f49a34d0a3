import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cups, startCups } from './cups.ts';
import { type Host, Lab } from './lan.ts';
import type { Program } from './program.ts';
import {
  type DeviceRow,
  documentOf,
  type FindDocument,
  factsOf,
  find,
  quietport,
  startQuietport,
} from './quietport.ts';
import { IPP_PRINTER_PORT, startAvahi, startIppPrinter } from './services.ts';

interface Managed {
  readonly schema: string;
  readonly devices: readonly {
    readonly device: string;
    readonly protocol: string | null;
    readonly changes: readonly {
      readonly property: string;
      readonly from: string | null;
      readonly to: string | null;
    }[];
    readonly problem: { readonly code: string; readonly text: string } | null;
    readonly outcome?: string;
  }[];
}

interface Audited {
  readonly is: 'request' | 'result';
  readonly id: string;
  readonly what?: string;
  readonly who?: string;
  readonly device?: { readonly key: string };
  readonly changes?: readonly unknown[];
  readonly result?: number;
}

/**
 * A person on one host, a CUPS queue on another that nobody reaches from there: found, planned, changed and put back
 * through `announce`, with CUPS' own client as the witness.
 */
describe('a CUPS queue, managed over NCDP/2', () => {
  const lab = new Lab();
  let server: Host;
  let person: Host;
  let serving: Program;
  let folder: string;
  let device: DeviceRow | undefined;
  let desired: string;

  beforeAll(async () => {
    const segment = lab.segment('lan');
    server = lab.host('server', segment, '10.30.3.1/24');
    person = lab.host('person', segment, '10.30.3.2/24');
    await startCups(server);
    const queue = ['-p', 'Till', '-v', 'usb://EPSON/TM-T88V?serial=X5ML012345', '-m', 'raw', '-E'];
    await cups(server, 'lpadmin', ...queue, '-L', 'bar', '-D', 'Receipts');
    folder = join(server.folder, 'data');
    serving = startQuietport(server, ['announce', '--cups', 'local', '--data', folder]);
    await serving.says(/announced\. Ctrl-C/, 30_000);
    const found = await find(person, ['-i', 'eth0']);
    device = found.devices.find((row) => row.facts['serial']?.value === 'X5ML012345');
    // the token went to the person by another way than the network
    const token = join(folder, 'announce', 'token');
    const add = ['credentials', 'add', 'till', '--kind', 'ncdp2-token', '--scope', 'everywhere', '--from', token];
    const added = await quietport(person, add);
    if (added.code !== 0) throw new Error(added.err);
    desired = join(person.folder, 'desired.yaml');
    writeFileSync(desired, `devices:\n  ${device?.id}:\n    location: Küche\n    info: Bons\n`);
  });
  afterAll(() => lab.end());

  const inCups = async () => {
    const text = await cups(server, 'lpstat', '-l', '-p', 'Till');
    return [/Location: (.*)/.exec(text)?.[1], /Description: (.*)/.exec(text)?.[1]];
  };
  const order = async (...args: readonly string[]) => {
    const ran = await quietport(person, [...args, '-o', 'json']);
    return { code: ran.code, document: documentOf<Managed>(ran) };
  };
  const audit = () =>
    readFileSync(join(folder, 'announce', 'audit.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Audited);

  it('is found with what the device behind the queue said of itself', () => {
    expect(factsOf(device)).toMatchObject({
      make: 'EPSON',
      model: 'TM-T88V',
      serial: 'X5ML012345',
      name: 'Receipts',
      location: 'bar',
    });
  });

  it('is planned, and nothing is changed by that', async () => {
    const { code, document } = await order('plan', desired);
    expect([code, document.schema]).toEqual([0, 'quietport/plan@1']);
    expect(document.devices).toMatchObject([
      {
        device: device?.id,
        protocol: 'ncdp2',
        changes: [
          { property: 'location', from: 'bar', to: 'Küche' },
          { property: 'info', from: 'Receipts', to: 'Bons' },
        ],
        problem: null,
      },
    ]);
    expect(await inCups()).toEqual(['bar', 'Receipts']);
  });

  it('is changed in CUPS itself, and found with the new place', async () => {
    const { code, document } = await order('apply', desired, '--yes');
    expect([code, document.devices.map(({ outcome }) => outcome)]).toEqual([0, ['done']]);
    expect(await inCups()).toEqual(['Küche', 'Bons']);
    const again = await find(person, ['-i', 'eth0']);
    expect(factsOf(again.devices.find(({ id }) => id === device?.id))).toMatchObject({
      location: 'Küche',
      name: 'Bons',
    });
  });

  it('is put back as it was', async () => {
    const { code, document } = await order('undo', '--yes');
    expect([code, document.devices.map(({ outcome }) => outcome)]).toEqual([0, ['done']]);
    expect(await inCups()).toEqual(['bar', 'Receipts']);
  });

  it('has each change in the audit log before its result, with old and new values and no secret', () => {
    const rows = audit();
    const sets = rows.filter(({ is }) => is === 'request');
    expect(sets.map(({ what, who, device: changed, changes }) => [what, who, changed?.key, changes])).toEqual([
      [
        ...['S 0100', 'token', 'cups:Till'],
        [
          ['printer-info', 'Receipts', 'Bons'],
          ['printer-location', 'bar', 'Küche'],
        ],
      ],
      [
        ...['S 0100', 'token', 'cups:Till'],
        [
          ['printer-info', 'Bons', 'Receipts'],
          ['printer-location', 'Küche', 'bar'],
        ],
      ],
    ]);
    for (const { id } of sets) {
      const [asked, told] = ['request', 'result'].map((is) => rows.findIndex((row) => row.is === is && row.id === id));
      expect(told).toBeGreaterThan(asked!);
      expect(rows[told!]?.result).toBe(0);
    }
    const token = readFileSync(join(folder, 'announce', 'token'), 'utf8').trim();
    expect(token.length).toBeGreaterThanOrEqual(22);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('is refused in CUPS’ own words where the one who serves has no right to the queue, and nothing is changed', async () => {
    await serving.end();
    const asStranger = startQuietport(server, ['announce', '--cups', 'localhost:631', '--data', folder]);
    await asStranger.says(/announced\. Ctrl-C/, 30_000);
    const { code, document } = await order('apply', desired, '--yes');
    expect(code).toBe(5);
    expect(document.devices[0]?.problem?.text).toContain('CUPS wants a login');
    expect(await inCups()).toEqual(['bar', 'Receipts']);
    expect(audit().at(-1)).toMatchObject({ is: 'result', result: 0x0b });
  });
});

/** A queue that leads to a printer which also answers for itself: two ways, one device. */
describe('a CUPS queue to a network printer, announced beside that printer', () => {
  const lab = new Lab();
  let printer: Host;
  let found: FindDocument;
  let uuid: string | undefined;

  beforeAll(async () => {
    const segment = lab.segment('lan');
    const server = lab.host('server', segment, '10.30.4.1/24');
    printer = lab.host('printer', segment, '10.30.4.2/24');
    const person = lab.host('person', segment, '10.30.4.3/24');
    await startAvahi(printer);
    await startIppPrinter(printer, 'Lab One', ['-2', '-M', 'EPSON', '-m', 'WF-LAB', '-s', '20,20']);
    const uri = `ipp://localhost:${IPP_PRINTER_PORT}/ipp/print`;
    const { out } = await printer.run('ipptool', ['-tv', uri, 'get-printer-attributes.test']);
    uuid = /printer-uuid \(uri\) = urn:uuid:([0-9a-f-]{36})/.exec(out)?.[1];
    await startCups(server);
    // as CUPS' own dnssd backend names what it finds
    const behind = `dnssd://Lab%20One._ipp._tcp.local/?uuid=${uuid}`;
    await cups(server, 'lpadmin', '-p', 'Lab', '-v', behind, '-m', 'raw', '-E', '-L', 'Laboratory');
    const serving = startQuietport(server, ['announce', '--cups', 'local', '--data', join(server.folder, 'data')]);
    await serving.says(/announced\. Ctrl-C/, 30_000);
    found = await find(person, ['-i', 'eth0']);
  });
  afterAll(() => lab.end());

  it('is one device with it, and each word has its source', () => {
    expect(uuid).toBeDefined();
    const same = found.devices.filter((row) => row.facts['uuid']?.value === uuid);
    expect(same).toHaveLength(1);
    const [device] = same;
    expect(device?.interfaces.flatMap(({ addresses }) => addresses)).toContain(printer.address);
    expect(factsOf(device)).toMatchObject({ make: 'EPSON', model: 'WF-LAB' });
    expect(device?.facts['uuid']?.sources).toEqual(expect.arrayContaining(['ipp', 'ncdp2']));
    const { value, sources } = device?.facts['location'] ?? {};
    expect([value, sources]).toEqual(['Laboratory', ['ncdp2']]);
  });
});
