import { resolve } from 'node:path';
import type { Approval } from '@quietport/library';
import type { OutputFormat } from '../output/format.ts';
import { formatDays, formatDuration, parseDays, parseDuration } from './duration.ts';
import { Secret } from './secret.ts';

const approvals = ['anybody', 'another'] as const satisfies readonly Approval[];

export type ColorMode = 'auto' | 'always' | 'never';

export interface Settings {
  /** The folder of the inventory. */
  readonly data: string;
  /** Nothing goes beyond these interfaces, not even `-i`; `undefined` where there is no such limit. */
  readonly interfaces: readonly string[] | undefined;
  /** SNMP community for reading. */
  readonly community: Secret;
  /** `undefined`: each command's own. */
  readonly timeoutMs: number | undefined;
  /** Packets a second, in all. */
  readonly rate: number;
  /** Addresses, ranges and prefixes that are never asked. */
  readonly exclude: readonly string[];
  readonly output: OutputFormat;
  readonly color: ColorMode;
  /** Public addresses may be looked at. */
  readonly iOwnThis: boolean;
  /** The key of the credentials, where the environment holds it. */
  readonly key: Secret | undefined;
  /** Else the file that holds it, made on first use. */
  readonly keyFile: string;
  /** The broker that devices are told to, where one is set. */
  readonly mqttUrl: string | undefined;
  readonly mqttUser: string | undefined;
  readonly mqttPassword: Secret | undefined;
  /** What our topics begin with. */
  readonly mqttPrefix: string;
  /** What Home Assistant listens to. */
  readonly mqttDiscovery: string;
  /** Virtual devices are told, too. */
  readonly mqttVirtual: boolean;
  /** How long serve keeps every sample of what devices showed, and then one an hour. */
  readonly retentionRawMs: number;
  readonly retentionHourlyMs: number;
  /** Who may say yes to a plan in serve. */
  readonly approval: Approval;
  /** Where systemd shows a service its credentials, where this is one. */
  readonly credentialsFolder: string | undefined;
}

/** Where relative and `~` paths of a value start. */
export interface Base {
  readonly folder: string;
  readonly home: string;
}

export interface SettingRow {
  /** The key in the files; the variable is `QUIETPORT_` and the same in capitals. */
  readonly key: string;
  readonly text: string;
  /** The long name of the option that sets it. */
  readonly option?: string;
  readonly list?: boolean;
  /** A list to which every level adds: who wrote an exclusion is not overruled by another one. */
  readonly adds?: boolean;
  readonly expected: string;
  /** What was written is in no message. */
  readonly secret?: boolean;
  /** Never read from a file: those are copied, and read by others. */
  readonly variableOnly?: boolean;
  /** The value, or `undefined` where the text is wrong. Single values come as a list of one. */
  parse(texts: readonly string[], base: Base): Partial<Settings> | undefined;
  show(settings: Settings): string | number | boolean | readonly string[] | undefined;
}

const TOPICS = 'Give levels of letters, digits, - and _ with slashes between, such as quietport or home/printers.';

const DAYS = 'Give days or years, such as 30d or 2y, up to 100y.';

