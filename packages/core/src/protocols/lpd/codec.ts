import { type Decoded, DecodeError } from '../../bytes/decode-error.ts';
import { decoding } from '../../bytes/decoding.ts';
import { decodeText, encodeText } from '../../bytes/text.ts';

/**
 * The first line of a conversation with a line printer daemon (RFC 1179, section 5): 1 byte command · queue · operands
 * after white space · LF.
 */
export interface LpdCommand {
  readonly command: number;
  readonly operands: readonly string[];
}

/** RFC 1179, section 5.2: receive a job for a queue. */
export function encodeReceiveJob(queue: string): Uint8Array {
  return line(RECEIVE_JOB, demandWord(queue));
}

/** RFC 1179, section 6.2: the control file comes, so many bytes, under that name. */
export function encodeControlFile(size: number, name: string): Uint8Array {
  return line(CONTROL_FILE, `${size} ${demandWord(name)}`);
}

/** RFC 1179, section 6.3: the data file comes. */
export function encodeDataFile(size: number, name: string): Uint8Array {
  return line(DATA_FILE, `${size} ${demandWord(name)}`);
}

/** Names of the files of one job: `dfA001host`, `cfA001host` (RFC 1179, sections 6.2 and 6.3). */
export function jobFileNames(number: number, host: string): { readonly control: string; readonly data: string } {
  const tail = `A${String(number % 1000).padStart(3, '0')}${host}`;
  return { control: `cf${tail}`, data: `df${tail}` };
}

/**
 * The lines of a control file (RFC 1179, section 7): whose job, from where, what it is called, and one copy a line `l`:
 * as it is, with its control characters.
 */
export function encodeControlLines(job: {
  readonly host: string;
  readonly user: string;
  readonly title: string;
  readonly data: string;
  readonly copies: number;
}): Uint8Array {
  const { host, user, title, data, copies } = job;
  const plain = (text: string, most: number) => text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, most);
  const rows = [`H${plain(host, 31)}`, `P${plain(user, 31)}`, `J${plain(title, 99)}`];
  for (let copy = 0; copy < copies; copy++) rows.push(`l${data}`);
  rows.push(`U${data}`, `N${plain(title, 131)}`);
  return encodeText(`${rows.join('\n')}\n`);
}

/** Total: any bytes give a command line or say where they are none. */
export function decodeLpdCommand(bytes: Uint8Array): Decoded<LpdCommand> {
  return decoding(bytes, (reader) => {
    const command = reader.u8('command');
    if (command < 1 || command > 5) throw new DecodeError('bad-value', 0, 'command');
    const rest = reader.rest();
    const end = rest.indexOf(0x0a);
    if (end < 0) throw new DecodeError('truncated', 1 + rest.length, 'operands');
    if (end < rest.length - 1) throw new DecodeError('trailing', 2 + end, 'operands');
    const operands = decodeText(rest.subarray(0, end))
      .split(/[ \t\v\f]+/)
      .filter((word) => word !== '');
    return { command, operands };
  });
}

function line(command: number, operands: string): Uint8Array {
  const text = encodeText(`${operands}\n`);
  const bytes = new Uint8Array(1 + text.length);
  bytes[0] = command;
  bytes.set(text, 1);
  return bytes;
}

/** White space would be read as the next operand. */
function demandWord(word: string): string {
  if (!/^[\x21-\x7e]{1,255}$/.test(word)) throw new RangeError(`"${word}" is no queue or file name of LPD`);
  return word;
}

const RECEIVE_JOB = 0x02;
const CONTROL_FILE = 0x02;
const DATA_FILE = 0x03;
