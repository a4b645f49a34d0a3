import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endCapture, startCapture } from './capture.ts';
import { type Host, Lab } from './lan.ts';
import type { Program } from './program.ts';
import { at, documentOf, find, quietport, startQuietport, toPrintPorts } from './quietport.ts';
import { announceTo, sink } from './small-servers.ts';

describe('a receipt printer and a scanner on a segment', () => {
  const lab = new Lab();
  const till = '10.37.1.2';
  let looker: Host;
  let served: Host;
  let other: Host;
  let fleet: Program;

  beforeAll(async () => {
    const segment = lab.segment('lan');
    looker = lab.host('looker', segment, '10.37.1.1/24');
    served = lab.host('served', segment, `${till}/24`);
    other = lab.host('other', segment, '10.37.1.3/24');
    fleet = startQuietport(served, ['emulate', '--fleet', 'demo', '-i', 'eth0', '--device', 'till']);
    await fleet.says(/Ctrl-C ends them/);
  });
  afterAll(() => lab.end());

  it('is found without a byte to its print port, and asked over it on an order with 24 bytes that print nothing', async () => {
    const before = await startCapture(looker);
    const found = await find(looker);
    const asked = await endCapture(looker, before);
    expect(asked.datagrams.size).toBeGreaterThan(5);
    expect(asked.bytesTo(9100)).toBe(0);
    expect(toPrintPorts(found)).toEqual([]);
    const [device] = at(found, till);
    expect(device?.kind).toBe('pos-printer');

    const during = await startCapture(looker);
    const ran = await quietport(looker, ['status', device!.id, '--escpos', '-o', 'json']);
    const wire = await endCapture(looker, during);
    expect(ran.code).toBe(0);
    expect(documentOf(ran)).toMatchObject({
      devices: [{ state: { word: 'idle' } }],
      escpos: { address: till, port: 9100, outcome: 'answered', refused: [] },
    });
    expect(wire.streams).toContain('1004011004021004031004041d49421d49431d49441d4941');
    expect(wire.bytesTo(9100)).toBe(24);
    expect(ran.err).toContain('9100/tcp  escpos.status        9     24');
  });

  it('gets nothing more when its place is taken by a host that tells nothing', async () => {
    await fleet.end('SIGTERM');
    const paper = served.serve(sink, 9100);
    await paper.says(/ready/);
    const ran = await quietport(looker, ['status', till, '--escpos']);
    expect(ran).toMatchObject({ code: 3, out: '' });
    expect(ran.err).toContain('Nothing was sent to its print port');
    expect(paper.said).not.toMatch(/connection|bytes/);
    await paper.end('SIGTERM');
  });

  it('a scanner that asks for computers is heard, and not a packet of ours answers', async () => {
    // captured from an ET-4950; see the room's golden packets
    const request =
      '020600005c200000000000070002656e0000001c736572766963653a4e65745363616e4d6f6e69746f722d6167656e74' +
      '00085049442031314431001e436c69656e744e616d652c4950416464726573732c4576656e74506f72740000';
    const scanner = other.serve(announceTo, '239.255.255.253', 2968, request, 300);
    await scanner.says(/ready/);
    const during = await startCapture(other);
    const found = await find(looker, ['--passive', '--timeout', '3s']);
    const wire = await endCapture(other, during);
    await scanner.end('SIGTERM');
    expect(at(found, '10.37.1.3')).toMatchObject([{ kind: 'scanner', facts: { make: { value: 'EPSON' } } }]);
    expect(found.ledger).toEqual([]);
    expect(wire.datagrams.size).toBe(1);
  });
});
