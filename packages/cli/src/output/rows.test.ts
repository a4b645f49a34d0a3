import { describe, expect, it } from 'vitest';
import { type Circumstances, capturedWorld } from '../../../../tests/support/captured-world.ts';
import type { Command } from '../command.ts';
import { runProgram } from '../program.ts';
import type { Column } from './columns.ts';
import { printRows } from './rows.ts';

describe('a list', () => {
  it('stands in columns, numbers to the right', async () => {
    expect(await list(offices, [])).toBe(
      ['NAME       ADDRESS    PAGES', 'office     192.0.2.9  10444', 'warehouse  192.0.2.1      7', ''].join('\n'),
    );
  });

  it('lines up where characters are two columns wide', async () => {
    const lines = (
      await list(
        [
          { name: '受付', address: 'a', pages: 1 },
          { name: 'desk', address: 'b', pages: 2 },
        ],
        ['--columns', 'name,address'],
      )
    ).split('\n');
    expect(lines).toEqual(['NAME  ADDRESS', '受付  a', 'desk  b', '']);
  });

  it('fits 80 columns where there is no terminal, else the terminal, and marks what is cut', async () => {
    const rows = [{ name: 'n'.repeat(200), address: '192.0.2.9', pages: 1 }];
    const [, piped = ''] = (await list(rows, [])).split('\n');
    expect(piped).toHaveLength(80);
    expect(piped).toMatch(/n… {2}192\.0\.2\.9 {6}1$/);
    const [, narrow = ''] = (await list(rows, [], { columns: 40 })).split('\n');
    expect(narrow).toHaveLength(40);
  });

  it('cuts characters of two columns without ever being too wide', async () => {
    const [, line = ''] = (
      await list([{ name: '紙'.repeat(60), address: 'a', pages: 1 }], ['--columns', 'name,address'], { columns: 21 })
    ).split('\n');
    expect(line).toBe('紙紙紙紙紙…   a');
  });

  it('is whole and has all columns with -o wide', async () => {
    const text = await list([{ name: 'n'.repeat(100), address: 'a', pages: 1, note: 'far' }], ['-o', 'wide']);
    expect(text).toContain('n'.repeat(100));
    expect(text).toMatch(/NOTE\n.*far\n$/);
  });

  it('shows nothing known as a dash', async () => {
    expect(await list([{ name: '', address: 'a' }], ['--no-headers'])).toBe('-  a  -\n');
  });

  it('shows what steers terminals escaped, in every form', async () => {
    const rows = [{ name: '\x1b]0;owned\x07\u202e', address: 'a', pages: 1 }];
    for (const form of ['table', 'wide', 'csv', 'name', 'json', 'ndjson'])
      expect(await list(rows, ['-o', form])).not.toMatch(/(?![\r\n])\p{Cc}|\u202e/u);
    expect(await list(rows, ['-o', 'table'])).toContain('\\x1b]0;owned\\x07\\u{202e}');
    expect(JSON.parse(await list(rows, ['-o', 'ndjson'])).name).toBe('\x1b]0;owned\x07\u202e');
  });

  it('is CSV as RFC 4180 has it, without formulas', async () => {
    const rows = [
      { name: 'a,"b"', address: '=HYPERLINK("http://x")', pages: -5 },
      { name: '-12.5', address: '+49 30', pages: 2 },
      { name: '@x', address: 'two\nlines' },
    ];
    expect(await list(rows, ['-o', 'csv'])).toBe(
      'name,address,pages\r\n"a,""b""","\'=HYPERLINK(""http://x"")",-5\r\n-12.5,\'+49 30,2\r\n\'@x,two\\nlines,\r\n',
    );
  });

  it('is one record a line as ndjson, one name a line as name, one document as json', async () => {
    expect(await list(offices, ['-o', 'ndjson'])).toBe(
      '{"name":"office","address":"192.0.2.9","pages":10444}\n{"name":"warehouse","address":"192.0.2.1","pages":7}\n',
    );
    expect(await list(offices, ['-o', 'name'])).toBe('office\nwarehouse\n');
    expect(JSON.parse(await list(offices, ['--json']))).toEqual({ schema: 'quietport/rows@1', rows: offices });
  });

  it('shows the columns that are named, in that order', async () => {
    expect(await list(offices, ['--columns', 'note,name', '-o', 'csv'])).toBe('note,name\r\n,office\r\n,warehouse\r\n');
  });

  it('prints nothing where there is nothing, but the header of CSV', async () => {
    expect(await list([], [])).toBe('');
    expect(await list([], ['-o', 'csv'])).toBe('name,address,pages\r\n');
  });
});

interface Row {
  readonly name: string;
  readonly address: string;
  readonly pages?: number;
  readonly note?: string;
}

const offices: readonly Row[] = [
  { name: 'office', address: '192.0.2.9', pages: 10444 },
  { name: 'warehouse', address: '192.0.2.1', pages: 7 },
];

const columns: readonly Column<Row>[] = [
  { key: 'name', title: 'NAME', value: (row) => row.name },
  { key: 'address', title: 'ADDRESS', value: (row) => row.address, whole: true },
  { key: 'pages', title: 'PAGES', value: (row) => row.pages, right: true },
  { key: 'note', title: 'NOTE', value: (row) => row.note, wide: true },
];

async function list(rows: readonly Row[], args: readonly string[], circumstances: Circumstances = {}): Promise<string> {
  const command: Command = {
    text: '',
    arguments: [],
    options: [],
    outputs: ['table', 'wide', 'json', 'ndjson', 'csv', 'name'],
    columns,
    examples: [],
    run: async (context) => {
      const document = (all: readonly Row[]) => ({ schema: 'quietport/rows@1', rows: all });
      await printRows(context, rows, columns, { name: (row) => row.name, record: (row) => row, document });
      return 0;
    },
  };
  const captured = capturedWorld(['list', '--color', 'never', ...args], circumstances);
  await runProgram(captured.world, [{ name: 'list', group: 'Look', summary: '', load: async () => ({ command }) }]);
  expect(captured.stderr()).toBe('');
  return captured.stdout();
}
