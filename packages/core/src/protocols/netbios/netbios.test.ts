import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { perform } from '../../../../../tests/support/perform.ts';
import { formatHex, parseHex } from '../../bytes/hex.ts';
import { encodeText } from '../../bytes/text.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { claimsOf } from './claims.ts';
import { decodeNetbios, encodeNetbios, type NodeName, type NodeStatus } from './codec.ts';
import { describeNetbios } from './describe.ts';
import { netbios } from './index.ts';
import { status } from './talk.ts';

const golden = goldenOf('netbios');
const printer = golden.find(({ name }) => name === 'response-printer')!.bytes;
const name = (text: string, suffix: number, flags = 0x0400): NodeName => ({
  bytes: encodeText(text.padEnd(15)),
  suffix,
  flags,
});
const response = (names: readonly NodeName[], unit = '000000000000'): NodeStatus => ({
  is: 'response',
  id: 0x5152,
  flags: 0x8400,
  name: 'CK',
  ttlSeconds: 0,
  names,
  unit: parseHex(unit)!,
  statistics: new Uint8Array(),
});

describe('node status packets', () => {
  it.each(golden)('$name is encoded again byte by byte', ({ bytes }) => {
    const decoded = decodeNetbios(bytes);
    expect(decoded.ok && formatHex(encodeNetbios(decoded.value))).toBe(formatHex(bytes));
  });

  it.each(golden)('$name: every proper prefix is truncated', ({ bytes }) => {
    for (let length = 0; length < bytes.length; length++)
      expect(decodeNetbios(bytes.subarray(0, length))).toMatchObject({ ok: false, error: { code: 'truncated' } });
  });

  it.each(golden)('$name: the fields cover every byte once, in order', ({ bytes }) => {
    let next = 0;
    for (const { offset, length } of describeNetbios(bytes).fields) {
      expect(offset).toBe(next);
      next += length;
    }
    expect(next).toBe(bytes.length);
  });

  it('shows names with their kind', () => {
    expect(describeNetbios(printer)).toMatchObject({
      ok: true,
      value: {
        names: [
          { name: 'EPSON102001', kind: 'workstation', group: false },
          { name: 'EPSON102001', kind: 'file server' },
          { name: 'WORKGROUP', group: true },
        ],
        unit: '64:eb:8c:10:20:01',
      },
    });
  });

  it('a number of names that there is no room for is an error, and what follows is too much', () => {
    const many = printer.slice();
    many[56] = 200;
    expect(decodeNetbios(many)).toMatchObject({ ok: false, error: { code: 'bad-length', field: 'names' } });
    expect(decodeNetbios(Uint8Array.from([...printer, 0]))).toMatchObject({ ok: false, error: { code: 'trailing' } });
  });

  it('reads any change of one byte as a packet or a reason', () => {
    fc.assert(
      fc.property(fc.nat(printer.length - 1), fc.nat(255), (at, value) => {
        const changed = printer.slice();
        changed[at] = value;
        const decoded = decodeNetbios(changed);
        expect(describeNetbios(changed).ok).toBe(decoded.ok);
        if (!decoded.ok) expect(decoded.error.offset).toBeLessThanOrEqual(changed.length);
      }),
    );
  });
});

describe('what a node status lets us say', () => {
  it('the host name once, and the MAC, where fields are described', () => {
    const decoded = decodeNetbios(printer);
    expect(decoded.ok && claimsOf(decoded.value)).toEqual([
      { is: 'hostname', value: 'EPSON102001', path: 'name[0].text' },
      { is: 'mac', value: '64:eb:8c:10:20:01', path: 'unit' },
    ]);
    const paths = describeNetbios(printer).fields.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['name[0].text', 'unit']));
  });

  it.each([
    ['a MAC of zeros is none', response([]), []],
    ['names of groups are not the host’s', response([name('WORKGROUP', 0, 0x8400)]), []],
    ['names in conflict are nobody’s', response([name('PRINTER', 0, 0x0c00)]), []],
    ['a file server is a host', response([name('X', 0x1b), name('NAS', 0x20)]), ['NAS']],
    ['a workstation comes first', response([name('B', 0x20), name('A', 0)]), ['A']],
    ['padding and control characters are no name', response([name('\0\0\u0007', 0)]), []],
  ])('%s', (_, packet, values) => {
    expect(claimsOf(packet).map((claim) => 'value' in claim && claim.value)).toEqual(values);
  });
});

describe('asking for a node status', () => {
  const host: HostTarget = {
    ...{ address: '192.0.2.9', port: (standard) => standard, leads: [] },
    ...{ waitMs: 250, tries: 3, community: 'public' },
  };
  const from = { address: '192.0.2.9', port: 137, transport: 'udp' } as const;
  const good = encodeNetbios(response([name('NAS', 0)]));
  const visit = (heard: readonly { readonly bytes: Uint8Array; readonly from: Endpoint }[]) => {
    const waiting = [...heard];
    return perform(status(host), (effect) => {
      if (effect.do === 'chance') return Uint8Array.of(0x51, 0x52);
      if (effect.do === 'send') return true;
      const next = waiting.shift();
      return next === undefined ? undefined : { leftMs: 100, ...next };
    });
  };

  it('tells the answer that belongs to the question', () => {
    const { result, told, effects } = visit([{ bytes: good, from }]);
    expect(result).toEqual({ is: 'answered' });
    expect(told).toMatchObject([{ protocol: 'netbios', from, claims: [{ is: 'hostname', value: 'NAS' }] }]);
    const sent = effects.flatMap((effect) => (effect.do === 'send' ? [effect] : []));
    expect(sent.map(({ to }) => to)).toEqual([{ ...from }]);
    expect(decodeNetbios(sent[0]!.bytes)).toMatchObject({ ok: true, value: { is: 'request', id: 0x5152 } });
  });

  it.each([
    ['another id', { bytes: encodeNetbios({ ...response([]), id: 1 }), from }, 'silent'],
    ['another host', { bytes: good, from: { ...from, address: '192.0.2.8' } }, 'silent'],
    ['another port', { bytes: good, from: { ...from, port: 9 } }, 'silent'],
    [
      'our own question come back',
      { bytes: encodeNetbios({ is: 'request', id: 0x5152, flags: 0, name: 'CK' }), from },
      'silent',
    ],
    ['garbage', { bytes: Uint8Array.of(1, 2, 3), from }, 'garbled'],
  ])('%s is no answer', (_, heard, is) => {
    const { result, told, effects } = visit([heard]);
    expect(result).toEqual({ is });
    expect(told).toEqual([]);
    expect(effects.filter((effect) => effect.do === 'send')).toHaveLength(2);
  });

  it('a recorded answer is given to a new question with its id', () => {
    const answered = { afterMs: 0, bytes: printer };
    const asked = golden.find((row) => row.name === 'request')!.bytes;
    const [behaviour] = netbios.replay!([{ over: 'udp', port: 137, asked, answers: [answered] }], {
      address: '127.0.0.2',
      recordedAddress: '192.0.2.9',
      port: (standard) => standard,
    });
    if (behaviour?.on !== 'udp') throw new Error('not udp');
    const bytes = encodeNetbios({ is: 'request', id: 0x0908, flags: 0, name: 'CK' });
    const [reply] = behaviour.answer({ bytes, from });
    expect(formatHex(reply!.bytes)).toBe(`0908${formatHex(printer).slice(4)}`);
  });
});
