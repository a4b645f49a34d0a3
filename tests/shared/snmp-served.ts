import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Answer, Effect } from '../../packages/core/src/contracts/conversation.ts';
import type { HostTarget } from '../../packages/core/src/contracts/protocol.ts';
import type { VirtualDevice } from '../../packages/core/src/contracts/virtual-device.ts';
import type { Claim } from '../../packages/core/src/model/claim.ts';
import { answers } from '../../packages/core/src/protocols/snmp/answers.ts';
import { identify } from '../../packages/core/src/protocols/snmp/talk.ts';
import { type Performed, perform } from '../support/perform.ts';

const folder = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));

/** One recording of the corpus, with what its index says about the device. */
export interface Recorded {
  readonly file: string;
  readonly kind: string;
  readonly make: string;
  readonly model: string;
  readonly text: string;
}

/** Every recorded walk; one that the index does not know fails here. */
export function recordings(): readonly Recorded[] {
  const index = new Map(
    readFileSync(`${folder}INDEX.tsv`, 'utf8')
      .split('\n')
      .map((line) => line.split('\t'))
      .map((cells) => [cells[0] ?? '', cells]),
  );
  return readdirSync(`${folder}snmp`)
    .filter((file) => file.endsWith('.snmprec'))
    .sort()
    .map((file) => {
      const cells = index.get(`snmp/${file}`);
      if (cells === undefined) throw new Error(`${file} is not in the index`);
      const [, kind = '', make = '', model = ''] = cells;
      return { file, kind, make, model, text: readFileSync(`${folder}snmp/${file}`, 'utf8') };
    });
}

/** What the real conversation hears from the recording, replayed in memory. */
export function identified(
  text: string,
  quirks: Readonly<Record<string, string>> = {},
  contexts: Readonly<Record<string, string>> = {},
): Performed<unknown> {
  const named = Object.entries(contexts).map(([name, recording]) => [`snmp@${name}`, recording] as const);
  const [agent] = answers({ ...device, quirks, recordings: { snmp: text, ...Object.fromEntries(named) } });
  if (agent?.on !== 'udp') throw new Error('an agent answers datagrams');
  const waiting: Uint8Array[] = [];
  let dice = 0;
  const world = (effect: Effect): Answer => {
    switch (effect.do) {
      case 'chance':
        return Uint8Array.of(0, 0, ++dice >> 8, dice);
      case 'send': {
        const asked = { from: { address: '192.0.2.1', port: 40000, transport: 'udp' as const }, bytes: effect.bytes };
        waiting.push(...agent.answer(asked).map(({ bytes }) => bytes));
        return true;
      }
      case 'hear': {
        const bytes = waiting.shift();
        return bytes && { from: { address: host.address, port: 161, transport: 'udp' }, bytes, leftMs: effect.waitMs };
      }
      case 'take-key':
        return undefined;
      default:
        throw new Error(`this conversation does not ${effect.do}`);
    }
  };
  return perform(identify(host), world);
}

export function claimsIn(performed: Performed<unknown>): readonly Claim[] {
  return performed.told.flatMap(({ claims }) => claims);
}

const host: HostTarget = {
  address: '192.0.2.9',
  port: (standard) => standard,
  leads: [],
  waitMs: 500,
  tries: 3,
  community: 'public',
};

export const device: VirtualDevice = {
  id: 'replayed',
  kind: 'printer',
  make: '',
  model: '',
  serial: '',
  uuid: '',
  mac: '',
  firmware: '',
  name: '',
  hostname: '',
  location: '',
  deviceId: '',
  address: '192.0.2.9',
  prefixLength: 24,
  gateway: '192.0.2.1',
  state: 'idle',
  stateReasons: [],
  supplies: [],
  impressions: 0,
  speaks: ['snmp'],
  quirks: {},
  recordings: {},
  port: (standard) => standard,
};
