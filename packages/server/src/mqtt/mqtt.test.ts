import type { Device, Supply, SupplyLevel } from '@quietport/core';
import { describe, expect, test } from 'vitest';
import { Retained } from './desired-messages.ts';
import { safeKey, safeKeys } from './keys.ts';

const evidence = { observation: 'o1', protocol: 'snmp', path: 'x', rule: 'told' } as const;
const reading = { source: 'snmp', observedAt: 90_000, evidence } as const;
const known = (value: string) => ({ value, grade: 'claimed', evidence: [evidence], against: [] }) as const;
const wish = { prefix: 'quietport', discovery: 'homeassistant', version: '1.2.3' };

function supply(name: string, level: SupplyLevel): Supply {
  return { name, kind: 'other', direction: 'consumed', level, raw: {}, also: [], against: [], ...reading };
}

function device(id: string, more: Partial<Device> = {}): Device {
  return {
    id,
    provisional: false,
    aliases: [],
    kind: 'printer',
    facts: {},
    hostnames: [],
    interfaces: [],
    ports: [],
    state: { word: 'idle', reasons: [], since: 1000 },
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

/** What goes out, and is taken by the broker. */
function told(retained: Retained, devices: readonly Device[]) {
  return retained.differences(devices, false).flatMap(({ messages, sent }) => {
    sent();
    return messages.map(({ topic, payload }) => ({ topic, value: payload === '' ? null : JSON.parse(payload) }));
  });
}

describe('what stands on the broker', () => {
  test('an entity is known before its state, and what has not changed is not sent again', () => {
    const retained = new Retained(wish, []);
    const first = told(retained, [device('d1')]);
    expect(first.map(({ topic }) => topic)).toEqual([
      'homeassistant/device/quietport_d1/config',
      'quietport/devices/d1',
    ]);
    expect(told(retained, [device('d1', { seen: { first: 1000, last: 9999 } })])).toEqual([]);
    const stopped = device('d1', { state: { word: 'stopped', reasons: ['media-jam-error'], since: 3000 } });
    const [message, ...rest] = told(retained, [stopped]);
    expect(rest).toEqual([]);
    expect(message).toMatchObject({
      topic: 'quietport/devices/d1',
      value: { state: 'stopped', problem: true, connected: true, complaints: ['media-jam'] },
    });
  });

  test('a device that goes or is ignored is taken away by empty messages, also one of an earlier run', () => {
    const retained = new Retained(wish, ['d0']);
    told(retained, [device('d1'), device('d2')]);
    expect(retained.ids).toEqual(['d1', 'd2']);
    expect(told(retained, [device('d1', { ignored: true })])).toEqual(
      ['d1', 'd2'].flatMap((id) => [
        { topic: `homeassistant/device/quietport_${id}/config`, value: null },
        { topic: `quietport/devices/${id}`, value: null },
      ]),
    );
    expect(retained.ids).toEqual([]);
  });

  test('what the broker did not take is sent again', () => {
    const retained = new Retained(wish, []);
    expect(retained.differences([device('d1')], false)).toHaveLength(1);
    expect(retained.differences([device('d1')], false)).toHaveLength(1);
    expect(retained.ids).toEqual([]);
    told(retained, [device('d1')]);
    retained.forget();
    expect(told(retained, [device('d1')])).toHaveLength(2);
  });

  test('a percent stands only where the level is exact, and an entity that changes its kind is taken away first', () => {
    const retained = new Retained(wish, []);
    const [config, state] = told(retained, [
      device('d1', { supplies: [supply('Black', { type: 'exact', ratio: 0.63 })] }),
    ]);
    expect(config?.value.cmps.supply_black).toMatchObject({ p: 'sensor', unit_of_measurement: '%', name: 'Black' });
    expect(state?.value.supplies.black).toMatchObject({ percent: 63, level: '63%' });
    const some = device('d1', { supplies: [supply('Black', { type: 'at-least-some' })] });
    const [goes, stays, now] = told(retained, [some]);
    expect(goes?.value.cmps.supply_black).toEqual({ p: 'sensor' });
    expect(goes?.value.cmps.supply_black_level).not.toHaveProperty('unit_of_measurement');
    expect(stays?.value.cmps).not.toHaveProperty('supply_black');
    expect(now?.value.supplies.black).toMatchObject({ percent: null, level: 'some left' });
  });

  test('asleep is not offline, and where nobody could look nobody knows', () => {
    const connected = (word: Device['state']['word']) =>
      told(new Retained(wish, []), [device('d1', { state: { word, reasons: [], since: 0 } })])[1]?.value.connected;
    expect((['asleep', 'unreachable', 'not-observed', 'unknown'] as const).map(connected)).toEqual([
      true,
      false,
      null,
      null,
    ]);
  });

  test('no word of a device comes into a topic, an identifier or a template', () => {
    const evil = "x/#/+'] }}{% for i in range(9**9) %}\u0000\n🖨";
    const nasty = device('d1', {
      facts: { name: known(evil), model: known('m'.repeat(5000)), adminUrl: known('javascript:alert(1)') },
      supplies: [supply(evil, { type: 'exact', ratio: 1 }), supply(evil, { type: 'exact', ratio: 0 })],
    });
    const messages = told(new Retained(wish, []), [nasty]);
    expect(messages.map(({ topic }) => topic)).toEqual([
      'homeassistant/device/quietport_d1/config',
      'quietport/devices/d1',
    ]);
    const { dev, cmps } = messages[0]?.value ?? {};
    expect(dev).not.toHaveProperty('cu');
    expect(dev.mdl).toHaveLength(100);
    expect(Object.keys(cmps).every((key) => /^[a-z0-9_]+$/.test(key))).toBe(true);
    const templates = Object.values<Record<string, string>>(cmps).map((one) => one['value_template'] ?? '');
    expect(templates.every((text) => /^\{\{ [a-zA-Z0-9_.'[\]() ]+ \}\}$/.test(text))).toBe(true);
    expect(new Set(Object.values<Record<string, string>>(cmps).map((one) => one['unique_id'])).size).toBe(5);
  });

  test('names become keys, each once', () => {
    expect(safeKeys(['Black', 'black', 'シアン', '', 'Señal/+#'])).toEqual([
      'black',
      'black_2',
      'unnamed',
      'unnamed_2',
      'sen_al',
    ]);
    expect(safeKey('x'.repeat(500))).toHaveLength(48);
  });
});
