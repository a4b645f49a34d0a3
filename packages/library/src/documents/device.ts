import type { Device, Evidence, Known } from '@quietport/core';
import { vendorOf } from '@quietport/knowledge/vendors';
import { iso, readingDocuments } from './readings.ts';

export { iso };

const sourcesOf = (evidence: readonly Evidence[]): string[] => [...new Set(evidence.map((row) => row.protocol))];

/** A device as `quietport/device@1`. */
export function deviceDocument(device: Device): object {
  return {
    schema: 'quietport/device@1',
    id: device.id,
    provisional: device.provisional,
    kind: device.kind,
    aliases: device.aliases,
    facts: Object.fromEntries(Object.entries(device.facts).map(([fact, known]) => [fact, factDocument(known)])),
    hostnames: device.hostnames,
    interfaces: device.interfaces.map((row) => ({
      mac: row.mac ?? null,
      // by its prefix: the maker of the network card, and no word of the device's
      macVendor: row.mac === undefined ? null : (vendorOf(row.mac).maker ?? null),
      macLocal: row.mac === undefined ? null : vendorOf(row.mac).locallyAdministered,
      addresses: row.addresses,
      claimed: row.claimed,
    })),
    via: device.via ?? [],
    ports: device.ports.map((port) => ({
      address: port.endpoint.address,
      port: port.endpoint.port,
      transport: port.endpoint.transport,
      state: port.state,
      service: port.service ?? null,
    })),
    state: { word: device.state.word, reasons: device.state.reasons, since: iso(device.state.since) },
    ...readingDocuments(device),
    seen: { first: iso(device.seen.first), last: iso(device.seen.last) },
    ignored: device.ignored === true,
  };
}

function factDocument(known: Known<string>): object {
  return {
    value: known.value,
    grade: known.grade,
    sources: sourcesOf(known.evidence),
    against: known.against.map((row) => ({ value: row.value, sources: sourcesOf(row.evidence) })),
  };
}
