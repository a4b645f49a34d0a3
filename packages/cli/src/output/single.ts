import type { Column } from './columns.ts';
import { csvHeader, csvRecord } from './csv.ts';
import type { OutputFormat } from './format.ts';
import { formatDocument, formatRecord } from './json.ts';
import { renderLine } from './paint.ts';

/** A form that a document of one thing takes without its command knowing of it. */
type Derived = Exclude<OutputFormat, 'table' | 'sarif'>;

/** Every form that the result takes: a command that has a document of one thing has the forms made of it, too. */
export function formsOf(outputs: readonly OutputFormat[]): readonly OutputFormat[] {
  if (!outputs.includes('json')) return outputs;
  const derived = (['wide', 'json', 'ndjson', 'csv', 'name'] as const).filter((form) => !outputs.includes(form));
  return [...outputs, ...derived];
}

/** What the command itself is asked for: `wide` of one thing is its table, the others are made of its document. */
export function ownForm(outputs: readonly OutputFormat[], wanted: OutputFormat): OutputFormat {
  if (outputs.includes(wanted)) return wanted;
  return wanted === 'wide' && outputs.includes('table') ? 'table' : 'json';
}

/** The document of one thing, with line ends. As csv each value that it holds is a line of its own, under its path. */
export function formatSingle(document: object, form: OutputFormat, headers: boolean): string {
  switch (form as Derived) {
    case 'ndjson':
      return `${formatRecord(document)}\n`;
    case 'csv':
      return [
        ...(headers ? [csvHeader(columns)] : []),
        ...leaves(document, '').map((leaf) => csvRecord(leaf, columns)),
      ].join('');
    case 'name':
      return namesOf(document)
        .map((name) => `${renderLine([name], false)}\n`)
        .join('');
    default:
      return `${formatDocument(document)}\n`;
  }
}

interface Leaf {
  readonly path: string;
  readonly value: string | number | undefined;
}

const columns: readonly Column<Leaf>[] = [
  { key: 'field', title: 'FIELD', value: ({ path }) => path, wide: false },
  { key: 'value', title: 'VALUE', value: ({ value }) => value, wide: false },
];

/** `facts.model.value`, `ports.0.port`: everything but what is null, which csv writes as nothing. */
function leaves(value: unknown, path: string): readonly Leaf[] {
  if (typeof value === 'object' && value !== null) {
    const below = Object.entries(value).map(([key, held]) => leaves(held, path === '' ? key : `${path}.${key}`));
    return below.flat();
  }
  return [{ path, value: typeof value === 'number' || typeof value === 'string' ? value : nothingOr(value) }];
}

function nothingOr(value: unknown): string | undefined {
  return value === null || value === undefined ? undefined : String(value);
}

/** What the thing is called: its id, that of its device, run or job, or what was asked for; of several things, of each. */
function namesOf(document: object): readonly string[] {
  for (const key of ['id', 'device', 'job', 'run', 'query', 'file', 'path', 'port', 'devices', 'checks']) {
    const names = [(document as Readonly<Record<string, unknown>>)[key]].flat().flatMap(nameOf);
    if (names.length > 0) return names;
  }
  return [];
}

function nameOf(value: unknown): readonly string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  const { id, device, check, text } = value as Readonly<Record<string, unknown>>;
  return [id, device, check, text].filter((name) => typeof name === 'string').slice(0, 1);
}
