import { describe, expect, it } from 'vitest';
import { systemCryptography } from '../../../../../tests/support/cryptography.ts';
import { perform } from '../../../../../tests/support/perform.ts';
import { sampleDevice } from '../../../../../tests/support/sample-device.ts';
import { decodeText, encodeText } from '../../bytes/text.ts';
import type { Answer, Effect } from '../../contracts/conversation.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import type { VirtualDevice } from '../../contracts/virtual-device.ts';
import { PjSession } from './session.ts';
import { ask, discover } from './talk.ts';

const host: HostTarget = {
  ...{ address: '192.0.2.9', port: (standard) => standard, leads: [] },
  ...{ waitMs: 250, tries: 3, community: 'public' },
};
const projector = (more: Partial<VirtualDevice> = {}) =>
  sampleDevice({ kind: 'projector', model: 'EB-L260F', quirks: { 'projector.lamp-hours': '9' }, ...more });
const locked = projector({
  secrets: [{ for: 'login', user: '', password: 'JBMIAProjectorLink' }],
  cryptography: systemCryptography,
});

/** A host whose every connection is a new session of `open`; its answers come in pieces of `size` bytes. */
function visit(open: () => Pick<PjSession, 'greet' | 'take'>, passwords: readonly string[] = [], size = 1_000) {
  const said: string[] = [];
  const keys: unknown[] = [];
  let session = open();
  let reads: (Uint8Array | 'ended')[] = [];
  const cut = (bytes: Uint8Array) =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
  const world = (effect: Effect): Answer => {
    switch (effect.do) {
      case 'dial':
        session = open();
        reads = session.greet().flatMap(cut);
        return 'answered';
      case 'say': {
        said.push(decodeText(effect.bytes));
        const replies = session.take(effect.bytes);
        reads.push(...(replies === 'close' ? (['ended'] as const) : replies.flatMap(cut)));
        return true;
      }
      case 'read':
        return reads.shift() ?? 'silent';
      case 'hang-up':
        return undefined;
      case 'cryptography':
        return systemCryptography;
      case 'take-key': {
        const password = passwords[effect.tried.length];
        if (password === undefined) return undefined;
        return { name: `set ${effect.tried.length}`, secret: { for: 'login', user: '', password } };
      }
      case 'key-told':
        keys.push([effect.name, effect.worked]);
        return undefined;
      default:
        throw new Error(`unexpected ${effect.do}`);
    }
  };
  const done = perform(ask(host), world);
  return { ...done, said, keys, claims: done.told.flatMap(({ claims }) => claims) };
}
const script = (greeting: string, ...replies: readonly string[]) => {
  const left = [...replies];
  return () => ({ greet: () => [encodeText(greeting)], take: () => [encodeText(left.shift() ?? '')] });
};

