import type { RegistryRow, RegistryStatus, RegistryTransport } from './registry-row.ts';

/** The rows of one line: several where transports differ alone. */
export function rowsOfLine(line: string): readonly RegistryRow[] {
  const cells = line.split('\t');
  const cell = (index: number): string | null => (cells[index] ?? '') || null;
  const [port = null, portEnd = port] = (cells[1] ?? '') === '' ? [] : cells[1]!.split('-').map(Number);
  const codes = cells[2] ?? '';
  const asAssignee = cell(6) === '=';
  const row = {
    port,
    portEnd,
    service: cell(0),
    status: statuses[codes.at(-1) ?? ''] ?? 'reserved',
    description: cell(3),
    assignee: cell(4),
    organisation: cell(5),
    contact: asAssignee ? cell(4) : cell(6),
    contactOrganisation: asAssignee ? cell(5) : cell(7),
    contactDomain: cell(8),
    registered: cell(9),
    modified: cell(10),
    reference: cell(11),
    serviceCode: cell(12),
    unauthorizedUse: cell(13),
    aliasOf: cell(14),
    deassigned: cell(15),
    historic: cell(16) !== null,
    notes: cell(17),
  };
  return [...codes.slice(0, -1)].map((code) => ({ ...row, transport: transports[code] ?? null }));
}

/** The name in a line that counts for this transport; empty where there is none. */
export function nameOfLine(line: string, transport: RegistryTransport): string {
  const name = line.indexOf('\t');
  const codes = line.indexOf('\t', name + 1) + 1;
  const end = line.indexOf('\t', codes);
  // the last letter is the status
  for (let at = codes; at < (end < 0 ? line.length : end) - 1; at++)
    if (transports[line[at]!] === transport) return line.slice(0, name);
  return '';
}

/** The lines whose single number is from `from` to `to`, found by halving: the others are not read. */
export function linesBetween(text: string, from: number, to: number): readonly string[] {
  return linesAt(text, firstLineFrom(text, from), to);
}

/** The lines from this place on whose number is at most `to`; none where the place is 0. */
export function linesAt(text: string, place: number, to: number): readonly string[] {
  if (place === 0) return [];
  const lines: string[] = [];
  let at = place;
  while (at < text.length) {
    const end = lineEnd(text, at);
    if (numberAt(text, at) > to) break;
    lines.push(text.slice(at, end));
    at = end + 1;
  }
  return lines;
}

/** Where the first line of each number begins, 0 where it has none. */
export function lineStarts(text: string): Int32Array {
  const starts = new Int32Array(NUMBERS);
  for (let at = 1; at < text.length; at = lineEnd(text, at) + 1) {
    const number = numberAt(text, at);
    if (starts[number] === 0) starts[number] = at;
  }
  return starts;
}

/** A line of several numbers, and which they are. */
export interface RangeLine {
  readonly from: number;
  readonly to: number;
  readonly line: string;
}

export function rangeLines(text: string): readonly RangeLine[] {
  return text.split('\n').flatMap((line) => {
    if (line === '') return [];
    const begin = line.indexOf('\t') + 1;
    const [from = 0, to = 0] = line.slice(begin, line.indexOf('\t', begin)).split('-').map(Number);
    return [{ from, to, line }];
  });
}

/** The lines whose name is this one in any case. */
export function linesNamed(text: string, name: string): readonly string[] {
  const pattern = new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')}\t.*$`, 'gim');
  return text.match(pattern) ?? [];
}

/** Where the first line with a number of at least `wanted` begins. Lines begin behind the newline that opens the text. */
function firstLineFrom(text: string, wanted: number): number {
  let low = 1;
  let high = text.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const start = Math.max(text.lastIndexOf('\n', middle - 1) + 1, low);
    if (numberAt(text, start) >= wanted) high = start;
    else low = lineEnd(text, start) + 1;
  }
  return low;
}

/** Digit by digit: halving asks for many of these, and a piece of text for each would take longer than the rest. */
function numberAt(text: string, line: number): number {
  let value = 0;
  for (let at = text.indexOf('\t', line) + 1; ; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return value;
    value = 10 * value + digit;
  }
}

function lineEnd(text: string, line: number): number {
  const end = text.indexOf('\n', line);
  return end < 0 ? text.length : end;
}

const ZERO = 0x30;
const NUMBERS = 65_536;
const transports: Readonly<Record<string, RegistryTransport>> = { t: 'tcp', u: 'udp', s: 'sctp', d: 'dccp' };
const statuses: Readonly<Record<string, RegistryStatus>> = {
  a: 'assigned',
  r: 'reserved',
  u: 'unassigned',
  l: 'alias',
  q: 'squat',
  n: 'name-only',
};
