import { encodeText, formatEndpoint, formatHex, type Observation } from '@quietport/core';
import type { Found } from '../find.ts';
import { announcedIn, unpublishedIn } from '../heard-only.ts';
import type { House } from '../house.ts';
import { byAddress, remember } from '../inventory.ts';
import { captureNotes } from './capture-notes.ts';
import { isFaint } from './faint.ts';
import { type CaptureFile, type HeardCapture, hearCapture, type RoomTold } from './hear-capture.ts';

/** One file of a reading. */
export interface ReadCapture {
  readonly name: string;
  readonly heard: HeardCapture;
}

/** The same as a look brings, from captures: nothing was asked and nothing sent. */
export interface ReadCaptures extends Found {
  readonly captures: readonly ReadCapture[];
}

/**
 * What captures tell, as if we had been there: each packet at its own time. It goes into the house's store; take one of
 * its own where the captures are a stranger's. Reading a file again changes nothing. Throws `file/no-capture`.
 */
export async function readCaptures(
  files: readonly CaptureFile[],
  house: House,
  signal: AbortSignal,
): Promise<ReadCaptures> {
  const evidence = new Evidence(house);
  const captures: ReadCapture[] = [];
  for (const file of files) {
    const heard = await hearCapture(file, house, signal, (_, tellings) => {
      for (const told of tellings) evidence.add(told);
    });
    captures.push({ name: file.name, heard });
  }
  const { observations, aside, full } = evidence.gathered();
  const fused = await remember(house.store, observations, []);
  const ids = new Set(observations.map(({ id }) => id));
  const times = captures.flatMap(({ heard }) => [heard.first ?? [], heard.last ?? []].flat());
  const interrupted = signal.aborted;
  return {
    captures,
    startedAt: times.reduce((least, at) => Math.min(least, at), times[0] ?? 0),
    finishedAt: times.reduce((most, at) => Math.max(most, at), times[0] ?? 0),
    scope: [],
    devices: byAddress(fused.devices.filter((device) => device.observations.some((id) => ids.has(id)))),
    coverage: {
      asked: 0,
      answered: new Set(observations.map(({ from }) => from.address)).size,
      notCovered: [
        ...captures.flatMap(({ name, heard }) => captureNotes(name, heard)),
        ...(aside === 0
          ? []
          : [`${aside} ${aside === 1 ? 'host' : 'hosts'} showed nothing but a name or a web page: left out.`]),
        ...(full ? [`More than ${MOST_OBSERVATIONS} different things were heard: the rest was passed over.`] : []),
      ],
    },
    ...{ ledger: [], refused: [], troubles: [], observations, interrupted },
    conflicts: fused.conflicts.filter(({ evidence: rows }) => rows.some((id) => ids.has(id))),
    announced: announcedIn(observations),
    unpublished: unpublishedIn(observations),
    endedBy: interrupted ? 'interrupt' : 'itself',
  };
}

/** What was told, each thing for the first and the last time. */
class Evidence {
  readonly #house: House;
  readonly #kept = new Map<string, { first: Observation; last: Observation }>();
  #full = false;

  constructor(house: House) {
    this.#house = house;
  }

  add({ at, told }: RoomTold): void {
    const { cryptography, host } = this.#house;
    const { from, protocol, raw, claims, relayed } = told;
    const said = `${protocol} ${formatEndpoint(from)} ${from.transport} ${relayed ?? ''} ${JSON.stringify(claims)}`;
    const hash = (bytes: Uint8Array) => formatHex(cryptography.hash('sha256', bytes));
    const key = hash(encodeText(`${said} ${hash(raw)}`));
    const observation: Observation = {
      ...told,
      raw: raw.slice(),
      // of what it says and when: the same file read again brings the same
      id: `c${hash(encodeText(`${at} ${key}`)).slice(0, 20)}`,
      at: Math.round(at),
      vantage: { host, interface: CAPTURE },
    };
    const known = this.#kept.get(key);
    if (known !== undefined) {
      if (observation.at < known.first.at) known.first = observation;
      if (observation.at > known.last.at) known.last = observation;
    } else if (this.#kept.size < MOST_OBSERVATIONS) this.#kept.set(key, { first: observation, last: observation });
    else this.#full = true;
  }

  /** In order of time. Hosts of which nothing but a name or a web page was seen are set aside: they may be anybody's. */
  gathered(): { readonly observations: readonly Observation[]; readonly aside: number; readonly full: boolean } {
    const all = [...new Set([...this.#kept.values()].flatMap(({ first, last }) => [first, last]))];
    // an ARP packet alone is no word to be left out
    const hosts = new Set(all.filter(({ protocol }) => protocol !== 'neighbours').map(({ from }) => from.address));
    const shown = new Set(all.filter(({ claims }) => !isFaint(claims)).map(({ from }) => from.address));
    const observations = all.filter(({ from }) => shown.has(from.address)).sort((a, b) => a.at - b.at);
    return { observations, aside: hosts.size - shown.size, full: this.#full };
  }
}

const CAPTURE = 'capture';
const MOST_OBSERVATIONS = 100_000;
