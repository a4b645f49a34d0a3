import { classOfText, formatHex, type HeardBytes, lookAtBytes } from '@quietport/core';
import { hintRecord } from '../documents/observation.ts';
import type { House } from '../house.ts';
import { disguised } from './disguised.ts';
import { isSomebodys } from './names-in-bytes.ts';
import type { Observed, ObservedMessage } from './observed.ts';
import { personalHere } from './personal-here.ts';

/**
 * What was heard as `quietport/dossier@1`, for others to read: who spoke is a number, every name is in disguise, times count
 * from the first message, lengths stay. Its hints are those of the redacted bytes. Throws `observe/would-leak`.
 */
export async function dossierDocument(observed: Observed, house: House): Promise<object> {
  const { port, by, startedAt, endedBy } = observed;
  const chosen = someOf(observed.messages);
  const known = await personalHere(observed, house);
  const {
    messages: bytes,
    replaced,
    magic,
  } = disguised(
    chosen.map((message) => message.bytes),
    known,
    house.dice,
  );
  const own = new Set((await house.network.interfaces()).flatMap((row) => row.addresses.map(({ address }) => address)));
  const hosts = new Hosts(own);
  const first = chosen[0]?.at ?? startedAt;
  const shown = chosen.map((message, i) => shownAs(message, bytes[i]!, chosen[i]!.bytes, first, hosts));
  const heard = chosen.map((message, i): HeardBytes => {
    const end = (place: HeardBytes['from']) => ({ ...place, address: hosts.nameOf(place.address) });
    return { at: message.at, from: end(message.from), bytes: bytes[i]!, ...(message.to && { to: end(message.to) }) };
  });
  const decoders = house.catalogue.filter(({ decodes, ports }) => decodes !== false && ports.length > 0);
  const hints = lookAtBytes(heard, port, decoders);
  const left = observed.messages.length - chosen.length;
  const report = [
    `What was heard on port ${port}${observed.transport === undefined ? '' : `/${observed.transport}`}, on ${new Date(startedAt).toISOString().slice(0, 10)}, by ${by}.`,
    `${chosen.length} messages between ${hosts.all().length} addresses${left === 0 ? '' : `; ${left} more are left out`}. Nothing was answered to any of them.`,
    'Redacted: hosts are numbers, and addresses, MACs, UUIDs, serial numbers and every word that is not known to name nobody are in disguise, one value always in the same one, as long as it was. "replaced" lists the bytes that were changed, as offset and length.',
    ...(magic === undefined ? [] : [`The beginning "${magic}" of every message was left as it is.`]),
    'Names in other scripts in UTF-16, and what is encrypted or packed, are not recognised: look through it before you publish it.',
    'The hints are what the bytes remind of. None of them is a fact.',
    ...hints.map(({ weight, text, because }) => `${weight}: ${text} (${because})`),
  ];
  return {
    ...{ schema: 'quietport/dossier@1', report, port, transport: observed.transport ?? null, by, endedBy, left },
    hosts: hosts.all(),
    redaction: { valuesFound: replaced, kept: magic === undefined ? [] : [magic] },
    messages: shown,
    hints: hints.map(hintRecord),
  };
}

/** The first ones: a dossier is read by people. */
function someOf(messages: readonly ObservedMessage[]): readonly ObservedMessage[] {
  let size = 0;
  return messages.filter((message, i) => {
    size += message.bytes.length;
    return i < MOST_MESSAGES && size <= MOST_BYTES;
  });
}

function shownAs(message: ObservedMessage, bytes: Uint8Array, before: Uint8Array, first: number, hosts: Hosts): object {
  const { number, at, what, from, to, way, label } = message;
  const place = (end: typeof from) => ({ host: hosts.nameOf(end.address), port: end.port });
  return {
    ...{ number, afterMs: Math.round(at - first), what, transport: from.transport, from: place(from) },
    ...{ to: to === undefined ? null : place(to), way: way ?? null, length: bytes.length, bytes: formatHex(bytes) },
    ...{ replaced: changesIn(before, bytes), label: label ?? null },
  };
}

/** Offset and length of each run of bytes that differ. */
function changesIn(before: Uint8Array, after: Uint8Array): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (let at = 0; at < after.length; at++) {
    if (before[at] === after[at]) continue;
    const last = runs.at(-1);
    if (last !== undefined && last[0] + last[1] === at) last[1]++;
    else runs.push([at, 1]);
  }
  return runs;
}

/** Hosts by numbers, in the order in which they come up; what is everybody's keeps its address. */
class Hosts {
  readonly #own: ReadonlySet<string>;
  readonly #names = new Map<string, string>();
  #count = 0;

  constructor(own: ReadonlySet<string>) {
    this.#own = own;
  }

  nameOf(address: string): string {
    const known = this.#names.get(address);
    if (known !== undefined) return known;
    const bare = address.replace(/%.*$/, '');
    const name = isSomebodys(bare) ? `host-${++this.#count}` : bare;
    this.#names.set(address, name);
    return name;
  }

  all(): readonly object[] {
    return [...this.#names].map(([address, host]) => ({
      host,
      family: address.includes(':') ? 6 : 4,
      class: classOfText(address.replace(/%.*$/, '')),
      thisMachine: this.#own.has(address),
    }));
  }
}

const MOST_MESSAGES = 200;
const MOST_BYTES = 128 * 1024;
