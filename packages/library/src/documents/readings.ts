import {
  type Alert,
  type Counter,
  type Device,
  knownReadings,
  type Reading,
  type Supply,
  type Tray,
  wordsOfLevel,
} from '@quietport/core';

/**
 * How a device is, as its document and `quietport/status@1` show it. `reading` is the name by which `why` and the history
 * know it, `text` the level in words.
 */
export function readingDocuments(device: Device): {
  readonly supplies: readonly object[];
  readonly trays: readonly object[];
  readonly counters: readonly object[];
  readonly alerts: readonly object[];
} {
  // in this order, as knownReadings has them
  const names = knownReadings(device).keys();
  const named = (document: object): object => ({ reading: names.next().value, ...document });
  return {
    supplies: device.supplies.map(supplyDocument).map(named),
    trays: device.trays.map(trayDocument).map(named),
    counters: device.counters.map(counterDocument).map(named),
    alerts: device.alerts.map(alertDocument).map(named),
  };
}

function supplyDocument(supply: Supply): object {
  const { name, kind, direction, level, raw, also, against } = supply;
  return {
    name,
    kind,
    colorant: supply.colorant ?? null,
    direction,
    level,
    text: wordsOfLevel(level, raw, direction),
    raw: rawDocument(raw),
    ...(supply.partNumber === undefined ? {} : { partNumber: supply.partNumber }),
    ...(supply.serial === undefined ? {} : { serial: supply.serial }),
    ...(supply.thresholds === undefined ? {} : { thresholds: supply.thresholds }),
    ...readingDocument(supply),
    also: also.map((row) => ({
      level: row.level,
      text: wordsOfLevel(row.level, row.raw, direction),
      raw: rawDocument(row.raw),
      ...readingDocument(row),
    })),
    against: against.map((row) => ({
      level: row.level,
      text: wordsOfLevel(row.level, row.raw, direction),
      raw: rawDocument(row.raw),
      ...readingDocument(row),
    })),
  };
}

function trayDocument(tray: Tray): object {
  const { name, level, raw, media, problem } = tray;
  return {
    name,
    level,
    text: wordsOfLevel(level, raw),
    raw: rawDocument(raw),
    media: media ?? null,
    problem: problem ?? null,
    ...readingDocument(tray),
  };
}

function counterDocument(counter: Counter): object {
  const { name, value, unit, segment } = counter;
  return {
    name,
    value,
    unit,
    segment: { since: iso(segment.since), from: segment.from, before: segment.before ?? null },
    ...readingDocument(counter),
  };
}

function alertDocument(alert: Alert): object {
  const { severity, code, group, text } = alert;
  return { severity, code, group: group ?? null, text: text ?? null, ...readingDocument(alert) };
}

function rawDocument({ level, max, unit }: Supply['raw']): object {
  return { level: level ?? null, max: max ?? null, unit: unit ?? null };
}

function readingDocument({ source, observedAt }: Reading): object {
  return { source, observedAt: iso(observedAt) };
}

export function iso(at: number): string {
  return new Date(at).toISOString();
}
