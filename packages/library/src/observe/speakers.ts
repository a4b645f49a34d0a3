import {
  type Catalogue,
  type Device,
  type Hint,
  isNcdp2Frame,
  lookAtBytes,
  OBSERVED,
  type Observation,
  type Store,
  type Transport,
} from '@quietport/core';

/** Somebody who spoke on a watched port in a language that no room of ours reads there. */
export interface Speaker {
  /** The device that is known at the address; nothing says that it is the one that spoke for itself. */
  readonly device: Device | undefined;
  readonly address: string;
  /** The number that was watched, or that he spoke from where the evidence is older than that note. */
  readonly port: number;
  readonly transport: Transport;
  /** How many different messages the evidence holds. */
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** The latest of them, in order of time. */
  readonly messages: readonly Observation[];
  /** What the bytes suggest, and never a fact; their places count from 0 among `messages`. */
  readonly hints: readonly Hint[];
}

export interface SpeakersWish {
  /** One number only. */
  readonly port?: number | undefined;
  readonly transport?: Transport | undefined;
  /** So many speakers at most, the latest first: 50 if absent. */
  readonly most?: number;
  /** What is known by now, where the caller has it. */
  readonly devices?: readonly Device[];
}

/**
 * Reads back what was heard on watched ports (`observe`, and listening on 3259) out of the evidence, the latest speaker
 * first: bytes that are neither the NCDP/2 open profile nor ENPC. What is one of these is left to the devices.
 */
export async function observedSpeakers(
  store: Pick<Store, 'observations' | 'devices'>,
  catalogue: Catalogue,
  { port, transport, most = 50, devices }: SpeakersWish = {},
): Promise<readonly Speaker[]> {
  const known = knownHere(catalogue);
  const bySpeaker = new Map<string, Observation[]>();
  for (const observation of await store.observations.of(OBSERVED)) {
    const { from, raw } = observation;
    if (raw.length === 0) continue;
    if ((port !== undefined && watchedPort(observation) !== port) || known(raw)) continue;
    if (transport !== undefined && from.transport !== transport) continue;
    const key = `${from.address} ${from.transport} ${watchedPort(observation)}`;
    const heard = bySpeaker.get(key);
    if (heard === undefined) bySpeaker.set(key, [observation]);
    else heard.push(observation);
  }
  const latest = [...bySpeaker.values()].sort((a, b) => b.at(-1)!.at - a.at(-1)!.at).slice(0, most);
  if (latest.length === 0) return [];
  const inventory = devices ?? (await store.devices.all());
  const decoders = catalogue.filter(({ decodes, ports }) => decodes !== false && ports.length > 0);
  return latest.map((heard) => speakerOf(heard, inventory, decoders));
}

function speakerOf(heard: readonly Observation[], devices: readonly Device[], decoders: Catalogue): Speaker {
  const [first, last] = [heard[0]!, heard.at(-1)!];
  const { address, transport } = first.from;
  const port = watchedPort(first);
  const messages = heard.slice(-MOST_MESSAGES);
  return {
    device: devices.find(({ interfaces }) => interfaces.some((row) => row.addresses.includes(address))),
    ...{ address, port, transport, count: heard.length, firstAt: first.at, lastAt: last.at, messages },
    hints: lookAtBytes(
      messages.map(({ at, from, raw }) => ({ at, from, bytes: raw })),
      port,
      decoders,
    ),
  };
}

function watchedPort({ watched, from }: Observation): number {
  return watched ?? from.port;
}

/** Frames of the two protocols with Epson's frame table that we read. */
function knownHere(catalogue: Catalogue): (bytes: Uint8Array) => boolean {
  const enpc = catalogue.find(({ id }) => id === 'enpc');
  return (bytes) => isNcdp2Frame(bytes) || enpc?.describe(bytes).ok === true;
}

const MOST_MESSAGES = 100;
