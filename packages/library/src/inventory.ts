import {
  type Attempt,
  type Device,
  Fault,
  type Fused,
  fuse,
  type LookNote,
  type Observation,
  outdatedNotes,
  type Store,
  superseded,
} from '@quietport/core';
import { correctionsOf } from './corrections/book.ts';

/**
 * Puts what was heard into the evidence log, draws the conclusions anew and keeps them. What has been said again and
 * again leaves the log with them, but for the first and the latest time (docs/decisions/0007-what-the-log-keeps.md).
 * Nothing is half done.
 */
export async function remember(
  store: Store,
  observations: readonly Observation[],
  attempts: readonly Attempt[],
  /** What the look that brought it came to, for the addresses of the devices that were known before. */
  note?: (known: ReadonlySet<string>) => readonly LookNote[],
): Promise<Fused> {
  // the evidence is kept first: should the conclusions fail, the next look draws them from the log
  await store.observations.append(observations);
  await store.attempts.append(attempts);
  return store.transaction(async (inside) => {
    const [log, asked] = [await inside.observations.all(), await inside.attempts.all()];
    if (note !== undefined) {
      const known = (await inside.devices.all()).flatMap(({ interfaces }) =>
        interfaces.flatMap((row) => row.addresses),
      );
      const notes = note(new Set(known));
      await inside.looks.append(notes);
      await inside.looks.remove(outdatedNotes(await inside.looks.all()));
    }
    const looks = await inside.looks.all();
    const fused = fuse(log, await inside.roll.all(), asked, looks, await correctionsOf(inside));
    const gone = superseded(log, fused, asked);
    await inside.observations.remove(gone);
    const left = withoutThem(fused, new Set(gone));
    await inside.roll.put(left.roll);
    await inside.devices.replace(left.devices);
    return left;
  });
}

/** No device lists an observation that is not there any more. What counts as evidence is never gone. */
export function withoutThem(fused: Fused, gone: ReadonlySet<string>): Fused {
  if (gone.size === 0) return fused;
  return {
    ...fused,
    devices: fused.devices.map((device) => ({
      ...device,
      observations: device.observations.filter((id) => !gone.has(id)),
    })),
    unplaced: fused.unplaced.filter(({ observation }) => !gone.has(observation)),
  };
}

/** Devices in the order of their addresses, as people look for them, those behind a server after it; without any last. */
export function byAddress(devices: readonly Device[]): readonly Device[] {
  const behind = (device: Device) => Number(device.interfaces.every(({ addresses }) => addresses.length === 0));
  return [...devices].sort((a, b) => compareAddresses(firstAddress(a), firstAddress(b)) || behind(a) - behind(b));
}

/** The place of a device among the others as text: IPv4 by number, then IPv6 by text, then none; behind a server after it. */
export function addressKey(device: Device): string {
  const address = firstAddress(device);
  const behind = device.interfaces.every(({ addresses }) => addresses.length === 0) ? '1' : '0';
  if (address === '') return `2${behind}`;
  if (address.includes(':')) return `1${address} ${behind}`;
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return `0${String(number).padStart(10, '0')} ${behind}`;
}

function firstAddress(device: Device): string {
  return device.interfaces.flatMap((row) => row.addresses)[0] ?? device.via?.[0]?.address ?? '';
}

/** IPv4 by number, then IPv6 by text, then none. */
function compareAddresses(a: string, b: string): number {
  const rank = (text: string) => (text === '' ? 2 : text.includes(':') ? 1 : 0);
  const number = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  return rank(a) === 0 ? number(a) - number(b) : a.localeCompare(b);
}

/**
 * The one device that a person means: an id or its beginning (an alias too), a name, serial, MAC, address or device URI.
 * Throws `device/not-found` and `device/ambiguous`.
 */
export async function findDevice(store: Store, text: string): Promise<Device> {
  const devices = await store.devices.all();
  const wanted = text.trim().toLowerCase();
  const exact = devices.filter((device) => device.id === wanted || device.aliases.includes(wanted));
  const matches = exact.length > 0 ? exact : devices.filter((device) => means(device, wanted));
  if (matches.length === 1) return matches[0]!;
  if (matches.length === 0) throw new Fault('device/not-found', { id: text });
  throw new Fault('device/ambiguous', { id: text, matches: matches.map(line).join('; ') });
}

function means(device: Device, wanted: string): boolean {
  const { name, serial, uuid } = device.facts;
  const { host, service, uuids } = partsOf(wanted);
  const mac = wanted.replaceAll('-', ':');
  const called = (fact: { readonly value: string } | undefined, ...words: readonly (string | undefined)[]) =>
    fact !== undefined && words.includes(fact.value.toLowerCase());
  return (
    (wanted !== '' && [device.id, ...device.aliases].some((id) => id.startsWith(wanted))) ||
    called(name, wanted, service) ||
    called(serial, wanted) ||
    called(uuid, wanted, ...uuids) ||
    device.hostnames.some((known) => [wanted, host].includes(known.toLowerCase().replace(/\.$/, ''))) ||
    device.interfaces.some((row) => row.mac === mac || row.addresses.includes(host) || row.addresses.includes(wanted))
  );
}

/**
 * What a device URI tells in lower case: the host, the name of the DNS-SD service (`dnssd://NAME._ipp._tcp.local/`, as CUPS
 * writes it), and UUIDs (its `uuid=`, or `urn:uuid:`, RFC 9562 section 4). Of text that is no URI all of it is the host.
 */
function partsOf(wanted: string): { host: string; service: string | undefined; uuids: readonly string[] } {
  const authority = wanted.replace(/^[a-z][a-z0-9+.-]*:\/\//, '').replace(/[/?#].*$/, '');
  const host = authority.replace(/^\[?([^\]]+?)\]?(:\d+)?$/, '$1').replace(/\.$/, '');
  const service = /^dnssd:\/\/(.+?)\._[a-z0-9-]+\._(?:tcp|udp)\./.exec(wanted)?.[1];
  const uuid = /(?:^urn:uuid:|[?&]uuid=)([0-9a-f-]{36})(?:&|$)/.exec(wanted)?.[1];
  return { host, service: service && unescaped(service), uuids: uuid === undefined ? [] : [uuid] };
}

/** Without percent signs, where they are well-formed. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text).toLowerCase();
  } catch {
    return text;
  }
}

function line(device: Device): string {
  const address = device.interfaces.flatMap((row) => row.addresses)[0];
  return [device.id, device.facts.model?.value, address].filter((part) => part !== undefined).join(' ');
}
