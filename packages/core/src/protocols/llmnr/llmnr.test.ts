import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { perform } from '../../../../../tests/support/perform.ts';
import { formatHex } from '../../bytes/hex.ts';
import type { Answer, Effect } from '../../contracts/conversation.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import { encodeMessage } from '../../formats/dns.ts';
import { parseIp } from '../../net/ip-address.ts';
import { claimsOf } from './claims.ts';
import { decodeLlmnr, encodeFrame, encodeQuestion, firstFrame } from './codec.ts';
import { describeLlmnr } from './describe.ts';
import { llmnr } from './index.ts';
import { reverseName } from './reverse-name.ts';
import { ask } from './talk.ts';

const golden = goldenOf('llmnr');
const bytesOf = (name: string) => golden.find((row) => row.name === name)!.bytes;
const answer = bytesOf('answer');
const ASKED = '9.2.0.192.in-addr.arpa';
const changed = (change: (message: Parameters<typeof encodeMessage>[0]) => object): Uint8Array => {
  const decoded = decodeLlmnr(answer);
  if (!decoded.ok) throw new Error(decoded.error.code);
  return encodeMessage({ ...decoded.value, ...change(decoded.value) });
};
const claimed = (bytes: Uint8Array) => {
  const decoded = decodeLlmnr(bytes);
  return decoded.ok ? claimsOf(decoded.value, ASKED).map((claim) => 'value' in claim && claim.value) : [];
};

describe('LLMNR messages', () => {
  it.each(golden)('$name is encoded again byte by byte, and every proper prefix is truncated', ({ bytes }) => {
    const decoded = decodeLlmnr(bytes);
    expect(decoded.ok && formatHex(encodeMessage(decoded.value))).toBe(formatHex(bytes));
    for (let length = 0; length < bytes.length; length++)
      expect(decodeLlmnr(bytes.subarray(0, length))).toMatchObject({ ok: false, error: { code: 'truncated' } });
  });

  it('the question is the one that we ask', () => {
    expect(formatHex(encodeQuestion(0x1234, ASKED))).toBe(formatHex(bytesOf('question')));
  });

  it('names of addresses of both families', () => {
    expect(reverseName(parseIp('192.0.2.9')!)).toBe(ASKED);
    expect(reverseName(parseIp('2001:db8::9')!)).toBe(
      '9.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa',
    );
  });

  it('frames of a stream come whole or not yet', () => {
    const frame = encodeFrame(answer);
    for (let length = 0; length < frame.length; length++) expect(firstFrame(frame.subarray(0, length))).toBeUndefined();
    expect(firstFrame(Uint8Array.from([...frame, 1]))).toEqual(answer);
  });

  it('shows its own flags by name', () => {
    expect(describeLlmnr(changed(() => ({ flags: 0x8500 })))).toMatchObject({
      ok: true,
      value: { flags: ['response', 'conflict', 'tentative'], answers: [{ target: 'EPSON102001' }] },
    });
  });
});

describe('what an answer lets us say', () => {
  it('the name, where it stands', () => {
    expect(claimed(answer)).toEqual(['EPSON102001']);
    const decoded = decodeLlmnr(answer);
    const [claim] = decoded.ok ? claimsOf(decoded.value, ASKED) : [];
    const field = describeLlmnr(answer).fields.find(({ path }) => path === claim?.path);
    expect(field?.text).toContain('EPSON102001');
  });

  it.each([0x8100, 0x8400])('nothing where the flags are %i: the name is nobody’s', (flags) => {
    expect(claimed(changed(() => ({ flags })))).toEqual([]);
  });

  it('nothing of another address', () => {
    const other = changed(({ answers }) => ({
      answers: answers.map((row) => ({ ...row, name: '8.2.0.192.in-addr.arpa' })),
    }));
    expect(claimed(other)).toEqual([]);
  });
});

