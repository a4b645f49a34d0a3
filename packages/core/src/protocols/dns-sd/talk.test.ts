import { describe, expect, it } from 'vitest';
import { perform } from '../../../../../tests/support/perform.ts';
import type { Answer, Effect } from '../../contracts/conversation.ts';
import type { Datagram } from '../../contracts/network.ts';
import type { HostTarget, Segment } from '../../contracts/protocol.ts';
import type { VirtualDevice } from '../../contracts/virtual-device.ts';
import { type DnsMessage, decodeMessage, dnsFlags, encodeMessage } from '../../formats/dns.ts';
import type { Told } from '../../model/observation.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { answers } from './answers.ts';
import { browse, inspect, listen } from './talk.ts';

const mfp: VirtualDevice = {
  id: 'mfp',
  kind: 'mfp',
  make: 'EPSON',
  model: 'ET-9000 Series',
  serial: 'X1',
  uuid: 'cfe92100-67c4-11d4-a45f-0026ab010203',
  mac: '00:26:ab:01:02:03',
  firmware: '',
  name: 'Büro 2. OG',
  hostname: 'EPSON010203',
  location: 'Room 7',
  deviceId: '',
  address: '192.0.2.9',
  prefixLength: 24,
  gateway: '192.0.2.1',
  state: 'idle',
  stateReasons: [],
  supplies: [],
  impressions: 0,
  speaks: ['dns-sd', 'ipp', 'scan', 'http'],
  quirks: {},
  recordings: {},
  port: (standard) => (standard < 1024 ? standard + 20_000 : standard),
};
const second: VirtualDevice = {
  ...mfp,
  id: 'b',
  name: 'B',
  hostname: 'b',
  address: '192.0.2.10',
  speaks: ['dns-sd', 'raw'],
  uuid: '',
};

const group: Endpoint = { address: '224.0.0.251', port: 5353, transport: 'udp' };
const segment: Segment = {
  interface: 'eth0',
  family: 4,
  targets: [group],
  patienceMs: 5000,
  own: ['192.0.2.1'],
  community: 'public',
};
const host: HostTarget = {
  address: '192.0.2.9',
  port: (standard) => standard,
  leads: [],
  waitMs: 300,
  tries: 3,
  community: 'public',
};

/** Devices on one segment, each answer 10 ms later or when it says; `alter` changes or loses what comes. */
function worldOf(
  devices: readonly VirtualDevice[],
  asker: number,
  alter: (datagram: Datagram) => readonly Datagram[] = (datagram) => [datagram],
) {
  const queue: { at: number; datagram: Datagram }[] = [];
  let now = 0;
  return (effect: Effect): Answer => {
    if (effect.do === 'chance') return Uint8Array.of(0x12, 0x34);
    if (effect.do === 'send') {
      const from: Endpoint = { address: '192.0.2.1', port: asker, transport: 'udp' };
      for (const device of devices) {
        const [behaviour] = answers(device);
        if (behaviour?.on !== 'udp') continue;
        if (effect.to.address !== group.address && effect.to.address !== device.address) continue;
        for (const reply of behaviour.answer({ bytes: effect.bytes, from })) {
          const sender: Endpoint = { address: device.address, port: 5353, transport: 'udp' };
          for (const datagram of alter({ bytes: reply.bytes, from: sender }))
            queue.push({ at: now + (reply.delayMs ?? 10), datagram });
        }
      }
      return true;
    }
    if (effect.do !== 'hear') return undefined;
    queue.sort((a, b) => a.at - b.at);
    const [next] = queue;
    const end = now + effect.waitMs;
    if (next === undefined || next.at > end) {
      now = end;
      return undefined;
    }
    queue.shift();
    now = Math.max(now, next.at);
    return { ...next.datagram, leftMs: end - now };
  };
}

