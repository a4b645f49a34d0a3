import type { Counter, Device, Supply, SupplyLevel, Tray } from '@quietport/core';
import { describe, expect, test } from 'vitest';
import { formatFor, renderFamilies, renderPoint } from './family.ts';
import { labelText } from './label-text.ts';
import { Metrics } from './metrics.ts';
import type { CountedLook } from './program-metrics.ts';

const evidence = { observation: 'o1', protocol: 'snmp', path: 'x', rule: 'told' } as const;
const reading = { source: 'snmp', observedAt: 90_000, evidence } as const;
const known = (value: string) => ({ value, grade: 'claimed', evidence: [evidence], against: [] }) as const;

function supply(name: string, level: SupplyLevel, more: Partial<Supply> = {}): Supply {
  return { name, kind: 'other', direction: 'consumed', level, raw: {}, also: [], against: [], ...reading, ...more };
}

function device(id: string, more: Partial<Device> = {}): Device {
  return {
    id,
    provisional: false,
    aliases: [],
    kind: 'printer',
    facts: { make: known('EPSON'), name: known('Front "desk"\\') },
    hostnames: ['host.example'],
    interfaces: [{ mac: '00:26:ab:00:00:01', addresses: ['192.0.2.9'], claimed: [] }],
    ports: [],
    state: { word: 'asleep', reasons: [], since: 1000 },
    supplies: [],
    trays: [],
    counters: [],
    alerts: [],
    merges: [],
    observations: [],
    seen: { first: 1000, last: 2500 },
    ...more,
  };
}

const scrape = async (devices: readonly Device[], looks: readonly CountedLook[] = [], accept?: string) =>
  (await new Metrics('1.2.3', { devices, virtual: false, looks: () => looks }).scrape(accept)).text;

test('open alerts are counted by severity, none of them too', async () => {
  const source = { devices: [], virtual: true, looks: () => [] };
  const { text } = await new Metrics('1', source, async () => ['critical', 'info', 'critical']).scrape(undefined);
  expect(linesOf(text, 'quietport_alerts_open')).toEqual([
    '{virtual="true",severity="info"} 1',
    '{virtual="true",severity="warning"} 0',
    '{virtual="true",severity="critical"} 2',
  ]);
});

describe('what a device shows as metrics', () => {
  test('a ratio stands only where the level is exact; a step has bounds, the rest a word', async () => {
    const text = await scrape([
      device('d1', {
        supplies: [
          supply('Exact', { type: 'exact', ratio: 0.63 }),
          supply('Step', { type: 'step', label: 'low', min: 0, max: 0.1 }),
          supply('Some', { type: 'at-least-some' }),
          supply('Gone', { type: 'step', label: 'empty', min: 0, max: 0 }),
          supply('Waste', { type: 'exact', ratio: 0 }, { direction: 'filled' }),
        ],
      }),
    ]);
    expect(linesOf(text, 'quietport_supply_level')).toEqual([
      '_ratio{device="d1",virtual="false",supply="exact"} 0.63',
      '_ratio{device="d1",virtual="false",supply="waste"} 0',
      '_min_ratio{device="d1",virtual="false",supply="step"} 0',
      '_min_ratio{device="d1",virtual="false",supply="gone"} 0',
      '_max_ratio{device="d1",virtual="false",supply="step"} 0.1',
      '_max_ratio{device="d1",virtual="false",supply="gone"} 0',
      '_state{device="d1",virtual="false",supply="exact",level="exact"} 1',
      '_state{device="d1",virtual="false",supply="step",level="step"} 1',
      '_state{device="d1",virtual="false",supply="some",level="at-least-some"} 1',
      '_state{device="d1",virtual="false",supply="gone",level="empty"} 1',
      '_state{device="d1",virtual="false",supply="waste",level="exact"} 1',
    ]);
  });

  test('a state is a set: one of its words is 1, and its age is a time of its own', async () => {
    const text = await scrape([
      device('d1', { trays: [{ name: 'A', level: { type: 'unknown' }, raw: {}, ...reading } as Tray] }),
    ]);
    const states = linesOf(text, 'quietport_device_state');
    expect(states).toHaveLength(8);
    expect(states.filter((line) => line.endsWith(' 1'))).toEqual(['{device="d1",virtual="false",state="asleep"} 1']);
    expect(text).toContain('quietport_device_last_seen_timestamp_seconds{device="d1",virtual="false"} 2.5\n');
    expect(text).toContain(
      'quietport_device_reading_timestamp_seconds{device="d1",virtual="false",source="snmp"} 90\n',
    );
    expect(linesOf(text, 'quietport_devices').filter((line) => line.endsWith(' 1'))).toEqual([
      '{virtual="false",state="asleep"} 1',
    ]);
  });

  test('counters are in base units, and two of one name stay two series', async () => {
    const counter = (name: string, value: number, unit: string): Counter => ({
      ...reading,
      name,
      value,
      unit,
      segment: { since: 0, from: 0 },
      anchors: [],
    });
    const text = await scrape([
      device('d1', {
        counters: [
          counter('impressions', 10, 'impressions'),
          counter('impressions', 11, 'impressions'),
          counter('lamp-hours', 2, 'hours'),
          counter('life-count', 5, 'unknown'),
        ],
      }),
    ]);
    expect(linesOf(text, 'quietport_device_impressions_total')).toEqual([
      '{device="d1",virtual="false",counter="impressions"} 10',
      '{device="d1",virtual="false",counter="impressions-2"} 11',
    ]);
    expect(linesOf(text, 'quietport_device_usage_seconds_total')).toEqual([
      '{device="d1",virtual="false",counter="lamp-hours"} 7200',
    ]);
    expect(linesOf(text, 'quietport_device_other_total')).toEqual([
      '{device="d1",virtual="false",counter="life-count",unit="unknown"} 5',
    ]);
  });

  test('no address is in any label, wherever the device writes one', async () => {
    const facts = { name: known('EPSON 192.0.2.9'), location: known('00:26:AB:00:00:01'), firmware: known('1.02.03') };
    const text = await scrape([device('d1', { facts })]);
    expect(text).not.toMatch(/192\.0\.2|00:26:ab|host\.example/i);
    expect(text).toContain('firmware="1.02.03"');
  });

  test('a device that makes up rows fills no database', async () => {
    const many = Array.from({ length: 500 }, (_, i) => supply(`Row ${i}`, { type: 'unknown' }));
    expect(linesOf(await scrape([device('d1', { supplies: many })]), 'quietport_supply_info')).toHaveLength(64);
  });

  test('a device that is ignored is not told of', async () => {
    const text = await scrape([device('d1'), device('d2', { ignored: true })]);
    expect(text).toContain('device="d1"');
    expect(text).not.toContain('device="d2"');
  });

  test('series stand under one name in one place, and none twice', async () => {
    const text = await scrape([device('d1'), device('d2')]);
    const series = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(new Set(series.map((line) => line.replace(/ [^ ]*$/, ''))).size).toBe(series.length);
    const types = text.split('\n').filter((line) => line.startsWith('# TYPE'));
    expect(new Set(types).size).toBe(types.length);
  });
});

