import {
  type Alert,
  type AttachedKind,
  type Attributes,
  type AttributeValue,
  type Device,
  type DeviceKind,
  encodeText,
  type StateWord,
  type Supply,
  type SupplyKind,
  type SupplyLevel,
} from '@quietport/core';

/** A device of the inventory in IPP's names and values; what it does not tell is absent. */
export function deviceAttributes(device: Device): Attributes {
  const { make, model, serial, uuid, firmware, name, location } = device.facts;
  return {
    ...some('printer-make-and-model', makeAndModel(make?.value, model?.value)),
    ...some('printer-uuid', uuid && `urn:uuid:${uuid.value}`),
    ...some('printer-serial-number', serial?.value),
    ...some('printer-firmware-string-version', firmware && [firmware.value]),
    ...some('printer-name', name?.value),
    ...some('printer-location', location?.value),
    ...stateAttributes(device),
    ...alertAttributes(device.alerts),
    ...markerAttributes(device.supplies),
    ...counterAttributes(device),
  };
}

export function attachedKindOf(kind: DeviceKind): AttachedKind {
  if (kind === 'mfp' || kind === 'printer') return 'printer';
  return kind === 'print-server' || kind === 'unknown' ? 'other' : kind;
}

function makeAndModel(make: string | undefined, model: string | undefined): string | undefined {
  if (make === undefined || model === undefined) return model ?? make;
  return model.toLowerCase().startsWith(make.toLowerCase()) ? model : `${make} ${model}`;
}

/** RFC 8011, section 5.4.11. A device that sleeps is idle and says so among its reasons. */
function stateAttributes({ state }: Device): Attributes {
  const code = states[state.word];
  if (code === undefined) return {};
  const reasons = state.word === 'asleep' && state.reasons.length === 0 ? ['standby'] : state.reasons;
  return { 'printer-state': code, 'printer-state-reasons': reasons.length === 0 ? ['none'] : reasons };
}

/** PWG 5100.9, section 5.2: `code=coverOpen;severity=critical`, and a sentence for each. */
function alertAttributes(alerts: readonly Alert[]): Attributes {
  if (alerts.length === 0) return {};
  const camel = (code: string) => code.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return {
    'printer-alert': alerts.map(({ code, severity }) => encodeText(`code=${camel(code)};severity=${severity}`)),
    'printer-alert-description': alerts.map(({ code, text }) => text ?? code),
  };
}

/** The parallel lists of CUPS, one entry a supply. */
function markerAttributes(supplies: readonly Supply[]): Attributes {
  if (supplies.length === 0) return {};
  return {
    'marker-names': supplies.map(({ name }) => name),
    'marker-types': supplies.map(({ kind }) => markerTypes[kind] ?? kind),
    'marker-levels': supplies.map(({ level }) => markerLevel(level)),
  };
}

/** 0 to 100, -1 no limit, -2 unknown, -3 some left. A step that may be empty is no number. */
function markerLevel(level: SupplyLevel): number {
  switch (level.type) {
    case 'exact':
      return Math.round(level.ratio * 100);
    case 'step':
      return level.max === 0 ? 0 : level.min > 0 ? -3 : -2;
    case 'unlimited':
      return -1;
    case 'at-least-some':
      return -3;
    default:
      return -2;
  }
}

function counterAttributes({ counters }: Device): Attributes {
  const read: Record<string, number> = {};
  for (const { name, value } of counters) {
    const attribute = counterNames[name];
    if (attribute !== undefined) read[attribute] ??= value;
  }
  return read;
}

function some(name: string, value: AttributeValue | undefined): Attributes {
  return value === undefined ? {} : { [name]: value };
}

const states: Partial<Readonly<Record<StateWord, number>>> = { idle: 3, asleep: 3, processing: 4, stopped: 5 };
const counterNames: Readonly<Record<string, string>> = {
  impressions: 'printer-impressions-completed',
  sheets: 'printer-media-sheets-completed',
  pages: 'printer-pages-completed',
};
/** Our kinds in the keywords of prtMarkerSuppliesType (RFC 3805), where they differ. */
const markerTypes: Partial<Readonly<Record<SupplyKind, string>>> = {
  ribbon: 'ink-ribbon',
  wax: 'solid-wax',
  drum: 'opc',
  transfer: 'transfer-unit',
  cleaner: 'cleaner-unit',
  corona: 'corona-wire',
  oil: 'fuser-oil',
  binding: 'binding-supply',
  wrap: 'shrink-wrap',
  waste: 'other',
};
