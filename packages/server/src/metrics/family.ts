/** One series: its labels in the order in which they are written, and the number. */
export interface Point {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/**
 * All series of one name, each a line. The name of a counter ends in `_total`, that of an info in `_info`, as Prometheus wants both;
 * OpenMetrics wants these endings on the lines and not on the family, and gets it so.
 */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter' | 'info' | 'histogram' | 'summary';
  /** As `renderPoint` makes them: the same in both formats. */
  readonly lines: readonly string[];
}

export type MetricsFormat = 'text' | 'openmetrics';

/** Content types of the text format 0.0.4 and of OpenMetrics 1.0. */
export const CONTENT_TYPES: Readonly<Record<MetricsFormat, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/** What the Accept header of a scraper wants: OpenMetrics where it is named and nothing is liked better. */
export function formatFor(accept: string | undefined): MetricsFormat {
  const weights = { text: 0, openmetrics: 0 };
  for (const part of (accept ?? '').split(',')) {
    const [range = '', ...parameters] = part.split(';').map((one) => one.trim().toLowerCase());
    const quality = Number(parameters.find((one) => one.startsWith('q='))?.slice(2) ?? 1);
    const version = parameters.find((one) => one.startsWith('version='))?.slice(8) ?? '1.0.0';
    const open = range === 'application/openmetrics-text' && (version === '1.0.0' || version === '0.0.1');
    if (open) weights.openmetrics = Math.max(weights.openmetrics, quality);
    else if (range === 'text/plain' || range === 'text/*' || range === '*/*')
      weights.text = Math.max(weights.text, quality);
  }
  return weights.openmetrics > 0 && weights.openmetrics >= weights.text ? 'openmetrics' : 'text';
}

/** The families as a scraper reads them. A family without a line is left out. */
export function renderFamilies(families: readonly Family[], format: MetricsFormat): string {
  const parts: string[] = [];
  for (const { name, help, type, lines } of families) {
    if (lines.length === 0) continue;
    const family = format === 'text' ? name : name.replace(ENDINGS[type] ?? '', '');
    parts.push(`# HELP ${family} ${escapeHelp(help, format)}`, `# TYPE ${family} ${typeIn(type, format)}`);
    parts.push(lines.join('\n'));
  }
  return `${parts.join('\n')}\n${format === 'openmetrics' ? '# EOF\n' : ''}`;
}

/** One line. Its name is that of the family, or of a part of it (`_bucket`, `_sum`, `_count` of a histogram). */
export function renderPoint(name: string, { labels, value }: Point): string {
  return `${name}${renderLabels(labels)} ${renderNumber(value)}`;
}

function typeIn(type: Family['type'], format: MetricsFormat): string {
  // the older format has no infos
  return type === 'info' && format === 'text' ? 'gauge' : type;
}

function renderLabels(labels: Point['labels']): string {
  let text = '';
  for (const name in labels) text += `${text === '' ? '{' : ','}${name}="${escapeLabel(String(labels[name]))}"`;
  return text === '' ? '' : `${text}}`;
}

function renderNumber(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

function escapeLabel(text: string): string {
  return SPECIAL.test(text) ? text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n') : text;
}

function escapeHelp(text: string, format: MetricsFormat): string {
  const plain = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return format === 'openmetrics' ? plain.replaceAll('"', '\\"') : plain;
}

const ENDINGS: Readonly<Partial<Record<Family['type'], RegExp>>> = { counter: /_total$/, info: /_info$/ };
const SPECIAL = /[\\"\n]/;
