import { userInfo } from 'node:os';
import { type Device, encodeText } from '@quietport/core';
import type { House } from '../house.ts';
import type { Personal } from '../recording/personal.ts';
import { isSomebodys } from './names-in-bytes.ts';
import type { Observed } from './observed.ts';
import { everybodysWords } from './vocabulary.ts';

/**
 * What is known to name somebody here, whether or not it stands in the bytes: the peers, this machine and its user, the
 * devices of the inventory, and the hardware addresses of all of them.
 */
export async function personalHere(observed: Observed, house: House): Promise<readonly Personal[]> {
  const interfaces = await house.network.interfaces();
  const peers = new Set(observed.messages.flatMap(({ from, to }) => [from.address, to?.address ?? '']));
  const own = interfaces.flatMap(({ addresses }) => addresses.map(({ address }) => address));
  const devices = await house.store.devices.all();
  const macs = [...observed.macs, ...(await neighboursOf(peers, house)), ...interfaces.flatMap(({ mac }) => mac ?? [])];
  const all: Personal[] = [
    ...macs.map((value) => ({ is: 'mac' as const, value: value.toLowerCase().replaceAll('-', ':') })),
    ...[...peers, ...own].map((value) => ({ is: 'address' as const, value: value.replace(/%.*$/, '') })),
    ...[house.host, house.host.split('.')[0]!].map((value) => ({ is: 'host' as const, value })),
    { is: 'text', value: userInfo().username },
    ...devices.flatMap(identityOf),
  ];
  return all.filter(({ is, value }) =>
    is === 'address'
      ? isSomebodys(value)
      : encodeText(value).length >= SHORTEST && !everybodysWords.has(value.toLowerCase()),
  );
}

function identityOf({ facts, interfaces, hostnames }: Device): readonly Personal[] {
  const all = ({ serial, name, location }: Device['facts']) =>
    [serial, name, location].flatMap((fact) =>
      fact === undefined ? [] : [fact.value, ...fact.against.map(({ value }) => value)],
    );
  return [
    ...interfaces.flatMap(({ mac }) => (mac === undefined ? [] : [{ is: 'mac' as const, value: mac }])),
    ...interfaces
      .flatMap((row) => [...row.addresses, ...row.claimed])
      .map((value) => ({ is: 'address' as const, value: value.replace(/%.*$/, '') })),
    ...(facts.uuid === undefined
      ? []
      : [{ is: UUID.test(facts.uuid.value) ? ('uuid' as const) : ('text' as const), value: facts.uuid.value }]),
    ...hostnames.map((host) => ({ is: 'host' as const, value: host.replace(/\.$/, '').split('.')[0]! })),
    ...all(facts).map((value) => ({ is: 'text' as const, value })),
  ];
}

/** The hardware addresses that this machine's table has for them. */
async function neighboursOf(peers: ReadonlySet<string>, { neighbours, clock }: House): Promise<readonly string[]> {
  if (neighbours === undefined) return [];
  const signal = clock.timeout(NEIGHBOURS_MS);
  const lines = [...(await neighbours.lines(4, signal)), ...(await neighbours.lines(6, signal))];
  return lines
    .filter((line) => line.split(/\s+/).some((word) => peers.has(word)))
    .flatMap((line) => line.match(/\b[0-9a-f]{2}(?::[0-9a-f]{2}){5}\b/gi) ?? [])
    .filter((mac) => mac !== '00:00:00:00:00:00');
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SHORTEST = 3;
const NEIGHBOURS_MS = 2_000;
