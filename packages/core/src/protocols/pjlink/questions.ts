import { encodePjLink, type PjLine } from './codec.ts';

/** All that we ever ask: every one is a question, and none sets anything. */
export const questions = {
  '1': ['CLSS', 'POWR', 'NAME', 'INF1', 'INF2', 'INFO', 'LAMP', 'ERST'],
  '2': ['SNUM', 'SVER'],
} as const;

/** `?` asks, in every class. */
export function question(level: string, command: string, digest?: string): PjLine {
  return { is: 'command', class: level, command, parameter: '?', ...(digest === undefined ? {} : { digest }) };
}

/** Who of class 2 is there, by broadcast. */
export const search: PjLine = { is: 'command', class: '2', command: 'SRCH' };

/** The bytes of a line on the closed list; throws where it is another: others switch power, inputs and sound. */
export function encodeReadOnly(line: PjLine): Uint8Array<ArrayBuffer> {
  if (!isReadOnly(line)) throw new RangeError('not on the list of what may be asked');
  return encodePjLink(line);
}

export function isReadOnly(line: PjLine): boolean {
  if (line.is !== 'command' || (line.digest !== undefined && !/^[0-9a-f]{32}$/.test(line.digest))) return false;
  if (line.command === 'SRCH') return line.class === '2' && line.parameter === undefined && line.digest === undefined;
  const list: readonly string[] = line.class === '1' ? questions[1] : line.class === '2' ? questions[2] : [];
  return line.parameter === '?' && list.includes(line.command);
}
