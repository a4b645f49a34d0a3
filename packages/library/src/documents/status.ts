import type { Status } from '../status.ts';
import { forecastFields } from './forecast.ts';
import { iso, readingDocuments } from './readings.ts';

/** How devices are, as `quietport/status@1`. */
export function statusDocument(status: Status): object {
  return {
    schema: 'quietport/status@1',
    at: iso(status.at),
    devices: status.devices.map((row) => statusRecord(row)),
    ...(status.escpos === undefined ? {} : { escpos: status.escpos }),
  };
}

/** One device of it. */
export function statusRecord({ device, checked, forecast }: Status['devices'][number]): object {
  const readings = readingDocuments(device);
  return {
    id: device.id,
    name: device.facts.name?.value ?? null,
    make: device.facts.make?.value ?? null,
    model: device.facts.model?.value ?? null,
    check: checked.word,
    complaints: checked.complaints,
    state: { word: device.state.word, reasons: device.state.reasons, since: iso(device.state.since) },
    ...readings,
    supplies: readings.supplies.map((supply, i) => {
      const known = forecast?.supplies[i];
      return known === undefined ? supply : { ...supply, ...forecastFields(known.supply, known.forecast) };
    }),
    seen: { first: iso(device.seen.first), last: iso(device.seen.last) },
  };
}