const messageOf = (bytes: Uint8Array): DnsMessage => {
  const decoded = decodeMessage(bytes);
  if (!decoded.ok) throw new Error(decoded.error.code);
  return decoded.value;
};
const queriesOf = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.do === 'send' ? [messageOf(effect.bytes)] : []));
const factOf = (told: readonly Told[], fact: string) => [
  ...new Set(
    told.flatMap(({ claims }) =>
      claims.flatMap((claim) => (claim.is === 'fact' && claim.fact === fact ? [claim.value] : [])),
    ),
  ),
];
const servicesOf = (told: readonly Told[]) => [
  ...new Set(
    told.flatMap(({ claims }) =>
      claims.flatMap((claim) => (claim.is === 'service' ? [`${claim.service}:${claim.port}`] : [])),
    ),
  ),
];

describe('a browse', () => {
  it('finds each device with its services, names and facts', () => {
    const { result, told } = perform(browse(segment), worldOf([mfp, second], 5353));
    expect(result).toEqual({ is: 'answered' });
    const own = told.filter(({ from }) => from.address === mfp.address);
    expect(servicesOf(own).sort()).toEqual(['http:20080', 'ipp:20631', 'scan:1865']);
    expect(factOf(own, 'model')).toEqual(['ET-9000 Series']);
    expect(factOf(own, 'name')).toEqual(['Büro 2. OG']);
    expect(factOf(own, 'kind')).toEqual(['mfp']);
    expect(factOf(own, 'uuid')).toEqual([mfp.uuid]);
    expect(factOf(own, 'location')).toEqual(['Room 7']);
    const other = told.filter(({ from }) => from.address === second.address);
    expect(servicesOf(other)).toEqual(['raw:9100']);
    expect(told.every(({ relayed }) => relayed !== true)).toBe(true);
  });

  it('asks again with what it knows, and the same is not answered twice', () => {
    const { effects } = perform(browse(segment), worldOf([mfp], 5353));
    const rounds = queriesOf(effects).filter(({ questions }) => questions.length > 10);
    expect(rounds.map(({ answers: known }) => known.length > 0)).toEqual([false, true, true]);
    const targets = rounds[1]!.answers.map(({ data }) => (data.is === 'ptr' ? data.target : ''));
    expect(targets).toContain('Büro 2\\. OG._ipp._tcp.local');
    const heard = effects.filter((effect) => effect.do === 'tell');
    expect(heard.length).toBeLessThanOrEqual(3);
  });

  it('asks for what did not come along by itself', () => {
    const bare = (datagram: Datagram) => [{ ...datagram, bytes: withoutAdditionals(datagram.bytes) }];
    const { told, effects } = perform(browse(segment), worldOf([mfp], 5353, bare));
    expect(servicesOf(told).sort()).toEqual(['http:20080', 'ipp:20631', 'scan:1865']);
    expect(
      told.flatMap(({ claims }) => claims).some((claim) => claim.is === 'address' && claim.value === '192.0.2.9'),
    ).toBe(true);
    const asked = queriesOf(effects).flatMap(({ questions }) => questions.map(({ name }) => name));
    expect(asked).toContain('epson010203.local');
  });

  it('is understood when it is answered as a legacy querier, by unicast', () => {
    const { told } = perform(browse(segment), worldOf([mfp], 40_000));
    expect(servicesOf(told)).toContain('ipp:20631');
    expect(told.every(({ validForMs }) => validForMs === undefined)).toBe(true);
  });

  it('believes no answer from another port than 5353', () => {
    const moved = (datagram: Datagram) => [{ ...datagram, from: { ...datagram.from, port: 5354 } }];
    expect(perform(browse(segment), worldOf([mfp], 5353, moved))).toMatchObject({ result: { is: 'silent' }, told: [] });
  });

  it('tells a packet that comes twice once', () => {
    const once = perform(browse(segment), worldOf([second], 5353)).told.length;
    const twice = perform(
      browse(segment),
      worldOf([second], 5353, (datagram) => [datagram, datagram]),
    ).told.length;
    expect(twice).toBe(once);
  });

  it('ends as silent, garbled or unreachable where that is how it was', () => {
    expect(perform(browse(segment), worldOf([], 5353)).result).toEqual({ is: 'silent' });
    const noise = (datagram: Datagram) => [{ ...datagram, bytes: datagram.bytes.subarray(0, 30) }];
    expect(perform(browse(segment), worldOf([mfp], 5353, noise)).result).toEqual({ is: 'garbled' });
    expect(perform(browse(segment), () => false).result).toEqual({ is: 'unreachable' });
  });

  it('of a segment with little patience takes no longer', () => {
    const { effects } = perform(browse({ ...segment, patienceMs: 800 }), worldOf([], 5353));
    expect(effects.reduce((sum, effect) => sum + (effect.do === 'hear' ? effect.waitMs : 0), 0)).toBe(800);
  });
});

