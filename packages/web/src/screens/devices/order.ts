import type { Device } from '../../data/documents.ts';
import { columns } from './columns.tsx';

/** In the order of a column, descending with `-` in front; of equals, and without one, as the server has them. */
export function orderDevices(devices: readonly Device[], sort: string): readonly Device[] {
  const column = columns.find(({ id }) => id === sort.replace(/^-/, ''));
  if (column === undefined) return devices;
  const turn = sort.startsWith('-') ? -1 : 1;
  const rows = devices.map((device) => ({ device, key: comparable(column.key(device)) }));
  return rows.sort((a, b) => compare(a.key, b.key, turn)).map(({ device }) => device);
}

/** Who tells nothing comes last, whichever way. */
function compare(a: string | number, b: string | number, turn: number): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  return a < b ? -turn : turn;
}

/**
 * As people sort: 9 before 10, small letters beside capitals, é beside e. A comparison by the rules of a language takes a
 * microsecond, and ten thousand rows need more than a hundred thousand of them; this is made once for each text.
 */
function comparable(key: string | number): string | number {
  if (typeof key === 'number') return key;
  let made = keys.get(key);
  if (made === undefined) {
    made = key
      .slice(0, MOST)
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .replaceAll(/\d+/g, (digits) => digits.padStart(DIGITS, '0'));
    if (keys.size >= KEPT) keys.clear();
    keys.set(key, made);
  }
  return made;
}

// no two names differ first behind that
const MOST = 200;
const DIGITS = 15;
// several columns of ten thousand devices
const KEPT = 100_000;
const keys = new Map<string, string>();
