import { describe, expect, it } from 'vitest';
import { perform } from '../../../../../tests/support/perform.ts';
import { formatHex, parseHex } from '../../bytes/hex.ts';
import type { Answer, Effect } from '../../contracts/conversation.ts';
import type { HostTarget, Segment } from '../../contracts/protocol.ts';
import type { VirtualDevice } from '../../contracts/virtual-device.ts';
import { answers } from './answers.ts';
import { discover, identify } from './talk.ts';

const receipt: VirtualDevice = {
  id: 'receipt',
  kind: 'pos-printer',
  make: 'EPSON',
  model: 'TM-T88V',
  serial: 'J7QF001234',
  uuid: '',
  mac: '00:26:ab:01:02:03',
  firmware: '',
  name: 'Till 1',
  hostname: 'UB-E010203ENSN',
  location: '',
  deviceId: 'MFG:EPSON;MDL:TM-T88V;CLS:PRINTER;',
  address: '192.0.2.9',
  prefixLength: 24,
  gateway: '192.0.2.1',
  state: 'idle',
  stateReasons: [],
  supplies: [],
  impressions: 0,
  speaks: ['enpc'],
  quirks: {},
  recordings: {},
  port: (standard) => standard,
};

const host = (address: string): HostTarget => ({
  address,
  port: (standard) => standard,
  leads: [],
  waitMs: 300,
  tries: 3,
  community: 'public',
});

/** A world of one virtual device at one address: each datagram is answered at once, `loses` says which are lost. */
function worldOf(device: VirtualDevice, loses: (sent: number) => boolean = () => false): (effect: Effect) => Answer {
  const [behaviour] = answers(device);
  const waiting: Answer[] = [];
  let sent = 0;
  return (effect) => {
    if (effect.do === 'send') {
      if (loses(sent++) || behaviour?.on !== 'udp') return true;
      const from = { address: '192.0.2.100', port: 40000, transport: 'udp' as const };
      for (const reply of behaviour.answer({ bytes: effect.bytes, from })) {
        const device4 = { address: device.address, port: 3289, transport: 'udp' as const };
        waiting.push({ from: device4, bytes: reply.bytes, leftMs: 100 });
      }
      return true;
    }
    return effect.do === 'hear' ? waiting.shift() : undefined;
  };
}

const sentPackets = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.do === 'send' ? [formatHex(effect.bytes)] : []));

