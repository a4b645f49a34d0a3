import { readFileSync } from 'node:fs';
import { Fault } from '@quietport/core/fault';
import { nearest } from '../suggest.ts';

/** What one key of a settings file says, and where it stands. */
export interface FileEntry {
  readonly texts: readonly string[];
  /** `/etc/quietport/config.yaml:3` */
  readonly where: string;
  readonly line: number;
  readonly column: number;
}

export type FileEntries = ReadonlyMap<string, FileEntry>;

/** The keys that a file may have, and which of them take a list. */
export type KnownKeys = readonly { readonly key: string; readonly list?: boolean }[];

/** Reads a settings file. `undefined` where there is none; anything wrong in it is a `Fault` with line and column. */
export async function readSettingsFile(path: string, known: KnownKeys): Promise<FileEntries | undefined> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new Fault('config/bad-file', { path, detail: reasons[code ?? ''] ?? String(code) }, error);
  }
  if (text.trim() === '') return new Map();
  return parseSettings(text, path, known);
}

export async function parseSettings(text: string, path: string, known: KnownKeys): Promise<FileEntries> {
  if (text.length > mostCharacters)
    throw new Fault('config/bad-file', { path, detail: 'it is longer than a settings file can be' });
  // loaded only where there is a file: half of the program's start would be spent on it
  const { isMap, isScalar, isSeq, LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const bad = (offset: number, detail: string): Fault => {
    const { line, col } = lines.linePos(offset);
    return new Fault('config/bad-file', { path, detail: `line ${line}, column ${col}: ${detail}` });
  };
  const [problem] = document.errors;
  if (problem !== undefined) throw bad(problem.pos[0], lowerFirst(problem.message.replace(/\.$/, '')));
  if (document.contents === null) return new Map();
  if (!isMap(document.contents)) throw bad(document.contents.range[0], 'settings are written as "key: value"');

  const entries = new Map<string, FileEntry>();
  for (const { key: keyNode, value } of document.contents.items) {
    const at = rangeStart(keyNode);
    const key = isScalar(keyNode) ? String(keyNode.value) : '';
    const row = known.find((each) => each.key === key);
    if (row === undefined) throw bad(at, unknownKey(key, known));
    const scalars = row.list === true && isSeq(value) ? value.items : [value];
    const texts = scalars.map((scalar) => {
      if (!isScalar(scalar) || scalar.value === null || typeof scalar.value === 'object')
        throw bad(
          rangeStart(scalar) || at,
          `${key} takes ${row.list === true ? 'a value or a list of values' : 'one value'}`,
        );
      return scalarText(scalar.value, scalar.source);
    });
    const { line, col } = lines.linePos(rangeStart(value) || at);
    entries.set(key, { texts, where: `${path}:${line}`, line, column: col });
  }
  return entries;
}

/** Numbers as they were written: a community may be `0815`. */
function scalarText(value: unknown, source: string | undefined): string {
  return typeof value === 'number' && source !== undefined ? source : String(value);
}

function rangeStart(node: unknown): number {
  return (node as { range?: [number, number, number] | null } | null)?.range?.[0] ?? 0;
}

function unknownKey(key: string, known: KnownKeys): string {
  const meant = nearest(
    key,
    known.map((each) => each.key),
  );
  return `there is no setting "${key}"${meant === undefined ? '' : `; did you mean "${meant}"?`}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

const mostCharacters = 1_000_000;
const reasons: Readonly<Record<string, string>> = { EACCES: 'permission denied', EISDIR: 'it is a folder' };
