import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCompact, writeCompact } from '../tools/registry/compact.mjs';
import { compareRows, formatDrift } from '../tools/registry/drift.mjs';
import { readXml } from '../tools/registry/read-xml.mjs';
import { findTrouble } from '../tools/registry/sentinels.mjs';

const sample = readFileSync(new URL('golden/registry-sample.xml', import.meta.url), 'utf8');
const committed = readCompact(
  readFileSync(new URL('../packages/knowledge/src/ports/registry-data.ts', import.meta.url), 'utf8'),
);
type Row = (typeof committed)[number];
const rowOf = (rows: readonly Row[], port: number | undefined, service: string) =>
  rows.find((row) => row.port === port && row.service === service);

describe('the registry in IANA’s own form', () => {
  const { rows, updated } = readXml(sample);

  it('gives its day and every record', () => {
    expect(updated).toBe('2026-01-31');
    expect(rows).toHaveLength(13);
  });

  it('takes assignee, contact and domain from the people, and only the domain of an address', () => {
    expect(rowOf(rows, 7001, 'ours-one')).toMatchObject({
      transport: 'tcp',
      assignee: 'Example Works',
      organisation: 'Example Works',
      contact: 'Ada Sample',
      contactDomain: 'example.org',
      registered: '2024-05-06',
      modified: '2025-01-02',
      reference: 'RFC9999; RFC-ours-draft-01',
    });
    expect(JSON.stringify(rows)).not.toContain('ada');
  });

  it('repeats the contact where no assignee is named, as the other form of the registry does', () => {
    expect(rowOf(rows, 7002, 'ours-two')).toMatchObject({ assignee: 'Ada Sample', contact: 'Ada Sample' });
  });

  it('keeps references that stand in the middle of a note, and drops footnote marks', () => {
    expect(rowOf(rows, 7003, '')).toMatchObject({
      status: 'reserved',
      deassigned: '2025-02-13',
      notes: 'De-assigned on 2025-02-13, previously ours-old by Ada Sample, see RFC9998',
      reference: '',
    });
    expect(rowOf(rows, 7004, '')).toMatchObject({ status: 'reserved', deassigned: '2025-09-29' });
  });

  it('reads statuses from words', () => {
    expect(rowOf(rows, 7005, '')).toMatchObject({ status: 'unassigned', portEnd: 7010, transport: '' });
    expect(rowOf(rows, 7011, 'ours_old')).toMatchObject({ status: 'alias', aliasOf: 'ours-new', historic: '1' });
    expect(rowOf(rows, 7011, 'ours-new')).toMatchObject({
      status: 'assigned',
      description: 'Ours & new IANA assigned this well-formed service name as a replacement for "ours_old".',
      unauthorizedUse: 'Known Unauthorized Use on port 7011',
    });
    expect(rowOf(rows, 7012, 'ours-squat')).toMatchObject({ status: 'squat' });
    expect(rowOf(rows, undefined, 'ours-name')).toMatchObject({ status: 'name-only' });
    expect(rowOf(rows, 7013, '')).toMatchObject({ status: 'assigned', description: 'any private sample' });
    expect(rowOf(rows, 7014, 'ours-code')).toMatchObject({ transport: 'dccp', serviceCode: '1145656131' });
  });

  it('comes back whole from the compact form', () => {
    const text = writeCompact({ rows, updated, xmlSha256: 'ab', tsvSha256: '', source: 'xml' });
    expect(text.split('\n')[0]).toContain('node tools/make-registry.mjs service-names-port-numbers.xml');
    const { added, removed, changed } = compareRows(rows, readCompact(text));
    expect({ added, removed, changed }).toEqual({ added: [], removed: [], changed: [] });
  });

  it('that is cut off or is another registry is refused', () => {
    expect(() => readXml(sample.slice(0, sample.indexOf('ours-squat')))).toThrow('never closed');
    expect(() => readXml(sample.replace('</people>', ''))).toThrow('<people> is never closed');
    expect(() => readXml('<registry id="media-types"></registry>')).toThrow('not the port registry');
  });
});

describe('a refresh', () => {
  it('finds nothing wrong with the registry in the tree', () => expect(findTrouble(committed, committed)).toEqual([]));

  it.each([
    ['22/tcp ssh', (row: Row) => row.service === 'ssh' && row.transport === 'tcp'],
    ['3259/udp epncdp2', (row: Row) => row.port === 3259 && row.transport === 'udp'],
    ['6000-6063/tcp x11', (row: Row) => row.service === 'x11'],
    ['36412/sctp s1-control', (row: Row) => row.transport === 'sctp'],
    ['49151 reserved', (row: Row) => row.port === 49_151],
  ])('stops where the row %s is missing', (name, lost) => {
    const rows = committed.filter((row) => !lost(row));
    expect(findTrouble(rows, committed)).toContain(`The row ${name} is missing.`);
  });

  it('stops where more than one row in a hundred is gone, unless a person accepts the loss', () => {
    const rows = committed.filter((row, at) => row.port !== undefined || at % 2 === 0);
    expect(findTrouble(rows, committed)).toEqual([expect.stringContaining('more than one in a hundred is gone')]);
    expect(findTrouble(rows, committed, true)).toEqual([]);
  });

  it('stops where a number has no row any more', () => {
    const rows = committed.filter((row) => row.port !== 5543);
    expect(findTrouble(rows, committed)).toEqual(['No row has the number 5543.']);
  });

  it('says what was added, removed, renamed and given to somebody else', () => {
    const after = committed.map((row) => {
      if (row.port === 5543 && row.transport === 'tcp') return { ...row, service: 'qftest-lic-mcp' };
      return row.service === 'enpc' ? { ...row, assignee: 'Somebody Else' } : row;
    });
    const drift = compareRows(committed, after);
    expect(drift.renamed).toEqual([expect.stringMatching(/^5543-5543\/tcp .* → 5543-5543\/tcp qftest-lic-mcp$/)]);
    expect(drift.reowned).toEqual(['3289-3289/tcp enpc', '3289-3289/udp enpc']);
    expect(formatDrift(drift)).toMatch(/^1 added, 1 removed, 1 renamed, 2 reowned/);
  });
});