describe('asking one projector', () => {
  it.each([1, 2, 7, 1_000])('everything that it may be asked, answers in pieces of %i bytes', (size) => {
    const { result, said, claims, keys } = visit(() => new PjSession(projector()), [], size);
    expect(result).toEqual({ is: 'answered' });
    expect(said.map((text) => text.slice(0, 6))).toEqual([
      ...['%1CLSS', '%1POWR', '%1NAME', '%1INF1', '%1INF2', '%1INFO', '%1LAMP', '%1ERST', '%2SNUM', '%2SVER'],
    ]);
    expect(claims).toContainEqual(expect.objectContaining({ fact: 'model', value: 'EB-L260F' }));
    expect(claims).toContainEqual(expect.objectContaining({ fact: 'serial', value: 'X8DE001742' }));
    expect(claims).toContainEqual(expect.objectContaining({ is: 'counter', value: 9 }));
    expect(keys).toEqual([]);
  });

  it('of class 1 is not asked what only class 2 knows', () => {
    const { said } = visit(() => new PjSession(projector({ quirks: { 'pjlink.class': '1' } })));
    expect(said).toHaveLength(8);
    expect(said.every((text) => text.startsWith('%1'))).toBe(true);
  });

  it('that is locked tells only that, where there is no key', () => {
    const { said, told, claims, result } = visit(() => new PjSession(locked));
    expect(said).toEqual([]);
    expect(told).toHaveLength(1);
    expect(claims).toMatchObject([{ code: 'password-required' }]);
    expect(result).toEqual({ is: 'answered' });
  });

  it('opens to the right key, by the digest of the specification’s own example', () => {
    const { said, keys, claims } = visit(() => new PjSession(locked), ['JBMIAProjectorLink']);
    expect(said[0]).toBe('5d8409bc1c3fa39749434aa3a5c38682%1CLSS ?\r');
    expect(said.slice(1).every((text) => text.startsWith('%'))).toBe(true);
    expect(keys).toEqual([['set 0', true]]);
    expect(claims).toContainEqual(expect.objectContaining({ fact: 'make', value: 'EPSON' }));
  });

  it('says no to a wrong key, and takes the next on a new connection; three at most', () => {
    const second = visit(() => new PjSession(locked), ['wrong', 'JBMIAProjectorLink']);
    expect(second.keys).toEqual([
      ['set 0', false],
      ['set 1', true],
    ]);
    expect(second.effects.filter((effect) => effect.do === 'dial')).toHaveLength(2);
    const never = visit(() => new PjSession(locked), ['a', 'b', 'c', 'd', 'e']);
    expect(never.keys).toHaveLength(3);
    expect(never.said).toHaveLength(3);
  });

  it('a key says nothing where the projector falls silent after it', () => {
    expect(visit(script('PJLINK 1 498e4a67\r'), ['x']).keys).toEqual([]);
  });

  it('goes on after what the projector does not know, and ends at the answer to another question', () => {
    const { claims } = visit(script('PJLINK 0\r', '%1CLSS=ERR1\r', '%1POWR=3\r', '%1LAMP=9 1\r', '%1INF1=EPSON\r'));
    expect(claims).toMatchObject([{ word: 'processing', reasons: ['warm-up'] }]);
  });

  it.each([
    ['says nothing', script(''), 'silent'],
    ['is a web server', script('HTTP/1.1 400 Bad Request\r\n'), 'garbled'],
    ['greets without end', script('PJLINK 0'.padEnd(3_000, '0')), 'garbled'],
    ['greets in pieces without end', script('A'.repeat(400)), 'garbled'],
    ['greets with an answer', script('%1POWR=1\r'), 'garbled'],
    ['answers with lines of thousands of bytes', script('PJLINK 0\r', `%1CLSS=${'1'.repeat(5_000)}\r`), 'answered'],
    ['answers with another greeting', script('PJLINK 0\r', 'PJLINK 0\r'), 'answered'],
    ['speaks of another version', script('PJLINK 2 00112233445566778899aabbccddeeff\r'), 'answered'],
  ] as const)('that %s', (_, open, is) => {
    const { result, claims, effects } = visit(open, [], 5);
    expect(result).toEqual({ is });
    expect(claims.every((claim) => claim.is === 'alert')).toBe(true);
    expect(effects.length).toBeLessThan(200);
  });
});

describe('searching a segment', () => {
  it('tells each MAC once, and nothing of what is no acknowledgement', () => {
    const from = { address: '192.0.2.9', port: 4352, transport: 'udp' as const };
    const lines = [
      '%2ACKN=40:4e:36:ce:e5:9c\r',
      '%2ACKN=40:4e:36:ce:e5:9c\r',
      '%2SRCH\r',
      '%2LKUP=40:4e:36:ce:e5:9c\r',
    ];
    const heard = lines.map((text) => ({ from, bytes: encodeText(text), leftMs: 5 }));
    const segment = { interface: 'eth0', family: 4 as const, targets: [{ ...from, address: '192.0.2.255' }] };
    const { told, effects } = perform(
      discover({ ...segment, patienceMs: 1_000, own: [], community: 'public' }),
      (effect) => (effect.do === 'send' ? true : heard.shift()),
    );
    expect(told).toMatchObject([{ claims: [{ is: 'mac', value: '40:4e:36:ce:e5:9c' }] }]);
    const sent = effects.flatMap((effect) => (effect.do === 'send' ? [decodeText(effect.bytes)] : []));
    expect(sent).toEqual(['%2SRCH\r', '%2SRCH\r']);
  });
});
