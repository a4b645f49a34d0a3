import { Fault } from '@quietport/core/fault';
import type { Command, Context } from '../command.ts';
import type { Column } from '../output/columns.ts';
import { printRows } from '../output/rows.ts';
import { type SettingRow, settingRows } from '../settings/rows.ts';
import type { Source } from '../settings/settings.ts';

interface Setting {
  readonly key: string;
  readonly value: ReturnType<SettingRow['show']>;
  readonly sources: readonly Source[];
  readonly text: string;
}

const columns: readonly Column<Setting>[] = [
  { key: 'setting', title: 'SETTING', value: ({ key }) => key, whole: true },
  { key: 'value', title: 'VALUE', value: shownValue },
  { key: 'from', title: 'FROM', value: shownSources },
  { key: 'meaning', title: 'MEANING', value: ({ text }) => text, wide: true },
];

/** `quietport config`: each setting with where it came from. */
export const command: Command = {
  text:
    'Lists the settings with their values and where each came from: an option, a QUIETPORT_* variable, the ' +
    "user's file, the system's file, or the default. Secrets are shown as dots.",
  arguments: [
    {
      name: '[action]',
      text: 'list (the usual one), get, or path: the name of the settings file',
      choices: ['list', 'get', 'path'],
    },
    { name: '[key]', text: 'the setting to get', choices: settingRows.map(({ key }) => key) },
  ],
  options: [],
  outputs: ['table', 'wide', 'json', 'ndjson', 'csv', 'name'],
  columns,
  examples: [
    { line: 'quietport config', text: 'all settings' },
    { line: 'quietport config get data', text: 'one value' },
    { line: '$EDITOR "$(quietport config path)"', text: "edit the user's file" },
  ],
  async run(context, [action = 'list', key]) {
    if (action === 'path') return printPath(context);
    const settings = settingRows.map((row) => settingOf(row, context));
    if (action === 'list' && key === undefined) await printRows(context, settings, columns, formsFor(context));
    else printOne(context, settings, key);
    return 0;
  },
};

function settingOf(row: SettingRow, context: Context): Setting {
  return {
    key: row.key,
    value: row.show(context.settings),
    sources: context.configured.sources.get(row.key) ?? [],
    text: row.text,
  };
}

function printOne(context: Context, settings: readonly Setting[], key: string | undefined): void {
  const setting = settings.find((each) => each.key === key);
  if (setting === undefined)
    throw new Fault('usage/bad-arguments', {
      detail: 'The argument <key> is missing',
      next: `Settings are: ${settings.map((each) => each.key).join(', ')}.`,
    });
  if (context.output === 'json') context.printDocument(documentOf(context, [setting]));
  else context.print(shownValue(setting) ?? '');
}

function printPath(context: Context): number {
  if (context.output === 'json') context.printDocument({ schema, files: context.configured.files });
  else for (const file of context.configured.files) if (file.of === 'user') context.print(file.path);
  return 0;
}

function shownValue({ value }: Setting): string | undefined {
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value.join(',') : String(value);
}

function shownSources({ sources }: Setting): string {
  return sources.map(({ from, where }) => (where === '' ? from : where)).join(', ');
}

function formsFor(context: Context) {
  return {
    name: ({ key }: Setting) => key,
    record,
    document: (settings: readonly Setting[]) => documentOf(context, settings),
  };
}

function documentOf(context: Context, settings: readonly Setting[]): object {
  return { schema, settings: settings.map(record), files: context.configured.files };
}

function record({ key, value, sources }: Setting): object {
  return { key, value: value ?? null, sources };
}

const schema = 'quietport/config@1';