describe('asking a host for its name', () => {
  const host: HostTarget = {
    ...{ address: '192.0.2.9', port: (standard) => standard, leads: [] },
    ...{ waitMs: 250, tries: 3, community: 'public' },
  };
  const from = { address: '192.0.2.9', port: 5355, transport: 'udp' } as const;
  /** `stream`: what is read after a connection; absent where nobody listens. `datagrams`: what comes by UDP. */
  const visit = (
    stream: readonly (Uint8Array | 'ended' | 'silent')[] | undefined,
    datagrams: readonly object[] = [],
  ) => {
    const [reads, heard] = [[...(stream ?? [])], [...datagrams]];
    const world = (effect: Effect): Answer => {
      switch (effect.do) {
        case 'chance':
          return Uint8Array.of(0x12, 0x34);
        case 'dial':
          return stream === undefined ? 'refused' : 'answered';
        case 'say':
        case 'send':
          return true;
        case 'read':
          return reads.shift() ?? 'silent';
        case 'hear': {
          const next = heard.shift();
          return next === undefined ? undefined : ({ from, leftMs: 9, bytes: answer, ...next } as Answer);
        }
        case 'hang-up':
          return undefined;
        default:
          throw new Error(`unexpected ${effect.do}`);
      }
    };
    return perform(ask(host), world);
  };
  const frame = encodeFrame(answer);

  it('over TCP, however the answer is cut, and sends no datagram then', () => {
    for (const cut of [0, 1, 2, 3, 20]) {
      const { result, told, effects } = visit([frame.subarray(0, cut), frame.subarray(cut)]);
      expect(result).toEqual({ is: 'answered' });
      expect(told).toMatchObject([{ protocol: 'llmnr', from: { port: 5355, transport: 'tcp' }, raw: answer }]);
      expect(effects.some((effect) => effect.do === 'send')).toBe(false);
      expect(effects.some((effect) => effect.do === 'hang-up')).toBe(true);
    }
  });

  it('by a datagram where nobody takes the connection', () => {
    const { result, told } = visit(undefined, [{}]);
    expect(result).toEqual({ is: 'answered' });
    expect(told).toMatchObject([{ from, claims: [{ is: 'hostname', value: 'EPSON102001' }] }]);
    expect(visit(undefined).result).toEqual({ is: 'refused' });
  });

  it.each([
    ['another id', { bytes: changed(() => ({ id: 1 })) }],
    ['a question', { bytes: bytesOf('question') }],
    ['another name', { bytes: changed(() => ({ questions: [{ name: 'x', type: 12, class: 1, unicast: false }] })) }],
    ['another host', { from: { ...from, address: '192.0.2.8' } }],
    ['another port', { from: { ...from, port: 9 } }],
    ['garbage', { bytes: Uint8Array.of(1) }],
  ])('%s is no answer', (_, datagram) => {
    const { result, told } = visit(undefined, [datagram]);
    expect(result).toEqual({ is: 'refused' });
    expect(told).toEqual([]);
  });

  it('a stream that says nothing, or nonsense, or never an end', () => {
    expect(visit(['ended']).result).toEqual({ is: 'silent' });
    expect(visit([Uint8Array.of(0, 2, 9, 9)]).result).toEqual({ is: 'garbled' });
    expect(visit(Array.from({ length: 100 }, () => Uint8Array.of(255))).result).toEqual({ is: 'garbled' });
  });

  it('a recorded datagram answers a new question with its id', () => {
    const asked = bytesOf('question');
    const rows = [{ over: 'udp', port: 5355, asked, answers: [{ afterMs: 0, bytes: answer }] }] as const;
    const place = { address: '127.0.0.2', recordedAddress: '192.0.2.9', port: (standard: number) => standard };
    const [behaviour] = llmnr.replay!(rows, place);
    if (behaviour?.on !== 'udp') throw new Error('not udp');
    const [reply] = behaviour.answer({ bytes: encodeQuestion(0x0908, ASKED), from });
    expect(formatHex(reply!.bytes)).toBe(`0908${formatHex(answer).slice(4)}`);
  });
});
