import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, Lab } from './lan.ts';
import type { Program } from './program.ts';
import { at, documentOf, type FindDocument, find, quietport } from './quietport.ts';
import { startAvahi, startIppPrinter } from './services.ts';

interface JobDocument {
  readonly id: string;
  readonly state: string;
  readonly detail: string;
  readonly sent: number;
  readonly way: string;
  readonly printerJob: number | null;
  readonly document: { readonly format: string; readonly size: number };
}

const PDF = Buffer.from(`%PDF-1.4\n${'% a page that nobody draws\n'.repeat(60_000)}%%EOF\n`);

describe("printing on CUPS' IPP Everywhere printer", () => {
  const lab = new Lab();
  let desk: Host;
  let printer: Host;
  let segment: string;
  let keeper: Program;
  let file: string;
  let id = 'none';

  const print = async (...args: readonly string[]): Promise<JobDocument> =>
    documentOf<JobDocument>(await quietport(desk, ['print', id, file, '--yes', '-o', 'json', ...args]));
  /** What the printer kept of its jobs. */
  const kept = () =>
    readdirSync(join(printer.folder, 'spool'))
      .filter((name) => name.endsWith('.pdf'))
      .map((name) => readFileSync(join(printer.folder, 'spool', name)));

  beforeAll(async () => {
    segment = lab.segment('lan');
    desk = lab.host('desk', segment, '10.30.2.1/24');
    printer = lab.host('printer', segment, '10.30.2.2/24');
    await startAvahi(printer);
    keeper = await startIppPrinter(printer, 'Front desk', ['-2', '-M', 'EPSON', '-m', 'WF-LAB', '-s', '600,600', '-k']);
    const found: FindDocument = await find(desk, []);
    id = at(found, printer.address)[0]?.id ?? 'none';
    mkdirSync(desk.folder, { recursive: true });
    file = join(desk.folder, 'menu.pdf');
    writeFileSync(file, PDF);
  });
  afterAll(() => lab.end());

  it('asks first, and without anybody to ask sends nothing', async () => {
    const { code, err } = await quietport(desk, ['print', id, file]);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
    expect(kept()).toEqual([]);
  });

  it('hands the file over byte by byte and follows it until the printer says that it is done', async () => {
    const job = await print('--copies', '1', '--media', 'iso_a4_210x297mm');
    expect(job).toMatchObject({ state: 'confirmed', sent: PDF.length, document: { format: 'application/pdf' } });
    expect(job.printerJob).toBeGreaterThan(0);
    expect(kept()).toEqual([PDF]);
  });

  it('shows the job in its own list and in the one of the printer', async () => {
    const ours = documentOf<{ jobs: JobDocument[] }>(await quietport(desk, ['jobs', '-o', 'json']));
    expect(ours.jobs.map(({ state }) => state)).toEqual(['confirmed']);
    const theirs = await quietport(desk, ['jobs', id, '-o', 'json']);
    const { jobs } = documentOf<{ jobs: { id: number; name: string; state: string }[] }>(theirs);
    expect(jobs).toMatchObject([{ id: ours.jobs[0]!.printerJob, state: 'completed' }]);
    expect(jobs[0]!.name).toContain(ours.jobs[0]!.id);
    const asked = documentOf<JobDocument>(await quietport(desk, ['jobs', '--ask', ours.jobs[0]!.id, '-o', 'json']));
    expect(asked.state).toBe('confirmed');
  });

  it.each([
    [['--format', 'application/vnd.hp-pcl'], 'it does not take the format application/vnd.hp-pcl'],
    [['--media', 'iso_a0_841x1189mm'], 'it does not take the medium iso_a0_841x1189mm'],
    [['--way', 'raw'], 'told of no way to print'],
  ])('says what it cannot do, and sends nothing: %j', async (args, words) => {
    const { code, err } = await quietport(desk, ['print', id, file, '--yes', '--again', ...args]);
    expect({ code, err }).toMatchObject({ code: 5, err: expect.stringContaining(words) });
    expect(kept()).toHaveLength(1);
  });

  it('sends nothing to another printer that has taken the address', async () => {
    await keeper.end();
    await printer.run('ip', ['addr', 'del', '10.30.2.2/24', 'dev', 'eth0']);
    const thief = lab.host('thief', segment, '10.30.2.2/24');
    await startAvahi(thief);
    await startIppPrinter(thief, 'Thief', ['-M', 'HP', '-m', 'Other', '-k']);
    await desk.run('ip', ['neigh', 'flush', 'all']);
    const { code, err } = await quietport(desk, ['print', id, file, '--yes', '--again']);
    expect({ code, err }).toMatchObject({ code: 6, err: expect.stringContaining('another device') });
    expect(readdirSync(join(thief.folder, 'spool')).filter((name) => name.endsWith('.pdf'))).toEqual([]);
  });
});