describe('one host', () => {
  it('is asked by unicast with the QU bit and told, the web page too', () => {
    const { result, told, effects } = perform(inspect(host), worldOf([mfp, second], 40_000));
    expect(result).toEqual({ is: 'answered' });
    expect(servicesOf(told).sort()).toEqual(['http:20080', 'ipp:20631', 'scan:1865']);
    expect(
      queriesOf(effects).every(({ id, questions }) => id === 0x1234 && questions.every(({ unicast }) => unicast)),
    ).toBe(true);
    expect(effects.every((effect) => effect.do !== 'send' || effect.to.address === host.address)).toBe(true);
  });

  it('that is silent is asked as often as was ordered, and no more', () => {
    const { result, effects } = perform(inspect(host), worldOf([], 40_000));
    expect(result).toEqual({ is: 'silent' });
    expect(queriesOf(effects)).toHaveLength(3);
  });

  it('is not believed to have said what another address or another id says', () => {
    const liar = (datagram: Datagram) => [{ ...datagram, from: { ...datagram.from, address: '192.0.2.66' } }];
    expect(perform(inspect(host), worldOf([mfp], 40_000, liar))).toMatchObject({ result: { is: 'silent' }, told: [] });
    const late = (datagram: Datagram) => [{ ...datagram, bytes: Uint8Array.of(9, 9, ...datagram.bytes.subarray(2)) }];
    expect(perform(inspect(host), worldOf([mfp], 40_000, late))).toMatchObject({ result: { is: 'silent' }, told: [] });
  });
});

describe('listening', () => {
  it('hears announcements and goodbyes without asking', () => {
    const [behaviour] = answers(mfp);
    if (behaviour?.on !== 'udp') throw new Error('no device');
    const packets = [...behaviour.announce!, ...behaviour.farewell!].map(({ bytes }) => bytes);
    const talk = listen();
    const told: Told[] = [];
    let step = talk.next();
    for (let effects = 0; effects < 40; effects++) {
      const effect = step.value as unknown as Effect;
      expect(effect.do === 'hear' || effect.do === 'tell').toBe(true);
      if (effect.do === 'tell') told.push(effect.told);
      const bytes = effect.do === 'hear' ? packets.shift() : undefined;
      const from: Endpoint = { address: mfp.address, port: 5353, transport: 'udp' };
      step = talk.next(
        bytes === undefined ? undefined : { bytes, from, leftMs: effect.do === 'hear' ? effect.waitMs - 1 : 0 },
      );
    }
    expect(step.done).toBe(false);
    expect(servicesOf(told).sort()).toEqual(['http:20080', 'ipp:20631', 'scan:1865']);
    const last = told.at(-1)!;
    expect(last.validForMs).toBe(0);
    expect(servicesOf([last])).toEqual([]);
    expect(messageOf(last.raw).answers.every(({ ttlSeconds }) => ttlSeconds === 0)).toBe(true);
  });
});

function withoutAdditionals(bytes: Uint8Array): Uint8Array {
  const message = messageOf(bytes);
  expect(message.flags & dnsFlags.response).not.toBe(0);
  return encodeMessage({ ...message, additionals: [] });
}
