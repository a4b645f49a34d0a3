import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { Fault } from '@quietport/core/fault';
import type { Options } from '../options.ts';
import { nearest } from '../suggest.ts';
import { parseDays } from './duration.ts';
import type { Environment } from './environment.ts';
import { type FileEntries, readSettingsFile } from './file.ts';
import { type Base, type SettingRow, type Settings, settingRows, variableOf } from './rows.ts';
import { Secret } from './secret.ts';

export type { Settings } from './rows.ts';

export interface Source {
  readonly from: 'option' | 'environment' | 'user' | 'system' | 'default';
  /** `--data`, `QUIETPORT_DATA`, `/etc/quietport/config.yaml:3`, or empty for a default. */
  readonly where: string;
}

export interface SettingsFile {
  readonly path: string;
  readonly of: 'user' | 'system';
  readonly found: boolean;
}

/** The settings, once and for all, and where each came from. */
export interface Configured {
  readonly settings: Settings;
  /** By key; several where levels add up. */
  readonly sources: ReadonlyMap<string, readonly Source[]>;
  readonly files: readonly SettingsFile[];
}

/** Option, then `QUIETPORT_*`, then the user's file, then the system's, then the default. */
export async function configure(
  options: Options,
  environment: Environment,
  systemFile = '/etc/quietport/config.yaml',
): Promise<Configured> {
  refuseMisspelt(environment);
  const home = environment['HOME'] || homedir();
  const here: Base = { folder: process.cwd(), home };
  const named = options.text('config') ?? (environment['QUIETPORT_CONFIG'] || undefined);
  const configFolder = join(baseFolder(environment, 'XDG_CONFIG_HOME', join(home, '.config')), 'quietport');
  const userFile = named ?? join(configFolder, 'config.yaml');
  const fileRows = settingRows.filter((row) => row.variableOnly !== true);
  const files = [
    { path: userFile, of: 'user', entries: await readSettingsFile(userFile, fileRows) },
    { path: systemFile, of: 'system', entries: await readSettingsFile(systemFile, fileRows) },
  ] as const;
  if (named !== undefined && files[0].entries === undefined)
    throw new Fault('config/bad-file', { path: named, detail: 'there is no such file' });

  let settings: Settings = {
    data: join(baseFolder(environment, 'XDG_DATA_HOME', join(home, '.local', 'share')), 'quietport'),
    interfaces: undefined,
    community: new Secret('public'),
    timeoutMs: undefined,
    rate: 1000,
    exclude: [],
    output: 'table',
    color: 'auto',
    iOwnThis: false,
    key: undefined,
    mqttUrl: undefined,
    mqttUser: undefined,
    mqttPassword: undefined,
    mqttPrefix: 'quietport',
    mqttDiscovery: 'homeassistant',
    mqttVirtual: false,
    keyFile: join(configFolder, 'credentials.key'),
    retentionRawMs: parseDays('30d')!,
    retentionHourlyMs: parseDays('2y')!,
    approval: 'anybody',
    // what systemd.exec(5) promises is an absolute path
    credentialsFolder: baseFolder(environment, 'CREDENTIALS_DIRECTORY', '') || undefined,
  };
  const sources = new Map<string, readonly Source[]>();
  for (const row of settingRows) {
    const levels = [
      fromOption(row, options, here),
      fromVariable(row, environment, here),
      ...files.map((file) => fromFile(row, file.entries, file.path, file.of, home)),
    ].filter((level) => level !== undefined);
    const counted = row.adds === true ? levels : levels.slice(0, 1);
    settings = { ...settings, ...counted[0]?.value };
    if (row.adds === true)
      settings = { ...settings, exclude: [...new Set(counted.flatMap((level) => level.value.exclude ?? []))] };
    sources.set(
      row.key,
      counted.length === 0 ? [{ from: 'default', where: '' }] : counted.map((level) => level.source),
    );
  }
  return {
    settings,
    sources,
    files: files.map(({ path, of, entries }) => ({ path, of, found: entries !== undefined })),
  };
}

interface Level {
  readonly value: Partial<Settings>;
  readonly source: Source;
}

function fromOption(row: SettingRow, options: Options, base: Base): Level | undefined {
  const name = row.option;
  if (row.key === 'output' && options.flag('json'))
    return { value: { output: 'json' }, source: { from: 'option', where: '--json' } };
  if (name === undefined || !options.has(name)) return undefined;
  const texts = options.flag(name) ? ['true'] : row.list === true ? options.list(name) : [options.text(name) ?? ''];
  // which forms there are is checked where the command is known: it may have more than a setting can wish for (`sarif`)
  if (row.key === 'output' && row.parse(texts, base) === undefined) return undefined;
  return { value: parsed(row, texts, base, `--${name}`), source: { from: 'option', where: `--${name}` } };
}

function fromVariable(row: SettingRow, environment: Environment, base: Base): Level | undefined {
  const name = variableOf(row);
  const text = environment[name];
  // an empty variable is as good as none, but for the limit: there it may be a mistake that lets everything through
  if (text === undefined || (text === '' && row.key !== 'interfaces')) return undefined;
  const texts =
    row.list === true
      ? text
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== '')
      : [text];
  return { value: parsed(row, texts, base, name, text), source: { from: 'environment', where: name } };
}

function fromFile(
  row: SettingRow,
  entries: FileEntries | undefined,
  path: string,
  of: 'user' | 'system',
  home: string,
): Level | undefined {
  const entry = entries?.get(row.key);
  if (entry === undefined) return undefined;
  const value = row.parse(entry.texts, { folder: dirname(path), home });
  if (value === undefined) {
    const detail = `line ${entry.line}, column ${entry.column}: ${row.key} does not take "${shown(row, entry.texts)}". ${row.expected.replace(/\.$/, '')}`;
    throw new Fault('config/bad-file', { path, detail });
  }
  return { value, source: { from: of, where: entry.where } };
}

function parsed(
  row: SettingRow,
  texts: readonly string[],
  base: Base,
  option: string,
  text = texts.join(','),
): Partial<Settings> {
  const value = row.parse(texts, base);
  if (value === undefined)
    throw new Fault('usage/bad-value', { option, value: shown(row, [text]), expected: row.expected });
  return value;
}

function shown(row: SettingRow, texts: readonly string[]): string {
  return row.secret === true ? '' : texts.join(',');
}

/** A variable that nearly has one of our names: silence would let a limit slip (`QUIETPORT_INTERFACE`). */
function refuseMisspelt(environment: Environment): void {
  const known = [...settingRows.map(variableOf), 'QUIETPORT_CONFIG'];
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('QUIETPORT_') || known.includes(name)) continue;
    const meant = nearest(
      name.slice(prefix),
      known.map((each) => each.slice(prefix)),
    );
    if (meant !== undefined)
      throw new Fault('config/unknown-variable', { variable: name, meant: `QUIETPORT_${meant}` });
  }
}

/** The XDG base directory specification: a relative path is to be ignored. */
function baseFolder(environment: Environment, name: string, fallback: string): string {
  const folder = environment[name];
  return folder !== undefined && isAbsolute(folder) ? folder : fallback;
}

const prefix = 'QUIETPORT_'.length;
