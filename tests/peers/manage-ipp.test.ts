import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, Lab } from './lan.ts';
import type { Program } from './program.ts';
import { at, documentOf, find, quietport } from './quietport.ts';
import { startAvahi, startIppPrinter } from './services.ts';

describe("managing CUPS' IPP Everywhere printer over IPP", () => {
  const lab = new Lab();
  let desk: Host;
  let printer: Host;
  let keeper: Program;
  let segment: string;
  let id = 'none';

  beforeAll(async () => {
    segment = lab.segment('lan');
    desk = lab.host('desk', segment, '10.30.14.1/24');
    printer = lab.host('printer', segment, '10.30.14.2/24');
    await startAvahi(printer);
    keeper = await startIppPrinter(printer, 'Front desk', ['-2', '-M', 'EPSON', '-m', 'WF-LAB', '-s', '20,20']);
    id = at(await find(desk, []), printer.address)[0]?.id ?? 'none';
    mkdirSync(desk.folder, { recursive: true });
  });
  afterAll(() => lab.end());

  it('makes it show itself: it says so in its log', async () => {
    const { code, out, err } = await quietport(desk, ['identify', id, '--action', 'display', '-o', 'json']);
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(JSON.parse(out)).toMatchObject({ protocol: 'ipp', address: '10.30.14.2', outcome: 'done' });
    await keeper.says(/Identify-Printer/);
  });

  it('says in the plan that it cannot be set over IPP, and sends it no order', async () => {
    const wish = join(desk.folder, 'wish.yaml');
    writeFileSync(wish, `devices:\n  "${id}":\n    location: Bar\n`);
    const planned = await quietport(desk, ['plan', wish, '-o', 'json']);
    expect(planned.code).toBe(5);
    const { devices } = documentOf<{ devices: { problem: { code: string; text: string } }[] }>(planned);
    expect(devices).toMatchObject([{ problem: { code: 'manage/refused' } }]);
    expect(devices[0]!.problem.text).toContain('Set-Printer-Attributes');
    // an order would have been the last that it was asked
    expect(keeper.said).not.toContain('Set-Printer-Attributes');
  });

  it('asks nothing of another printer that has taken the address', async () => {
    await keeper.end();
    await printer.run('ip', ['addr', 'del', '10.30.14.2/24', 'dev', 'eth0']);
    const thief = lab.host('thief', segment, '10.30.14.2/24');
    await startAvahi(thief);
    const other = await startIppPrinter(thief, 'Thief', ['-M', 'HP', '-m', 'Other']);
    await desk.run('ip', ['neigh', 'flush', 'all']);
    const { code, err } = await quietport(desk, ['identify', id]);
    expect({ code, err }).toMatchObject({ code: 6, err: expect.stringContaining('another device') });
    expect(other.said).not.toContain('Identify-Printer');
  });
});
