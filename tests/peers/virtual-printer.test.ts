import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pdfPage } from '../support/pdf-page.ts';
import { cups, startCups } from './cups.ts';
import { type Host, Lab } from './lan.ts';
import { type Program, until } from './program.ts';
import { at, documentOf, find, quietport, startQuietport } from './quietport.ts';
import { IPP_PRINTER_PORT, startAvahi, startIppPrinter } from './services.ts';

const PDF = pdfPage('% nothing is drawn\n'.repeat(8_000));
const SUITE = '/usr/share/cups/ipptool';

describe('a virtual printer, to others', () => {
  const lab = new Lab();
  let desk: Host;
  let virtual: Host;
  let real: Host;
  let emulator: Program;
  let file: string;
  let id: string | undefined;

  const folder = () => join(virtual.folder, 'printed');
  const uri = () => `ipp://${virtual.address}/ipp/print`;
  const theirUri = () => `ipp://${real.address}:${IPP_PRINTER_PORT}/ipp/print`;
  const kept = () => readdirSync(folder()).sort();
  const keptWhole = async (pattern: RegExp): Promise<Buffer> => {
    await until(
      () => kept().some((name) => pattern.test(name)),
      20_000,
      () => `nothing like ${pattern} was printed: ${kept()} ${emulator.said}`,
    );
    return readFileSync(join(folder(), kept().findLast((name) => pattern.test(name)) ?? ''));
  };
  const suite = async (printer: string): Promise<Readonly<Record<'PASS' | 'FAIL' | 'SKIP', number>>> => {
    const { out } = await desk.run(
      'ipptool',
      ['-t', '-f', file, printer, join(SUITE, 'ipp-everywhere.test')],
      {},
      100_000,
    );
    const count = (word: string) => out.split(`[${word}]`).length - 1;
    return { PASS: count('PASS'), FAIL: count('FAIL'), SKIP: count('SKIP') };
  };

  beforeAll(async () => {
    const segment = lab.segment('lan');
    desk = lab.host('desk', segment, '10.30.8.1/24');
    virtual = lab.host('virtual', segment, '10.30.8.2/24');
    real = lab.host('real', segment, '10.30.8.3/24');
    file = join(desk.folder, 'page.pdf');
    writeFileSync(file, PDF);
    // takes jobs by IPP, LPD and raw, and lets anybody set where it stands
    const one = ['--fleet', 'demo', '--device', 'laser', '-i', 'eth0', '--keep', folder()];
    emulator = startQuietport(virtual, ['emulate', ...one]);
    await emulator.says(/Ctrl-C ends them/);
  });
  afterAll(() => lab.end());

  it("passes CUPS' own IPP Everywhere suite, with no more failures than CUPS' own printer", async () => {
    await startAvahi(real);
    await startIppPrinter(real, 'Lab', ['-2', '-M', 'EPSON', '-m', 'WF-LAB', '-s', '20,20']);
    const reads = ['-tv', theirUri(), 'get-printer-attributes.test'];
    // in its first second it says of itself that it has not begun, and the suite ends there
    for (let i = 0; i < 50; i++)
      if (/printer-up-time \(integer\) = [1-9]/.test((await desk.run('ipptool', reads)).out)) break;
    const [ours, theirs] = await Promise.all([suite(uri()), suite(theirUri())]);
    console.log(`ipp-everywhere.test: ours ${JSON.stringify(ours)}, ippeveprinter ${JSON.stringify(theirs)}`);
    expect(ours.FAIL).toBe(0);
    expect(ours.PASS + ours.FAIL).toBeGreaterThanOrEqual(theirs.PASS + theirs.FAIL);
    expect(theirs.PASS).toBeGreaterThan(20);
  }, 120_000);

  it('is added by CUPS without a driver, and gets what CUPS prints', async () => {
    await startCups(desk);
    await cups(desk, 'lpadmin', '-p', 'Lab', '-v', uri(), '-m', 'everywhere', '-E');
    await cups(desk, 'lp', '-d', 'Lab', '-o', 'raw', file);
    expect((await keptWhole(/-ipp-\d+\.prn$/)).equals(PDF)).toBe(true);
  });

  it.each(['ipp', 'raw', 'lpd'])('gets what we print by %s, byte by byte', async (way) => {
    id ??= at(await find(desk, []), virtual.address)[0]?.id ?? 'none';
    const before = kept().length;
    const more = way === 'ipp' ? [] : ['--format', 'application/pdf'];
    const job = await quietport(desk, [
      'print',
      id,
      file,
      '--yes',
      '--again',
      '--wait',
      '5s',
      '--way',
      way,
      '-o',
      'json',
      ...more,
    ]);
    expect(documentOf<{ readonly way: string; readonly state: string }>(job)).toMatchObject({
      way,
      state: way === 'ipp' ? 'confirmed' : expect.stringMatching(/accepted|confirmed|sent/),
    });
    expect(kept()).toHaveLength(before + 1);
    expect((await keptWhole(new RegExp(`-${way}-\\d+\\.`))).equals(PDF)).toBe(true);
  });
});
