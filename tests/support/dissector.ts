import { readFileSync } from 'node:fs';
import type { Confidence } from '../../packages/core/src/bytes/field.ts';
import type { Frame, Row } from '../../packages/core/src/bytes/frame.ts';
import { epsonFrameHead } from '../../packages/core/src/formats/epson-frame.ts';
import * as enpcBody from '../../packages/core/src/protocols/enpc/body.ts';
import { deviceIdKeys } from '../../packages/core/src/protocols/enpc/device-id.ts';
import { functions } from '../../packages/core/src/protocols/enpc/functions.ts';
import * as enpcNames from '../../packages/core/src/protocols/enpc/names.ts';
import { keyName } from '../../packages/core/src/protocols/ncdp2/codec-body.ts';
import * as ncdp2 from '../../packages/core/src/protocols/ncdp2/codec-tables.ts';
import { lua } from './lua.ts';

/** The dissector for Wireshark: the tables that our codecs read by, and the Lua of tools/dissector around them. */
export function dissector(madeBy: string): string {
  const part = (name: string) => readFileSync(new URL(`../../tools/dissector/${name}.lua`, import.meta.url), 'utf8');
  return [
    `-- Generated: ${madeBy}`,
    '-- Quietport: ENPC (UDP 3289) and the NCDP/2 open profile (UDP 3259, TLS 3259) for Wireshark and tshark.',
    '-- How to install and use it: docs/how-to/wireshark.md. Apache-2.0.',
    '',
    'set_plugin_info({ version = "1", description = "ENPC and NCDP/2 open profile", author = "Quietport" })',
    '',
    part('common'),
    `local enpc_tables = ${lua(enpcTables())}`,
    '',
    part('enpc'),
    part('cbor'),
    `local ncdp2_tables = ${lua(ncdp2Tables())}`,
    '',
    part('ncdp2'),
  ].join('\n');
}

/** What a field is called in a display filter: the path that `describe` gives it, without its head. */
export function filterName(protocol: string, path: string): string {
  return `${protocol}.${snake(path.replace(/^head\./, ''))}`;
}

function enpcTables(): object {
  const layouts = new Map<string, object>();
  for (const { reply } of functions) {
    if (typeof reply === 'string') continue;
    const { name, layout } = reply;
    const longer = enpcBody.fits(layout, layout.size + 1);
    const label = `${label1(name)} information`;
    layouts.set(name, {
      name,
      label,
      size: layout.size,
      ...(longer ? { may_be_longer: true } : {}),
      rows: rows(layout),
    });
  }
  return {
    port: 3289,
    head: rows(epsonFrameHead, {
      letter: letters(
        Object.entries(enpcNames.letterNames).flatMap(([letter, name]) => [
          [letter, name],
          [letter.toLowerCase(), `${name} reply`],
        ]),
      ),
      deviceType: numbers(enpcNames.deviceTypeNames),
    }),
    letters: new Map(Object.entries(enpcNames.letterNames)),
    results: numbers(enpcNames.resultNames),
    functions: functions.map(({ letter, deviceType, id, name, reply }) => ({
      letter,
      device_type: deviceType,
      id,
      name,
      ...(reply === 'raw' ? {} : { reply: typeof reply === 'string' ? reply : reply.name }),
    })),
    layouts: [...layouts.values()],
    device_id_keys: deviceIdKeys,
  };
}

function ncdp2Tables(): object {
  return {
    port: ncdp2.PORT,
    head: rows(epsonFrameHead, {
      letter: letters(Object.entries(ncdp2.LETTER_NAME)),
      deviceType: numbers(ncdp2.DEVICE_TYPE_NAME),
    }),
    letters: new Map(Object.entries(ncdp2.LETTER_NAME)),
    results: numbers(ncdp2.RESULT_NAME),
    functions: new Map(
      Object.values(ncdp2.FUNCTION).map(({ letter, id, name }) => [
        `${letter}${id.toString(16).padStart(4, '0')}`,
        name,
      ]),
    ),
    envelope: new Map(
      envelope.map((row, key) => [key, { ...row, name: snake(nameOfKey(key)), label: labelOf(nameOfKey(key)) }]),
    ),
    faults,
  };
}

function nameOfKey(key: number): string {
  const name = keyName(key);
  if (name === undefined) throw new RangeError(`the envelope has no key ${key}`);
  return name;
}

function rows<T>(table: Frame<T>, named: { readonly [path: string]: ReadonlyMap<number, string> } = {}): object[] {
  return table.rows.map(([key, row]) => ({
    name: snake(key),
    label: labelOf(key),
    size: row.size,
    ...kindOf(key, row as Row<unknown>),
    ...(named[key] === undefined ? {} : { values: named[key] }),
    ...(about[row.confidence] === undefined ? {} : { about: about[row.confidence] }),
  }));
}

/** A number is shown as its own row shows it. */
function kindOf(key: string, row: Row<unknown>): object {
  if (row.kind === 'little-endian') throw new RangeError(`${key}: the dissector has no little-endian rows yet`);
  if (row.kind !== 'number') return { kind: row.kind };
  const shown = row.show(0x41);
  if (shown === 'A') return { kind: 'char' };
  return { kind: 'number', hex: shown.startsWith('0x') };
}

function letters(names: readonly (readonly [string, string])[]): ReadonlyMap<number, string> {
  return new Map(names.map(([letter, name]) => [letter.charCodeAt(0), name]));
}

function numbers(names: Readonly<Record<number, string>>): ReadonlyMap<number, string> {
  return new Map(Object.entries(names).map(([number, name]) => [Number(number), name]));
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function labelOf(name: string): string {
  return label1(
    snake(name)
      .replaceAll('_', ' ')
      .replace(/^unknown(\d+)$/, 'unknown, byte $1'),
  );
}

function label1(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const about: Readonly<Partial<Record<Confidence, string>>> = {
  one: 'known from one public source',
  inferred: 'our inference from captures',
  unknown: 'not known what this is',
};

// open profile, section 2: by key
const envelope: readonly object[] = [
  { kind: 'bytes', least: 1, most: 8 },
  { kind: 'uint' },
  { kind: 'bytes', least: 0, most: 0xffff },
  { kind: 'uint' },
  { kind: 'uint' },
  { kind: 'uint' },
  { kind: 'bool' },
  { kind: 'bytes', least: 16, most: 16 },
  { kind: 'text map' },
  { kind: 'array' },
  { kind: 'uint' },
];

// open profile, section 7
const faults: readonly object[] = [
  { code: 'truncated', text: 'The frame is longer than what there is' },
  { code: 'bad-magic', text: 'This is no NCDP/2 frame' },
  { code: 'bad-letter', text: 'The profile has no such letter' },
  { code: 'trailing', text: 'Bytes follow the frame in its datagram' },
  { code: 'bad-body', text: 'The body is not what the profile allows' },
];
