import { Fault } from '@quietport/core/fault';
import type { ListedDevice } from '@quietport/library';
import type { Context } from '../command.ts';
import { readBytes } from '../look/read-file.ts';
import { nearest } from '../suggest.ts';
import { deviceFields, type FieldRow } from './device-fields.ts';

/** The list in that file. Throws `file/cannot-read` and what `parseDevicesFile` throws. */
export async function readDevicesFile(
  context: Pick<Context, 'readInput'>,
  path: string,
): Promise<readonly ListedDevice[]> {
  return parseDevicesFile(new TextDecoder().decode(await readBytes(context, path)), path);
}

/**
 * A list of attached devices as a person wrote it (YAML): `devices:`, below it a key for each device, below that its
 * fields. Anything wrong is a `Fault` `announce/bad-devices` with the file, line and column, and what would be right.
 */
export async function parseDevicesFile(text: string, path: string): Promise<readonly ListedDevice[]> {
  if (text.length > MOST_CHARACTERS) throw new Fault('announce/bad-devices', { path, detail: 'it is too long' });
  // loaded only where there is such a file: it is a large part of the program's start
  const { isMap, isScalar, isSeq, LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const bad = (node: unknown, detail: string): Fault => {
    const { line, col } = lines.linePos(startOf(node));
    return new Fault('announce/bad-devices', { path, detail: `line ${line}, column ${col}: ${detail}` });
  };
  const [problem] = document.errors;
  if (problem !== undefined) throw bad({ range: problem.pos }, problem.message.replace(/\.$/, ''));

  /** The entries of a map; `what` says what should stand there. */
  const entriesOf = (node: unknown, what: string): readonly (readonly [string, unknown, unknown])[] => {
    if (!isMap(node)) throw bad(node, `here should stand ${what}`);
    return node.items.map(({ key, value }) => {
      if (!isScalar(key)) throw bad(key, `here should stand ${what}`);
      return [String(key.value), key, value] as const;
    });
  };
  const textOf = (node: unknown, row: FieldRow): string => {
    if (!isScalar(node) || node.value === null || typeof node.value === 'object')
      throw bad(node, `${row.field} takes one text: ${row.expected}`);
    // a serial number may be 0815: as it was written
    const value = typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
    if (!isPlain(value) || !row.takes(value))
      throw bad(node, `${row.field} does not take "${shown(value)}": ${row.expected}`);
    return value;
  };
  const readDevice = (key: string, keyNode: unknown, node: unknown): ListedDevice => {
    if (!/^[\w.-]{1,63}$/.test(key))
      throw bad(keyNode, 'a device goes by letters, digits, dots and dashes, 63 at most');
    const read: Record<string, unknown> = {};
    for (const [name, nameNode, value] of entriesOf(node, `the fields of ${key}, such as kind: printer`)) {
      const row = deviceFields.find(({ field }) => field === name);
      if (row === undefined) throw bad(nameNode, unknownField(name));
      const nodes = row.list === true && isSeq(value) ? value.items : [value];
      const texts = nodes.map((one) => textOf(one ?? nameNode, row));
      read[row.to] = row.list === true ? texts : texts[0];
    }
    const missing = deviceFields.find(({ needed, to }) => needed === true && read[to] === undefined);
    if (missing !== undefined) throw bad(keyNode, `${key} has no ${missing.field}: ${missing.expected}`);
    // each field was read by its row
    return { ...(read as Omit<ListedDevice, 'key'>), key };
  };

  const [top, ...more] = entriesOf(document.contents, '"devices:", and below it a name for each device');
  if (top === undefined || top[0] !== 'devices' || more.length > 0)
    throw bad(more[0]?.[1] ?? top?.[1], 'only "devices:" stands at the margin');
  const devices = entriesOf(top[2] ?? top[1], 'a name for each device, and below it its fields');
  if (devices.length > MOST_DEVICES) throw bad(top[1], `there are ${devices.length} devices: ${MOST_DEVICES} at most`);
  return devices.map(([key, keyNode, node]) => readDevice(key, keyNode, node ?? keyNode));
}

function unknownField(name: string): string {
  const known = deviceFields.map(({ field }) => field);
  const meant = nearest(name, known);
  return `there is no field "${shown(name)}"${meant === undefined ? `; known are ${known.join(', ')}` : `; did you mean "${meant}"?`}`;
}

/** What can be announced: no control characters, and no more bytes than IPP's limit for the longest kind. */
function isPlain(value: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  const controlled = /[\u0000-\u001f\u007f-\u009f]/.test(value);
  return !controlled && value.trim() !== '' && new TextEncoder().encode(value).length <= MOST_BYTES;
}

function shown(value: string): string {
  return value.length > 60 ? `${value.slice(0, 60)}…` : value;
}

function startOf(node: unknown): number {
  return (node as { readonly range?: readonly number[] | null } | null | undefined)?.range?.[0] ?? 0;
}

const MOST_BYTES = 1_023;
const MOST_CHARACTERS = 1_000_000;
/** As many as one type of devices can number (0 to 254). */
const MOST_DEVICES = 255;
