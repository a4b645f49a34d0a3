import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Fault, type FileReading, suppressionsIn } from '@quietport/core';
import { whyUnread } from '../look/why-unread.ts';
import { folderOf, type LintFile, type Surroundings } from './reader.ts';
import { readers } from './readers/index.ts';
import { readYaml } from './yaml-view.ts';

export interface FilesRead {
  readonly readings: readonly FileReading[];
  /** One for each reading that has nothing but the remark that the file cannot be read. */
  readonly unread: readonly Fault[];
  readonly comments: ReturnType<typeof suppressionsIn>;
}

/** Reads every file that was named, each by the first reader that knows it. */
export async function readFiles(paths: readonly string[]): Promise<FilesRead> {
  // a comment counts in whichever way its file came to be read
  const texts = new Map<string, string>();
  const around: Surroundings = {
    given: [...new Set(paths)],
    beside: async (file, path) => {
      const found = path.startsWith('/') ? path : join(folderOf(file.path), path);
      const whole = paths.find((each) => join(each) === found) ?? found;
      const opened = await openText(whole);
      if (typeof opened !== 'string') return undefined;
      texts.set(whole, opened);
      return { path: whole, name: basename(whole), text: opened };
    },
  };
  const readings: FileReading[] = [];
  for (const path of new Set(paths)) {
    const opened = await openText(path);
    const isText = typeof opened === 'string';
    if (isText) texts.set(path, opened);
    readings.push(isText ? await readText({ path, name: basename(path), text: opened }, around) : opened.reading);
  }
  return { readings, unread: readings.flatMap(faultOf), comments: commentsOf(texts) };
}

function commentsOf(texts: ReadonlyMap<string, string>): FilesRead['comments'] {
  const all = [...texts].map(([path, text]) => suppressionsIn(path, text));
  return {
    suppressions: all.flatMap(({ suppressions }) => suppressions),
    remarks: all.flatMap(({ remarks }) => remarks),
  };
}

/** What a text says, by the first reader that knows it. */
export async function readText(file: LintFile, around: Surroundings): Promise<FileReading> {
  const reader = readers.find((each) => each.recognises(file));
  if (reader !== undefined) return reader.read(file, around);
  const [problem] = /\.(ya?ml|json)$/i.test(file.name) ? readYaml(file.text).problems : [];
  if (problem !== undefined) return unread(file.path, `This is no YAML: ${problem.detail}.`, problem.spot);
  return unread(file.path, 'This is none of the kinds of files that are known here: quietport help lint names them.');
}

function unread(file: string, reason: string, spot = { line: 1, column: 1 }): FileReading {
  return { uses: [], remarks: [{ rule: 'cannot-read', place: { file, ...spot }, text: '', reason }] };
}

function faultOf({ uses, remarks }: FileReading): readonly Fault[] {
  const [first] = remarks;
  if (first === undefined || uses.length > 0 || remarks.some(({ rule }) => rule !== 'cannot-read')) return [];
  const { file, line, column } = first.place;
  const reason = first.reason.replace(/\.$/, '');
  // what was never opened has no lines
  const where = reason.startsWith(unopened) ? '' : `line ${line}, column ${column}: ${reason.charAt(0).toLowerCase()}`;
  const detail = where === '' ? reason.slice(unopened.length) : where + reason.slice(1);
  return [new Fault('file/cannot-read', { path: file, detail })];
}

/** The text of a file, or the reading of one that has none. */
async function openText(path: string): Promise<string | { readonly reading: FileReading }> {
  let bytes: Buffer;
  try {
    const { size } = await stat(path);
    if (size > mostBytes) return { reading: unread(path, 'This is longer than any configuration.') };
    bytes = await readFile(path);
  } catch (error) {
    return { reading: unread(path, `${unopened}${whyUnread(error)}.`) };
  }
  const zero = bytes.indexOf(0);
  if (zero >= 0) return { reading: unread(path, 'This is a binary file.', spotIn(bytes, zero)) };
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { reading: unread(path, 'This is no UTF-8 text.', spotIn(bytes, firstDifference(bytes))) };
  }
}

/** The first byte that is no UTF-8: where the text that a lenient decoder made begins to differ. */
function firstDifference(bytes: Buffer): number {
  const replaced = Buffer.from(bytes.toString('utf8'));
  return bytes.findIndex((byte, i) => byte !== replaced[i]);
}

function spotIn(bytes: Buffer, offset: number): { line: number; column: number } {
  const before = bytes.subarray(0, offset).toString('latin1').split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

const unopened = 'This cannot be opened: ';
const mostBytes = 4_000_000;
