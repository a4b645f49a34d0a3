import { catalogue, Fault, type Field, parseHex } from '@quietport/core';
import { decode, decodeDocument } from '@quietport/library';
import type { Command } from '../command.ts';
import { fieldColumns } from '../look/field-columns.ts';
import { printRows } from '../output/rows.ts';

const protocols = catalogue.filter((row) => row.decodes !== false).map((row) => row.id);

/** `quietport decode PROTOCOL [HEX | -]` */
export const command: Command = {
  text:
    'Shows one packet field by field, with the offset of each field and how sure the public record is of it: published ' +
    '(spec), several sources (multi), one source (one), inferred, unknown. Exits 1 when the bytes are no such packet.',
  arguments: [
    { name: '<protocol>', text: 'the protocol', choices: protocols },
    { name: '[hex]', text: 'the bytes as hex; - or nothing reads them from standard input, white space ignored' },
  ],
  options: [],
  outputs: ['table', 'wide', 'json', 'ndjson', 'csv', 'name'],
  columns: fieldColumns,
  examples: [
    { line: 'quietport decode enpc 4550534f4e5000ff000000000000', text: 'the probe of EpsonNet Config' },
    { line: 'xxd -p packet.bin | quietport decode snmp -o json', text: 'from a file' },
  ],
  async run(context, [protocol = '', hex = '-']) {
    const text = hex === '-' ? new TextDecoder().decode(await context.readInput()) : hex;
    const bytes = parseHex(text);
    if (bytes === undefined) throw new Fault('usage/bad-hex', { detail: whyNotHex(text) });
    const described = decode(protocol, bytes, catalogue);
    if (context.output === 'json') {
      context.printDocument(decodeDocument(protocol, bytes, described));
      return described.ok ? 0 : 1;
    }
    const rows = described.fields.map((field) => ({ field, bytes }));
    const record = ({ field }: { field: Field }) => field;
    const document = () => decodeDocument(protocol, bytes, described);
    await printRows(context, rows, fieldColumns, { name: ({ field }) => field.path, record, document });
    if (described.ok) return 0;
    const { code, offset, field } = described.error;
    context.say(`not a whole ${protocol} packet: ${code} at byte ${offset}, in ${field}`);
    return 1;
  },
};

function whyNotHex(text: string): string {
  const bare = text.replace(/^\s*0x/i, '').replace(/[\s:-]+/g, '');
  const wrong = /[^0-9a-f]/i.exec(bare);
  return wrong === null ? `${bare.length} digits is an odd number` : `"${wrong[0]}" is no hex digit`;
}