/** Every setting there is. */
export const settingRows: readonly SettingRow[] = [
  {
    key: 'data',
    text: 'folder of the inventory',
    option: 'data',
    expected: 'Give the path of a folder.',
    parse: ([path = ''], base) =>
      path.trim() === '' || path.includes('\0') ? undefined : { data: absolute(path, base) },
    show: (settings) => settings.data,
  },
  {
    key: 'interfaces',
    text: 'interfaces that nothing goes beyond',
    list: true,
    expected:
      'Give names of interfaces with commas between, such as eth0,wlan0; without the setting there is no limit.',
    parse: (names) =>
      names.length > 0 && names.every((name) => /^[^\s/]+$/.test(name)) ? { interfaces: names } : undefined,
    show: (settings) => settings.interfaces,
  },
  {
    key: 'community',
    text: 'SNMP community for reading',
    secret: true,
    expected: 'Give a text that is not empty.',
    parse: ([text = '']) => (text === '' ? undefined : { community: new Secret(text) }),
    show: (settings) => String(settings.community),
  },
  {
    key: 'timeout',
    text: 'how long a command may take',
    option: 'timeout',
    expected: 'Give a number with ms, s, m or h, such as 500ms, 5s or 2m.',
    parse: ([text = '']) => {
      const timeoutMs = parseDuration(text);
      return timeoutMs === undefined ? undefined : { timeoutMs };
    },
    show: (settings) => (settings.timeoutMs === undefined ? undefined : formatDuration(settings.timeoutMs)),
  },
  {
    key: 'rate',
    text: 'packets a second, in all',
    option: 'rate',
    expected: 'Give a whole number of packets a second, from 1 to 1000000.',
    parse: ([text = '']) =>
      /^[1-9]\d{0,6}$/.test(text) && Number(text) <= 1_000_000 ? { rate: Number(text) } : undefined,
    show: (settings) => settings.rate,
  },
  {
    key: 'exclude',
    text: 'targets that are never asked',
    option: 'exclude',
    list: true,
    adds: true,
    expected: 'Give addresses, ranges, prefixes or names with commas between.',
    parse: (targets) => (targets.every((target) => /^\S+$/.test(target)) ? { exclude: targets } : undefined),
    show: (settings) => settings.exclude,
  },
  {
    key: 'output',
    text: 'form of the results',
    option: 'output',
    expected: 'Give one of table, wide, json, ndjson, csv, name.',
    parse: ([text = '']) => (isOneOf(outputs, text) ? { output: text } : undefined),
    show: (settings) => settings.output,
  },
  {
    key: 'color',
    text: 'colours on the terminal',
    option: 'color',
    expected: 'Give one of auto, always, never.',
    parse: ([text = '']) => (isOneOf(colors, text) ? { color: text } : undefined),
    show: (settings) => settings.color,
  },
  {
    key: 'i-own-this',
    text: 'public addresses may be looked at',
    option: 'i-own-this',
    expected: 'Give true or false.',
    parse: ([text = '']) => (isOneOf(['true', 'false'] as const, text) ? { iOwnThis: text === 'true' } : undefined),
    show: (settings) => settings.iOwnThis,
  },
  {
    key: 'key',
    text: 'key of the credentials, in the environment only',
    secret: true,
    variableOnly: true,
    expected: 'Give 32 bytes in hex or base64: openssl rand -hex 32 makes them.',
    parse: ([text = '']) => (text === '' ? undefined : { key: new Secret(text) }),
    show: (settings) => (settings.key === undefined ? undefined : String(settings.key)),
  },
  {
    key: 'key-file',
    text: 'file of the key of the credentials, made on first use',
    expected: 'Give the path of a file.',
    parse: ([path = ''], base) =>
      path.trim() === '' || path.includes('\0') ? undefined : { keyFile: absolute(path, base) },
    show: (settings) => settings.keyFile,
  },
  {
    key: 'retention-raw',
    text: 'how long every sample of what devices showed is kept',
    expected: DAYS,
    parse: ([text = '']) => {
      const retentionRawMs = parseDays(text);
      return retentionRawMs === undefined ? undefined : { retentionRawMs };
    },
    show: (settings) => formatDays(settings.retentionRawMs),
  },
  {
    key: 'retention-hourly',
    text: 'how long one number an hour is kept of them',
    expected: DAYS,
    parse: ([text = '']) => {
      const retentionHourlyMs = parseDays(text);
      return retentionHourlyMs === undefined ? undefined : { retentionHourlyMs };
    },
    show: (settings) => formatDays(settings.retentionHourlyMs),
  },
  {
    key: 'approval',
    text: 'who may apply a plan in serve: any operator, or another one than made it',
    expected: `Give ${approvals.join(' or ')}.`,
    parse: ([text = '']) => (isOneOf(approvals, text) ? { approval: text } : undefined),
    show: (settings) => settings.approval,
  },
  {
    key: 'mqtt-url',
    text: 'MQTT broker that serve tells devices to',
    expected: 'Give mqtt://HOST, mqtts://HOST or the same with a port; user and password are settings of their own.',
    parse: ([text = '']) => {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      const bare = url?.username === '' && url.password === '' && /^\/?$/.test(url.pathname + url.search + url.hash);
      return bare && url.hostname !== '' && /^mqtts?:$/.test(url.protocol) ? { mqttUrl: text } : undefined;
    },
    show: (settings) => settings.mqttUrl,
  },
  {
    key: 'mqtt-user',
    text: 'user at the MQTT broker',
    expected: 'Give a name.',
    parse: ([text = '']) => (text === '' ? undefined : { mqttUser: text }),
    show: (settings) => settings.mqttUser,
  },
  {
    key: 'mqtt-password',
    text: 'password at the MQTT broker, in the environment only',
    secret: true,
    variableOnly: true,
    expected: 'Give a text that is not empty.',
    parse: ([text = '']) => (text === '' ? undefined : { mqttPassword: new Secret(text) }),
    show: (settings) => (settings.mqttPassword === undefined ? undefined : String(settings.mqttPassword)),
  },
  {
    key: 'mqtt-prefix',
    text: 'what our MQTT topics begin with',
    expected: TOPICS,
    parse: ([text = '']) => (isTopic(text) ? { mqttPrefix: text } : undefined),
    show: (settings) => settings.mqttPrefix,
  },
  {
    key: 'mqtt-discovery',
    text: 'where Home Assistant listens for devices',
    expected: TOPICS,
    parse: ([text = '']) => (isTopic(text) ? { mqttDiscovery: text } : undefined),
    show: (settings) => settings.mqttDiscovery,
  },
  {
    key: 'mqtt-virtual',
    text: 'virtual devices are told to the broker, too',
    expected: 'Give true or false.',
    parse: ([text = '']) => (isOneOf(['true', 'false'] as const, text) ? { mqttVirtual: text === 'true' } : undefined),
    show: (settings) => settings.mqttVirtual,
  },
];

export const outputs = ['table', 'wide', 'json', 'ndjson', 'csv', 'name'] as const;
export const colors = ['auto', 'always', 'never'] as const;

export function variableOf(row: Pick<SettingRow, 'key'>): string {
  return `QUIETPORT_${row.key.toUpperCase().replaceAll('-', '_')}`;
}

function isTopic(text: string): boolean {
  return /^[\w-]+(?:\/[\w-]+)*$/.test(text) && text.length <= 100;
}

function isOneOf<T extends string>(known: readonly T[], text: string): text is T {
  return (known as readonly string[]).includes(text);
}

function absolute(path: string, base: Base): string {
  return path === '~' || path.startsWith('~/') ? resolve(base.home, path.slice(2)) : resolve(base.folder, path);
}