describe('the tool', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quietport-registry-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const target = join(folder, 'registry-data.ts');
  const there = readFileSync(new URL('../packages/knowledge/src/ports/registry-data.ts', import.meta.url));
  const whole = xmlOf(committed, '2027-01-31');

  function run(content: string | Buffer | undefined, ...more: string[]) {
    const file = join(folder, 'registry.xml');
    rmSync(file, { force: true });
    if (content !== undefined) writeFileSync(file, content);
    writeFileSync(target, there);
    const args = ['tools/make-registry.mjs', file, '--target', target, ...more];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    return { status, stdout, stderr, written: !readFileSync(target).equals(there) };
  }

  it('takes a whole file that is newer, and says what changed', () => {
    const { status, stdout, stderr, written } = run(whole);
    expect({ status, stderr, written }).toEqual({ status: 0, stderr: '', written: true });
    expect(stdout).toContain(`${committed.length} rows of 2027-01-31`);
  });

  it.each<readonly [string, string | Buffer | undefined, string[], RegExp]>([
    ['that is not there', undefined, [], /^ENOENT: no such file/],
    ['that is empty', '', [], /^The tab-separated form does not say of when it is/],
    ['that is not the one that was meant', whole, ['--sha256', '00'], /is not the one that was meant/],
    [
      'that is a page of another kind',
      '<html><body id="service-names-port-numbers"></body></html>',
      [],
      /not the port registry/,
    ],
    ['of another registry', sample.replace('service-names-port-numbers', 'media-types'), [], /not the port registry/],
    ['that only speaks of the registry', `<a>${sample}</a>`, [], /not the port registry/],
    [
      'cut off within a record',
      whole.slice(0, whole.indexOf('epncdp2') + 20),
      [],
      /<registry> is never closed: the file is cut off\./,
    ],
    ['cut off between two records', whole.slice(0, whole.lastIndexOf('<record>')), [], /<registry> is never closed/],
    ['without its people', whole.replace(/<people>[\s\S]*<\/people>/, ''), [], /has no table of people/],
    ['without a day', whole.replace('2027-01-31', 'soon'), [], /does not say when it was updated/],
    ['older than what is there', xmlOf(committed, '2020-01-01'), [], /^The file is of 2020-01-01, older than/],
    [
      'with half of the rows',
      xmlOf(
        committed.filter((row, at) => row.port !== undefined || at % 2 === 0),
        '2027-01-31',
      ),
      [],
      /more than one in a hundred is gone/,
    ],
    [
      'without a sentinel',
      xmlOf(
        committed.filter(({ service }) => service !== 'epncdp2'),
        '2027-01-31',
      ),
      [],
      /^The row 3259\/udp epncdp2 is missing\.$/m,
    ],
    ['of ours, which has none of them', sample, ['--accept-loss'], /^The row 22\/tcp ssh is missing\.$/m],
    [
      'that is no text',
      Buffer.from([0x3c, 0xff, 0xfe, 0x3e]),
      [],
      /^The file is no UTF-8 text\. Nothing was written\.$/m,
    ],
  ])('stops at a file %s with a sentence, and writes nothing', (_, content, more, sentence) => {
    const { status, stderr, written } = run(content, ...more);
    expect({ status, written }).toEqual({ status: 1, written: false });
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

/** Rows in the shape of IANA's XML, with what the tool checks them by. */
function xmlOf(rows: readonly Row[], updated: string): string {
  const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const element = (name: string, text: string) => (text === '' ? '' : `<${name}>${escaped(text)}</${name}>`);
  const records = rows.map((row) => {
    const numbers =
      row.port === undefined ? '' : row.port === row.portEnd ? `${row.port}` : `${row.port}-${row.portEnd}`;
    const parts = [
      element('name', row.service),
      element('protocol', row.transport),
      element('description', row.description),
      element('number', numbers),
      element('note', row.notes),
    ];
    return `<record>${parts.join('')}</record>`;
  });
  const people = '<people><person id="Ada_Sample"><name>Ada Sample</name></person></people>';
  return `<?xml version="1.0"?>\n<registry id="service-names-port-numbers"><updated>${updated}</updated>${records.join('\n')}${people}</registry>\n`;
}
