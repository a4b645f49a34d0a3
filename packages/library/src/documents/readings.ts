import type { Alert, Counter, Device, Reading, Supply, Tray } from '@quietport/core';

/** How a device is, as its document and `quietport/status@1` show it. */
export function readingDocuments(device: Pick<Device, 'supplies' | 'trays' | 'counters' | 'alerts'>): {
  readonly supplies: readonly object[];
  readonly trays: readonly object[];
  readonly counters: readonly object[];
  readonly alerts: readonly object[];
} {
  return {
    supplies: device.supplies.map(supplyDocument),
    trays: device.trays.map(trayDocument),
    counters: device.counters.map(counterDocument),
    alerts: device.alerts.map(alertDocument),
  };
}

export function supplyDocument(supply: Supply): object {
  const { name, kind, direction, level, raw, also, against } = supply;
  return {
    name,
    kind,
    colorant: supply.colorant ?? null,
    direction,
    level,
    raw: rawDocument(raw),
    ...(supply.partNumber === undefined ? {} : { partNumber: supply.partNumber }),
    ...(supply.serial === undefined ? {} : { serial: supply.serial }),
    ...(supply.thresholds === undefined ? {} : { thresholds: supply.thresholds }),
    ...readingDocument(supply),
    also: also.map((row) => ({ level: row.level, raw: rawDocument(row.raw), ...readingDocument(row) })),
    against: against.map((row) => ({ level: row.level, raw: rawDocument(row.raw), ...readingDocument(row) })),
  };
}

function trayDocument(tray: Tray): object {
  const { name, level, raw, media, problem } = tray;
  return {
    name,
    level,
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
