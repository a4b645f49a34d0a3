import { catalogue, type Locksmith } from '../../packages/core/src/index.ts';
import { decodeIpp } from '../../packages/core/src/protocols/ipp/codec.ts';
import { encodeIpp } from '../../packages/core/src/protocols/ipp/codec-encode.ts';
import type { IppAttribute } from '../../packages/core/src/protocols/ipp/codec-message.ts';
import {
  apply,
  type House,
  inspect,
  type ManageWorld,
  memoryJournal,
  plan,
  planUndo,
} from '../../packages/library/src/index.ts';
import { openMemoryStore, systemCryptography } from '../../packages/node/src/index.ts';
import { ManualClock, seededDice, simulateLan } from '../../packages/virtual/src/index.ts';
import { MemoryVault } from './memory-vault.ts';

const never = new AbortController().signal;
export const AT = '10.0.0.9';
export const UUID = 'urn:uuid:11111111-2222-3333-4444-555555555555';
const SETS = ['printer-location', 'printer-info'];

interface Manner {
  readonly operations?: readonly number[];
  readonly settable?: readonly string[];
  /** What it makes of what it is told. */
  readonly keeps?: (value: string, name: string) => string | undefined;
  /** It goes away once it has taken the change, or before it. */
  readonly dies?: 'after' | 'before';
  readonly status?: number;
  /** The WWW-Authenticate with which it answers a change that carries no login by Digest. */
  readonly wants?: string;
}

/** A printer with a memory on a segment, met once; `there` may be changed while the test goes on. */
export async function met(manner: Manner = {}, locksmith?: Locksmith) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 4, segments: { office: { delayMs: 2 } } });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const house: House = {
    ...{ network: on('here', '10.0.0.1').network, clock, dice: seededDice(5), cryptography: systemCryptography },
    ...{ catalogue, store: openMemoryStore(), host: 'here', neighbourLimit: async () => 1000 },
    ...(locksmith === undefined ? {} : { locksmith }),
  };
  const there = { uuid: UUID, values: new Map([['printer-location', 'Bar 1']]), asked: [] as number[], manner };
  let gone = false;
  await on('there', AT).network.serveHttp({ address: AT, port: 631, transport: 'tcp' }, async ({ body, headers }) => {
    const read = decodeIpp(body);
    if (!read.ok || gone) return { status: 503, headers: {}, body: new Uint8Array() };
    const { code, requestId, groups } = read.value;
    const {
      operations = [0x0b, 0x13, 0x3c],
      settable = SETS,
      keeps = (value) => value,
      dies,
      status = 0,
    } = there.manner;
    const { wants } = there.manner;
    if (code === 0x13 && wants !== undefined && !/^Digest .*username="keeper"/.test(headers['authorization'] ?? ''))
      return { status: 401, headers: { 'www-authenticate': wants }, body: new Uint8Array() };
    there.asked.push(code);
    if (code === 0x13) {
      if (dies !== 'before' && status === 0)
        for (const { name, values } of groups.find(({ tag }) => tag === 4)?.attributes ?? []) {
          const kept = keeps(String(values[0]?.value ?? ''), name);
          if (kept !== undefined) there.values.set(name, kept);
        }
      gone = dies !== undefined;
      if (gone) return { status: 503, headers: {}, body: new Uint8Array() };
    }
    const attributes: IppAttribute[] = [
      one('printer-uuid', 0x45, there.uuid),
      one('printer-make-and-model', 0x41, 'Example Laser 1'),
      one('printer-name', 0x42, 'laser'),
      ...[...there.values].map(([name, value]) => one(name, 0x41, value)),
      several('printer-settable-attributes-supported', settable),
      several('identify-actions-supported', ['flash']),
      {
        name: 'operations-supported',
        values: operations.map((value) => ({ is: 'enum' as const, tag: 0x23, value })),
      },
    ];
    const operation = [one('attributes-charset', 0x47, 'utf-8'), one('attributes-natural-language', 0x48, 'en')];
    const answer = encodeIpp({
      ...{ version: 0x0200, code: code === 0x13 ? status : 0, requestId, ended: true, data: new Uint8Array() },
      groups: [{ tag: 1, attributes: operation }, ...(code === 0x0b ? [{ tag: 4, attributes }] : [])],
    });
    return { status: 200, headers: { 'content-type': 'application/ipp' }, body: answer };
  });
  await clock.runUntil(inspect({ host: AT }, house, never));
  const sent: string[] = [];
  const world: ManageWorld = {
    ...{ house, vault: new MemoryVault([]), how: {}, signal: never },
    sent: (_, rows) => sent.push(...rows.map(({ probe, port }) => `${probe} ${port}`)),
  };
  const lines: string[] = [];
  const journal = memoryJournal(lines);
  const run = <T>(work: Promise<T>): Promise<T> => clock.runUntil(work);
  const wish = (values: object) => run(plan([{ id: AT, values }], world));
  const come = () => {
    gone = false;
  };
  const undo = async () => run(apply(await run(planUndo(undefined, journal, world)), journal, world));
  const change = async (values: object) => (await run(apply(await wish(values), journal, world))).devices[0]!;
  return { there, world, wish, change, undo, come, run, sent, lines, journal };
}

function one(name: string, tag: number, value: string): IppAttribute {
  return { name, values: [{ is: 'text', tag, value }] };
}

function several(name: string, values: readonly string[]): IppAttribute {
  return { name, values: values.map((value) => ({ is: 'text', tag: 0x44, value })) };
}
