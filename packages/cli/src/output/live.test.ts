import { describe, expect, it } from 'vitest';
import { type Circumstances, capturedWorld } from '../../../../tests/support/captured-world.ts';
import type { Command } from '../command.ts';
import { runProgram } from '../program.ts';
import type { Column } from './columns.ts';
import { openLiveTable } from './live.ts';

describe('a live table', () => {
  it('is redrawn in place on a terminal', async () => {
    const text = await live(
      [
        [{ id: 'a', state: 'idle' }],
        [
          { id: 'a', state: 'busy' },
          { id: 'b', state: 'idle' },
        ],
      ],
      [],
      { columns: 40 },
    );
    const pictures = text.split('\x1b[?2026h').slice(1);
    expect(pictures).toEqual([
      '\rID  STATE\x1b[K\na   idle\x1b[K\nlooking\x1b[K\n\x1b[J\x1b[?2026l',
      '\x1b[3A\rID  STATE\x1b[K\na   busy\x1b[K\nb   idle\x1b[K\nlooking\x1b[K\n\x1b[J\x1b[?2026l',
      '\x1b[4A\rID  STATE\x1b[K\na   busy\x1b[K\nb   idle\x1b[K\n\x1b[J\x1b[?2026l',
    ]);
  });

  it('never draws more lines than the terminal has, and says how many are left out', async () => {
    const many = Array.from({ length: 30 }, (_, i) => ({ id: `d${i}`, state: 'idle' }));
    const [first = '', last = ''] = (await live([many], [], { columns: 40, rows: 10 })).split('\x1b[?2026h').slice(1);
    expect(first.split('\n')).toHaveLength(10);
    expect(first).toContain('… 24 more');
    expect(last).toContain('d29');
  });

  it('prints a line for what is new or changed where there is no terminal', async () => {
    const pictures = [
      [{ id: 'a', state: 'idle' }],
      [
        { id: 'a', state: 'idle' },
        { id: 'b', state: 'busy' },
      ],
      [{ id: 'a', state: 'busy' }],
    ];
    expect(await live(pictures, [])).toBe('ID  STATE\na   idle\nb   busy\na   busy\n');
    expect(await live(pictures, ['-o', 'ndjson'])).toBe(
      '{"id":"a","state":"idle"}\n{"id":"b","state":"busy"}\n{"id":"a","state":"busy"}\n',
    );
    expect(await live(pictures, ['-o', 'csv'])).toBe('id,state\r\na,idle\r\nb,busy\r\na,busy\r\n');
    expect(await live(pictures, ['-o', 'name'])).toBe('a\nb\n');
  });

  it('prints one document at the end as json', async () => {
    expect(JSON.parse(await live([[{ id: 'a', state: 'idle' }], [{ id: 'a', state: 'busy' }]], ['--json']))).toEqual([
      { id: 'a', state: 'busy' },
    ]);
  });
});

interface Row {
  readonly id: string;
  readonly state: string;
}

const columns: readonly Column<Row>[] = [
  { key: 'id', title: 'ID', value: (row) => row.id },
  { key: 'state', title: 'STATE', value: (row) => row.state },
];

async function live(
  pictures: readonly (readonly Row[])[],
  args: readonly string[],
  circumstances: Circumstances = {},
): Promise<string> {
  const command: Command = {
    text: '',
    arguments: [],
    options: [],
    outputs: ['table', 'wide', 'json', 'ndjson', 'csv', 'name'],
    columns,
    examples: [],
    run: async (context) => {
      const forms = {
        key: (row: Row) => row.id,
        name: (row: Row) => row.id,
        record: (row: Row) => row,
        document: (rows: readonly Row[]) => rows,
      };
      const table = await openLiveTable(context, columns, forms);
      for (const rows of pictures) table.show(rows, ['looking']);
      await table.end(pictures.at(-1) ?? []);
      return 0;
    },
  };
  const captured = capturedWorld(['watch', '--color', 'never', ...args], circumstances);
  await runProgram(captured.world, [{ name: 'watch', group: 'Look', summary: '', load: async () => ({ command }) }]);
  return captured.stdout();
}
