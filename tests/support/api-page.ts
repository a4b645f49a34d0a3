import {
  changes,
  DELIBERATE_HEADER,
  EVENTS_PATH,
  events,
  OPENAPI_PATH,
  openApi,
  type Route,
  routes,
} from '@quietport/api';

/** `docs/api.md`: every path with what it takes, and the events. */
export function apiPage(madeBy: string): string {
  const all = Object.values<Route>(routes);
  const blocks = [
    `<!-- Generated: do not edit. Made by: ${madeBy} -->`,
    '# The HTTP API',
    `\`quietport serve\` answers on loopback, and elsewhere as [serve.md](how-to/serve.md) says. \`${OPENAPI_PATH}\` is this page for programs. Documents carry a \`schema\`, and fields are added, never renamed. Errors are problem documents (RFC 9457) with a \`code\` of [errors.md](errors.md). Answers to GET have an \`ETag\`. What is no GET needs the header \`${DELIBERATE_HEADER}\`, or a token.`,
    table(
      ['request', 'gives'],
      [
        ...all.map(({ method, path, summary }) => [`\`${method} ${path}\``, summary]),
        [`\`GET ${EVENTS_PATH}\``, 'What changes, as it changes: server-sent events'],
        [`\`GET ${OPENAPI_PATH}\``, 'The description of every path (OpenAPI 3.1)'],
      ],
    ),
    ...all.flatMap(routeBlocks),
    `## GET ${EVENTS_PATH}`,
    'A comment every 15 s keeps the stream open. With `Last-Event-ID` it goes on behind that event as far as the server still has what followed; `events-lost` says how many are gone, `null` where nobody knows: read anew then.',
    table(
      ['event', 'data'],
      Object.entries(events).map(([name, schema]) => [`\`${name}\``, Object.keys(schema.shape).join(', ')]),
    ),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function routeBlocks(route: Route): string[] {
  const { method, path, summary, status, faults } = route;
  const rows = fieldsOf(route);
  const errors = faults.map((code) => `\`${code}\``).join(', ');
  return [
    `## ${method} ${path}`,
    `${summary}. Answers ${status}${changes(route) ? `, with the header \`${DELIBERATE_HEADER}\`` : ''}.`,
    ...(rows.length === 0 ? [] : [table(['place', 'name', 'means'], rows)]),
    ...(errors === '' ? [] : [`Errors of its own: ${errors}.`]),
  ];
}

interface Described {
  readonly description?: string;
  readonly format?: string;
}

interface Operation {
  readonly parameters: readonly (Described & {
    readonly name: string;
    readonly in: string;
    readonly schema: Described;
  })[];
  readonly requestBody?: {
    readonly content: { readonly 'application/json'?: { readonly schema: { properties: Record<string, Described> } } };
  };
}

/** What it takes, as the description of the paths has it. */
function fieldsOf({ method, path }: Route): string[][] {
  const { paths } = openApi('') as { paths: Record<string, Record<string, Operation>> };
  const { parameters, requestBody } = paths[path]![method.toLowerCase()]!;
  const body = Object.entries(requestBody?.content['application/json']?.schema.properties ?? {});
  return [
    ...parameters
      .filter((row) => row.in !== 'header')
      .map((row) => [row.in, `\`${row.name}\``, row.description ?? wordsOf(row.schema)]),
    ...body.map(([name, one]) => ['body', `\`${name}\``, one.description ?? '']),
  ];
}

function wordsOf({ format }: Described): string {
  return format === 'date-time' ? 'A time, ISO 8601 in UTC.' : '';
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}
