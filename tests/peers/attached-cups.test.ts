import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AttachedDevice, CarriedOut } from '@quietport/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CUPS_SOCKET, cups, jobsSay, startCups } from './cups.ts';
import { type Host, Lab } from './lan.ts';
import { IPP_PRINTER_PORT, startAvahi, startIppPrinter } from './services.ts';

interface Ordered {
  readonly notes: readonly string[];
  readonly results: readonly CarriedOut[];
  readonly devices: Readonly<Record<string, AttachedDevice>>;
}

type Step = { readonly set: readonly unknown[] } | { readonly command: readonly unknown[] };

describe('the queues of a CUPS server, attached', () => {
  const lab = new Lab();
  let host: Host;
  let printer: Host;

  beforeAll(async () => {
    const segment = lab.segment('lan');
    host = lab.host('server', segment, '10.30.2.1/24');
    printer = lab.host('printer', segment, '10.30.2.2/24');
    await startAvahi(printer);
    await startIppPrinter(printer, 'Lab One', ['-2', '-M', 'EPSON', '-m', 'WF-LAB', '-s', '20,20']);
    await startCups(host);
    const raw = ['-m', 'raw', '-E'];
    await cups(host, 'lpadmin', '-p', 'Till', '-v', 'usb://EPSON/TM-T88V?serial=X5ML012345', ...raw, '-L', 'bar');
    const uri = `ipp://${printer.address}:${IPP_PRINTER_PORT}/ipp/print`;
    await cups(host, 'lpadmin', '-p', 'Lab', '-v', uri, '-m', 'everywhere', '-E');
    await cups(host, 'lpadmin', '-p', 'Hidden', '-v', 'file:///dev/null', ...raw, '-o', 'printer-is-shared=false');
    await cups(host, 'lpadmin', '-p', 'Till', '-c', 'Both');
  });
  afterAll(() => lab.end());

  /** Orders through the library, on that host: as root, or as another user. */
  async function order(steps: readonly Step[], more: object = {}, user?: number): Promise<Ordered> {
    const folder = join(host.folder, 'state');
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o777);
    const script = fileURLToPath(new URL('attached-orders.mjs', import.meta.url));
    const asked = JSON.stringify({ cups: CUPS_SOCKET, folder, steps, ...more });
    const node = [process.execPath, '--conditions=@quietport/source', '--import', 'tsx', script, asked];
    const own = user === undefined ? [] : ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups'];
    const [command = '', ...args] = [...own, ...node];
    const ran = await host.run(command, args, {}, 50_000);
    if (ran.code !== 0) throw new Error(ran.err);
    return JSON.parse(ran.out) as Ordered;
  }

  /** What CUPS' own client reads of a queue. */
  async function readByIpptool(queue: string, attribute: string): Promise<string | undefined> {
    const uri = `ipp://localhost/printers/${queue}`;
    const { out } = await host.run('ipptool', ['-tv', uri, 'get-printer-attributes.test']);
    return new RegExp(`^\\s*${attribute} \\([^)]*\\) = (.*)$`, 'm').exec(out)?.[1];
  }

  it('are those that are shared and no classes, and the others are named', async () => {
    const { devices, notes } = await order([]);
    expect(Object.keys(devices).sort()).toEqual(['cups:Lab', 'cups:Till']);
    expect(notes[0]).toBe(
      `CUPS at ${CUPS_SOCKET}: 2 queues, left out: Hidden (not shared in CUPS); Both (a class of queues).`,
    );
    const all = await order([], { unshared: true });
    expect(Object.keys(all.devices).sort()).toEqual(['cups:Hidden', 'cups:Lab', 'cups:Till']);
  });

  it('tell the device behind, the UUID that CUPS has, and no clock in place of an up time', async () => {
    const { devices } = await order([]);
    expect(devices['cups:Till']?.attributes).toMatchObject({
      'printer-make-and-model': 'EPSON TM-T88V',
      'printer-serial-number': 'X5ML012345',
      'printer-location': 'bar',
      'printer-uuid': await readByIpptool('Till', 'printer-uuid'),
      'printer-state': 3,
      'printer-state-reasons': ['none'],
    });
    expect(devices['cups:Lab']?.attributes['ncdp-uris']).toEqual([
      `ipp://${printer.address}:${IPP_PRINTER_PORT}/ipp/print`,
    ]);
    for (const { attributes } of Object.values(devices))
      expect(Object.keys(attributes).filter((name) => /up-time|user|^job|device-uri|time$/.test(name))).toEqual([]);
  });

  it('take a place and a description, which CUPS itself then shows', async () => {
    const set = {
      'printer-location': 'Küche, 2. Stock',
      'printer-info': 'receipts',
      'printer-geo-location': 'geo:52.5,13.4',
    };
    const { results, devices } = await order([{ set: ['cups:Till', set] }]);
    expect(results).toEqual([{ is: 'done' }]);
    expect(devices['cups:Till']?.attributes).toMatchObject(set);
    expect(await readByIpptool('Till', 'printer-location')).toBe(set['printer-location']);
    expect(await readByIpptool('Till', 'printer-geo-location')).toBe(set['printer-geo-location']);
    expect(await cups(host, 'lpstat', '-l', '-p', 'Till')).toContain('Description: receipts');
    const removed = await order([{ set: ['cups:Till', { 'printer-location': null }] }]);
    expect(removed.results).toEqual([{ is: 'done' }]);
    expect(removed.devices['cups:Till']?.attributes).not.toHaveProperty('printer-location');
    expect(await readByIpptool('Till', 'printer-location')).toBe('');
  });

  it('are not changed in part: what CUPS would pass over in silence is refused before', async () => {
    const { results, devices } = await order([
      { set: ['cups:Till', { 'printer-location': 'attic', 'printer-geo-location': null }] },
    ]);
    expect(results).toMatchObject([{ is: 'refused' }]);
    expect(devices['cups:Till']?.attributes['printer-location']).not.toBe('attic');
  });

  it('refuse who has no right to change them, by socket and by TCP, and nothing is changed', async () => {
    const set = [{ set: ['cups:Till', { 'printer-location': 'stolen' }] }] as const;
    const asNobody = await order(set, {}, NOBODY);
    expect(asNobody.results).toMatchObject([
      { is: 'refused', why: expect.stringMatching(/^CUPS (wants a login|forbids)/) },
    ]);
    const overTcp = await order(set, { cups: 'localhost:631' });
    expect(overTcp.results).toMatchObject([{ is: 'refused', why: expect.stringContaining('HTTP 401') }]);
    expect(await readByIpptool('Till', 'printer-location')).not.toBe('stolen');
  });

  it('are not made by a change: a name that CUPS does not know stays unknown', async () => {
    const { results, devices } = await order([{ set: ['cups:Ghost', { 'printer-location': 'nowhere' }] }]);
    expect(results).toMatchObject([{ is: 'refused', why: expect.stringContaining('client-error-not-found') }]);
    expect(Object.keys(devices)).not.toContain('cups:Ghost');
    expect(await cups(host, 'lpstat', '-v')).not.toContain('Ghost');
  });

  it('show at the next read that somebody stopped them, and that they go on', async () => {
    await cups(host, 'cupsdisable', '-r', 'no paper rolls', 'Till');
    const stopped = (await order([])).devices['cups:Till']?.attributes;
    expect(stopped).toMatchObject({ 'printer-state': 5, 'printer-state-message': 'no paper rolls' });
    expect(stopped?.['printer-state-reasons']).toContain('paused');
    await cups(host, 'cupsenable', 'Till');
    expect((await order([])).devices['cups:Till']?.attributes['printer-state']).toBe(3);
  });

  it('print a page of text where a driver knows text, and offer nothing that they cannot do', async () => {
    // read before there is a job: what a queue offers while its first page is on its way is CUPS' own business
    const { devices } = await order([]);
    expect(devices['cups:Lab']?.commands).toEqual(['print-test-page']);
    expect(devices['cups:Till']?.commands).toEqual([]);
    const { results } = await order([
      { command: ['cups:Lab', 'print-test-page'] },
      { command: ['cups:Lab', 'restart'] },
    ]);
    expect(results).toMatchObject([{ is: 'done' }, { is: 'refused' }]);
    expect(await jobsSay(host, /^Lab-\d+/m)).toMatch(/^Lab-\d+\s+\S+/m);
  });
});

const NOBODY = 65_534;