describe('looks', () => {
  test('are counted once, with what they sent', async () => {
    const row = { port: 161, transport: 'udp', probe: 'snmp.identify', packets: 3, bytes: 90 } as const;
    const look: CountedLook = {
      why: 'round',
      virtual: false,
      startedAt: 0,
      finishedAt: 2000,
      asked: 9,
      answered: 2,
      ledger: [row, { ...row, port: 20_161 }],
    };
    const metrics = new Metrics('1', { devices: [], virtual: false, looks: () => [look] });
    metrics.countLooks();
    const { text } = await metrics.scrape(undefined);
    expect(text).toContain('quietport_looks_total{reason="round",outcome="done",virtual="false"} 1\n');
    expect(text).toContain('quietport_look_asked_total{virtual="false"} 9\n');
    expect(text).toContain('quietport_probe_packets_total{probe="snmp.identify",transport="udp",virtual="false"} 6\n');
    expect(text).toContain('quietport_look_duration_seconds_bucket{reason="round",virtual="false",le="2.5"} 1\n');
    expect(text).toContain('quietport_look_last_timestamp_seconds{reason="round",virtual="false"} 2\n');
  });
});

describe('the two formats', () => {
  test.each([
    [undefined, 'text'],
    ['*/*', 'text'],
    ['application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.3,*/*;q=0.1', 'openmetrics'],
    ['text/plain;q=0.9,application/openmetrics-text;q=0.5', 'text'],
    ['application/openmetrics-text;q=0', 'text'],
    ['application/openmetrics-text;version=2.0.0', 'text'],
  ] as const)('Accept %s gets %s', (accept, format) => expect(formatFor(accept)).toBe(format));

  test('OpenMetrics names families without their endings and has an end', () => {
    const family = {
      name: 'a_total',
      help: 'The "a"\\',
      type: 'counter',
      lines: [renderPoint('a_total', { labels: { b: 'c"\\\n' }, value: 1 })],
    } as const;
    expect(renderFamilies([family], 'openmetrics')).toBe(
      '# HELP a The \\"a\\"\\\\\n# TYPE a counter\na_total{b="c\\"\\\\\\n"} 1\n# EOF\n',
    );
    expect(renderFamilies([family], 'text')).toBe(
      '# HELP a_total The "a"\\\\\n# TYPE a_total counter\na_total{b="c\\"\\\\\\n"} 1\n',
    );
  });

  test('texts of devices become values of labels without control characters and without end', () => {
    expect(labelText(' a\u0000\nb ')).toBe('a b');
    expect(labelText('x'.repeat(5000))).toHaveLength(100);
    expect(['fe80::1', '10.0.0.1', '0026AB-000001', '12:30', 'v1.2.3.4'].map(labelText)).toEqual([
      '',
      '',
      '0026AB-000001',
      '12:30',
      'v1.2.3.4',
    ]);
  });
});

function linesOf(text: string, family: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith(family))
    .map((line) => line.slice(family.length));
}
