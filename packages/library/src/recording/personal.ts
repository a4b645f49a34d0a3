import { type Catalogue, type Device, encodeText, type Field, parseIp } from '@quietport/core';
import { bytesOf } from './bytes-of.ts';
import type { Recording } from './recording.ts';

/** A value that names a device, a person or a place, by the kind of its disguise. */
export interface Personal {
  readonly is: 'text' | 'host' | 'mac' | 'address' | 'uuid';
  readonly value: string;
}

/**
 * What in a recording names somebody or something: the identity that its device shows (every value, the contradictions
 * too), and the fields that hold people and places, by the names that the rooms give them.
 */
export function personalIn(recording: Recording, device: Device, catalogue: Catalogue): readonly Personal[] {
  const { serial, uuid, name, location, adminUrl } = device.facts;
  const all = (fact: typeof serial) =>
    fact === undefined ? [] : [fact.value, ...fact.against.map(({ value }) => value)];
  const fields = fieldsOf(recording, catalogue);
  const held = fields.filter(({ path }) => people.test(path)).map(({ text }) => text.replace(/^"(.*)"$/, '$1').trim());
  const texts = [...all(serial), ...all(location), ...all(name), ...held];
  // a host called "printer" names nobody, and without that word no packet could be read
  const vocabulary = fields.map(({ path }) => path.toLowerCase()).join('\n');
  const hosts = [...device.hostnames, ...all(adminUrl).flatMap((url) => hostOf(url) ?? [])];
  const addresses = [recording.address, ...device.interfaces.flatMap((row) => [...row.addresses, ...row.claimed])];
  const found: Personal[] = [
    ...device.interfaces.flatMap(({ mac }) => (mac === undefined ? [] : [{ is: 'mac' as const, value: mac }])),
    ...all(uuid).map((value) => ({ is: 'uuid' as const, value })),
    ...addresses.map((value) => ({ is: 'address' as const, value: value.replace(/%.*$/, '') })),
    ...hosts.filter((host) => parseIp(host) === undefined).map((host) => ({ is: 'host' as const, value: label(host) })),
    ...texts.filter((text) => !isNoSecret(text, recording, device)).map((value) => ({ is: 'text' as const, value })),
  ];
  const seen = new Set<string>();
  return found.filter(({ value }) => {
    const key = value.toLowerCase();
    if (encodeText(value).length < SHORTEST || seen.has(key)) return false;
    if (/^[a-z]+$/.test(key) && vocabulary.includes(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Every field of every answer, as its room (and whoever rides on it) describes it. */
function fieldsOf(recording: Recording, catalogue: Catalogue): readonly Field[] {
  return Object.entries(recording.rooms).flatMap(([room, exchanges]) => {
    const protocol = catalogue.find(({ id }) => id === room);
    if (protocol === undefined) return [];
    // what a room says that rides on this one stands in the same packets
    const riders = catalogue.filter(({ probes }) =>
      probes.some((probe) => probe.reach === 'host' && probe.rides && protocol.abilities?.[probe.rides] !== undefined),
    );
    return exchanges
      .flatMap(bytesOf)
      .flatMap((bytes) => [protocol, ...riders].flatMap((one) => one.describe(bytes).fields));
  });
}

/** A name that is the model's, and what stands in a path, says nothing of anybody; without them nothing would answer. */
function isNoSecret(text: string, recording: Recording, { facts }: Device): boolean {
  const plain = (value: string | undefined) => (value ?? '').toLowerCase();
  const model = plain(facts.model?.value);
  const inPath = Object.values(recording.rooms)
    .flat()
    .some((row) => row.over === 'http' && row.path.toLowerCase().includes(text.toLowerCase()));
  const said = text.toLowerCase();
  return (
    inPath ||
    (model !== '' && (said === model || said === `${plain(facts.make?.value)} ${model}` || model.endsWith(said)))
  );
}

function hostOf(url: string): string | undefined {
  return /^[a-z]+:\/\/(\[[^\]]*\]|[^/:]+)/i.exec(url)?.[1];
}

function label(host: string): string {
  return host.replace(/\.$/, '').split('.')[0] ?? host;
}

const people =
  /contact|organi[sz]ation|user-?name|ssid|geo-?location|owner|e-?mail|syslocation|operator|asset|job-name/i;
/** What has one or two letters is in every text by chance. */
const SHORTEST = 3;