describe('ENPC conversations', () => {
  it('asks a host probe and queries, and tells every reply', () => {
    const { result, told } = perform(identify(host('192.0.2.9')), worldOf(receipt));
    expect(result).toEqual({ is: 'answered' });
    const claims = told.flatMap((row) => row.claims);
    expect(claims).toContainEqual(expect.objectContaining({ fact: 'model', value: 'TM-T88V', path: 'printer.model' }));
    expect(claims).toContainEqual(expect.objectContaining({ is: 'mac', value: '00:26:ab:01:02:03' }));
    expect(claims).toContainEqual(expect.objectContaining({ is: 'state', word: 'idle' }));
  });

  it('sends nothing but probes and queries', () => {
    const { effects } = perform(identify(host('192.0.2.9')), worldOf(receipt));
    for (const packet of sentPackets(effects)) expect(['50', '51']).toContain(packet.slice(10, 12));
  });

  it('asks a POS printer every published query, and others none but the first of its kind', () => {
    const functions = (device: VirtualDevice) =>
      sentPackets(perform(identify(host('192.0.2.9')), worldOf(device)).effects)
        .filter((packet) => packet.startsWith('4550534f4e5103'))
        .map((packet) => packet.slice(16, 20));
    expect(new Set(functions(receipt))).toEqual(new Set(['0000', '0001', '0002', '0010', '0017', '0131']));
    expect(new Set(functions({ ...receipt, kind: 'mfp' }))).toEqual(new Set(['0000']));
  });

  it('lets a silent host go after a few packets: silence is an outcome, not an exception', () => {
    const { result, effects } = perform(identify(host('192.0.2.9')), (effect) => effect.do === 'send' || undefined);
    expect(result).toEqual({ is: 'silent' });
    expect(sentPackets(effects).length).toBe(5);
  });

  it('asks again what was lost', () => {
    const { told } = perform(
      identify(host('192.0.2.9')),
      worldOf(receipt, (sent) => sent === 0 || sent === 2),
    );
    expect(told.some((row) => row.claims.some((claim) => claim.path === 'interface.mac'))).toBe(true);
  });

  it('does not take a reply from another address for an answer', () => {
    const { result, told } = perform(identify(host('192.0.2.77')), worldOf(receipt));
    expect(result).toEqual({ is: 'silent' });
    expect(told).toEqual([]);
  });

  it('says garbled where only noise comes back', () => {
    const noise = { from: { address: '192.0.2.9', port: 3289, transport: 'udp' as const }, bytes: parseHex('00ff')! };
    let left = 3;
    const { result } = perform(identify(host('192.0.2.9')), (effect) => {
      if (effect.do === 'send') return true;
      return effect.do === 'hear' && left-- > 0 ? { ...noise, leftMs: 10 } : undefined;
    });
    expect(result).toEqual({ is: 'garbled' });
  });

  it('says unreachable where nothing could be sent', () => {
    expect(perform(identify(host('192.0.2.9')), () => false).result).toEqual({ is: 'unreachable' });
  });

  it('tells a device that answers three probes of a segment once', () => {
    const segment: Segment = {
      interface: 'eth0',
      family: 4,
      targets: [{ address: '255.255.255.255', port: 3289, transport: 'udp' }],
      patienceMs: 1000,
      own: [],
      community: 'public',
    };
    const { result, told, effects } = perform(discover(segment), worldOf(receipt));
    expect(result).toEqual({ is: 'answered' });
    expect(told.length).toBe(1);
    expect(sentPackets(effects)).toEqual(Array(3).fill('4550534f4e5000ff000000000000'));
  });
});

describe('the virtual ENPC device', () => {
  const ask = (device: VirtualDevice, hex: string) => {
    const [behaviour] = answers(device);
    if (behaviour?.on !== 'udp') throw new Error('no UDP behaviour');
    const from = { address: '192.0.2.100', port: 40000, transport: 'udp' as const };
    return behaviour.answer({ bytes: parseHex(hex)!, from }).map((reply) => formatHex(reply.bytes));
  };

  it('answers the 14-, 15- and 16-byte form of a request alike', () => {
    const plain = ask(receipt, '4550534f4e510300000000000000');
    expect(plain.length).toBe(1);
    expect(ask(receipt, '4550534f4e51030000000000000000')).toEqual(plain);
    expect(ask(receipt, '4550534f4e5103000000100000000000').map((hex) => hex.slice(0, 20))).toEqual(
      plain.map((hex) => hex.slice(0, 20)),
    );
  });

  it('answers a probe with 68 bytes as a POS printer, with 76 as the scanner that SANE looks for', () => {
    const probe = '4550534f4e5000ff00000000000000';
    expect(ask(receipt, probe)[0]?.length).toBe(2 * 68);
    expect(ask({ ...receipt, kind: 'scanner' }, probe)[0]?.length).toBe(2 * 76);
  });

  it('says FFFF to a query that it does not know, as a real TM-T88V did', () => {
    expect(ask(receipt, '4550534f4e510300013100000000')).toEqual(['4550534f4e7103000131ffff0000']);
  });

  it('answers no command, no setup, no reply and no noise', () => {
    for (const hex of [
      '4550534f4e430300001200000000',
      '4550534f4e530000000000000000',
      '4550534f4e710300000000000000',
      '00',
    ])
      expect(ask(receipt, hex)).toEqual([]);
  });
});
