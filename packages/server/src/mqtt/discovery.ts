import { clean, type Device } from '@quietport/core';
import type { KeyedReadings } from './device-message.ts';

/** Where the messages of one device stand. Topics are made of our own id alone, and of no word of the device. */
export interface DeviceTopics {
  readonly state: string;
  readonly discovery: string;
}

export interface TopicWish {
  /** What all of ours begin with. */
  readonly prefix: string;
  /** What Home Assistant listens to (`homeassistant`). */
  readonly discovery: string;
}

export function topicsOf(id: string, { prefix, discovery }: TopicWish): DeviceTopics {
  const safe = id.replace(/[^A-Za-z0-9_-]/g, '_');
  return { state: `${prefix}/devices/${safe}`, discovery: `${discovery}/device/quietport_${safe}/config` };
}

/** One entity of Home Assistant, as a component of a device. */
export type Component = Readonly<Record<string, string>>;

/**
 * The entities of a device, by key (MQTT discovery of Home Assistant, device based). One that has gone is named once more
 * with its platform alone, which takes it away.
 */
export function componentsOf(
  id: string,
  { supplies, trays, counters }: KeyedReadings,
  stateTopic: string,
): Record<string, Component> {
  const entity = (
    key: string,
    platform: 'sensor' | 'binary_sensor',
    name: string,
    more: Component,
  ): [string, Component] => [key, { p: platform, unique_id: `quietport_${id}_${key}`, name: title(name), ...more }];
  const sensor = (key: string, name: string, more: Component) => entity(key, 'sensor', name, more);
  const flag = (field: string) => ({
    value_template: `{{ 'None' if value_json.${field} is none else ('ON' if value_json.${field} else 'OFF') }}`,
  });
  const level = (
    part: 'supplies' | 'trays',
    row: KeyedReadings['trays'][number] | KeyedReadings['supplies'][number],
  ) => {
    const at = `value_json.${part}['${row.key}']`;
    const key = `${part === 'supplies' ? 'supply' : 'tray'}_${row.key}`;
    // another key: Home Assistant keeps statistics of numbers, and a word is none
    return row.level.type === 'exact'
      ? sensor(key, row.name, {
          unit_of_measurement: '%',
          state_class: 'measurement',
          icon: part === 'supplies' ? 'mdi:water-percent' : 'mdi:tray',
          value_template: `{{ ${at}.percent }}`,
        })
      : sensor(`${key}_level`, row.name, { value_template: `{{ ${at}.level }}` });
  };
  return Object.fromEntries([
    sensor('state', 'State', {
      icon: 'mdi:printer',
      value_template: '{{ value_json.state }}',
      json_attributes_topic: stateTopic,
      json_attributes_template: '{{ {"reasons": value_json.reasons, "since": value_json.since} | tojson }}',
    }),
    entity('problem', 'binary_sensor', 'Problem', {
      device_class: 'problem',
      ...flag('problem'),
      json_attributes_topic: stateTopic,
      json_attributes_template: '{{ {"complaints": value_json.complaints} | tojson }}',
    }),
    entity('connected', 'binary_sensor', 'Connected', {
      device_class: 'connectivity',
      entity_category: 'diagnostic',
      ...flag('connected'),
    }),
    ...supplies.map((row) => level('supplies', row)),
    ...trays.map((row) => level('trays', row)),
    ...counters.map(({ key, name, unit }) =>
      sensor(`counter_${key}`, name, {
        state_class: 'total_increasing',
        ...(unit === 'hours'
          ? { device_class: 'duration', unit_of_measurement: 'h' }
          : { unit_of_measurement: unit === 'unknown' || unit === 'other' ? 'counts' : unit }),
        value_template: `{{ value_json.counters['${key}'].value }}`,
      }),
    ),
  ]);
}

/** What Home Assistant is told of a device. `gone` are keys and platforms of entities that it had before. */
export function discoveryMessage(
  device: Device,
  components: Readonly<Record<string, Component>>,
  gone: Readonly<Record<string, string>>,
  topics: DeviceTopics,
  statusTopic: string,
  version: string,
): object {
  const { id, facts } = device;
  const text = (key: 'make' | 'model' | 'firmware' | 'serial') => {
    const value = title(facts[key]?.value ?? '');
    return value === '' ? undefined : value;
  };
  const url = facts.adminUrl?.value ?? '';
  return {
    dev: {
      ids: [`quietport_${id}`],
      name: title(facts.name?.value ?? '') || [text('make'), text('model')].filter(Boolean).join(' ') || id,
      mf: text('make'),
      mdl: text('model'),
      sw: text('firmware'),
      sn: text('serial'),
      cns: device.interfaces.flatMap(({ mac }) => (mac === undefined ? [] : [['mac', mac]])),
      // a broken one would make Home Assistant refuse the whole message
      ...(/^https?:\/\/[^\s/]+/.test(url) && URL.canParse(url) ? { cu: url } : {}),
    },
    o: { name: 'Quietport', sw: version },
    avty: [{ t: statusTopic }],
    stat_t: topics.state,
    cmps: {
      ...components,
      ...Object.fromEntries(Object.entries(gone).map(([key, platform]) => [key, { p: platform }])),
    },
  };
}

/** A text of the device as people read it: one line, and not endless. */
function title(text: string): string {
  return [...clean(text).slice(0, 200)].slice(0, 100).join('');
}
