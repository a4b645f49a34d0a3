import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { perform } from '../../../../../tests/support/perform.ts';
import { sampleDevice } from '../../../../../tests/support/sample-device.ts';
import { decodeText, encodeText } from '../../bytes/text.ts';
import type { Answer, Effect } from '../../contracts/conversation.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import { encodeVp, vpStatus, vpTypes } from './codec.ts';
import { VpSession } from './session.ts';
import { ask, discover } from './talk.ts';

const hello = goldenOf('escvpnet').find(({ name }) => name === 'hello-reply')!.bytes;
const connected = goldenOf('escvpnet').find(({ name }) => name === 'connect-ok')!.bytes;
const host: HostTarget = {
  ...{ address: '192.0.2.9', port: (standard) => standard, leads: [] },
  ...{ waitMs: 250, tries: 3, community: 'public' },
};
const from = { address: '192.0.2.9', port: 3629, transport: 'udp' as const };

/** A projector whose datagrams and stream are given; `reply` says what comes back to each thing said. */
function visit(
  datagrams: readonly object[],
  reply: (said: Uint8Array) => readonly Uint8Array[] | 'ended',
  dial: Answer = 'answered',
) {
  const heard = [...datagrams];
  const said: Uint8Array[] = [];
  let reads: (Uint8Array | 'ended')[] = [];
  const world = (effect: Effect): Answer => {
    switch (effect.do) {
      case 'send':
        return true;
      case 'hear': {
        const next = heard.shift();
        return next === undefined ? undefined : ({ from, bytes: hello, leftMs: 9, ...next } as Answer);
      }
      case 'dial':
        return dial;
      case 'say': {
        said.push(effect.bytes);
        const answer = reply(effect.bytes);
        reads = answer === 'ended' ? ['ended'] : [...reads, ...answer];
        return true;
      }
      case 'read':
        return reads.shift() ?? 'silent';
      case 'hang-up':
        return undefined;
      default:
        throw new Error(`unexpected ${effect.do}`);
    }
  };
  const done = perform(ask(host), world);
  return { ...done, said: said.map(decodeText), claims: done.told.flatMap(({ claims }) => claims) };
}

describe('asking one projector', () => {
  const device = sampleDevice({
    ...{ kind: 'projector', serial: 'X4YK500123', name: 'Room 4', state: 'asleep' },
    ...{ stateReasons: ['temperature-error'], quirks: { 'projector.lamp-hours': '1234' } },
  });

  it.each([1, 2, 3, 1_000])('HELLO, CONNECT and four questions, answers in pieces of %i bytes', (size) => {
    const session = new VpSession(device);
    const { result, said, claims, told, effects } = visit([{}], (bytes) => {
      const replies = session.take(bytes);
      if (replies === 'close') return 'ended';
      return replies.flatMap((reply) =>
        Array.from({ length: Math.ceil(reply.length / size) }, (_, i) => reply.subarray(i * size, (i + 1) * size)),
      );
    });
    expect(result).toEqual({ is: 'answered' });
    expect(said.slice(1)).toEqual(['PWR?\r', 'LAMP?\r', 'ERR?\r', 'SNO?\r']);
    expect(claims).toContainEqual({ is: 'state', word: 'asleep', reasons: ['standby'], path: 'answer[0].PWR' });
    expect(claims).toContainEqual(expect.objectContaining({ is: 'counter', name: 'lamp-hours', value: 1234 }));
    expect(claims).toContainEqual(expect.objectContaining({ is: 'alert', code: 'temperature-error' }));
    expect(claims).toContainEqual(expect.objectContaining({ fact: 'serial', value: 'X4YK500123' }));
    expect(told.map((row) => row.from.transport)).toEqual(['udp', 'tcp', 'tcp', 'tcp', 'tcp', 'tcp']);
    expect(effects.at(-1)).toEqual({ do: 'hang-up' });
  });

  it.each([
    ['a password is needed', vpStatus.unauthorized],
    ['forbidden', vpStatus.forbidden],
    ['busy', vpStatus.unavailable],
    ['another version', vpStatus.badVersion],
    ['not allowed', vpStatus.notAllowed],
  ])('where the answer to CONNECT is %s, nothing more is said', (_, status) => {
    const reply = encodeVp({ version: 0x10, type: vpTypes.connect, reserved: 0, status, headers: [] });
    const { said, claims, result } = visit([{}], () => [reply]);
    expect(said).toHaveLength(1);
    expect(result).toEqual({ is: 'answered' });
    const locked = claims.some((claim) => claim.is === 'alert' && claim.code === 'password-required');
    expect(locked).toBe(status === vpStatus.unauthorized);
  });

  it('passes over notices, and goes on after an error', () => {
    const answersTo: Readonly<Record<string, string>> = {
      'PWR?\r': 'IMEVENT=0001 02 00000000 00000000 T1 F1\r:PWR=02\r:',
      'LAMP?\r': 'ERR\r:',
      'ERR?\r': 'ERR=00\r:',
      'SNO?\r': ':SNO=X1\r:',
    };
    const { claims } = visit([{}], (said) => {
      const text = answersTo[decodeText(said)];
      return [text === undefined ? connected : encodeText(text)];
    });
    expect(claims).toContainEqual(expect.objectContaining({ word: 'processing', reasons: ['warm-up'] }));
    expect(claims).toContainEqual(expect.objectContaining({ fact: 'serial', value: 'X1' }));
    expect(claims.some(({ is }) => is === 'counter' || is === 'alert')).toBe(false);
  });

  it.each([
    ['ends', 'ended' as const],
    ['answers with a web page', [encodeText('HTTP/1.1 400 Bad Request\r\n\r\n')]],
    ['floods', [connected, ...Array.from({ length: 500 }, () => new Uint8Array(1_000).fill(0x41))]],
    ['notifies without end', [connected, ...Array.from({ length: 100 }, () => encodeText('IMEVENT=1\r:'))]],
    ['repeats the question type alone', [encodeVp({ version: 16, type: 3, reserved: 0, status: 0, headers: [] })]],
  ])('a session that %s is over soon, and HELLO stands', (_, reply) => {
    const { result, effects, told } = visit([{}], () => reply);
    expect(result).toEqual({ is: 'answered' });
    expect(told[0]?.from.transport).toBe('udp');
    expect(effects.length).toBeLessThan(120);
  });

  it('opens no session where HELLO is not answered', () => {
    const cases = [
      [[], 'silent'],
      [[{ bytes: goldenOf('escvpnet').find(({ name }) => name === 'hello')!.bytes }], 'garbled'],
      [[{ bytes: Uint8Array.of(1) }], 'garbled'],
      [[{ from: { ...from, address: '192.0.2.8' } }], 'silent'],
      [[{ from: { ...from, port: 9 } }], 'silent'],
    ] as const;
    for (const [datagrams, is] of cases) {
      const { result, effects } = visit(datagrams, () => []);
      expect(result).toEqual({ is });
      expect(effects.some((effect) => effect.do === 'dial')).toBe(false);
    }
    expect(visit([{}], () => [], 'refused').result).toEqual({ is: 'answered' });
  });
});

describe('asking a segment', () => {
  it('tells each projector once, and no echo of the question', () => {
    const segment = { interface: 'eth0', family: 4, targets: [{ ...from, address: '192.0.2.255' }] } as const;
    const asked = goldenOf('escvpnet').find(({ name }) => name === 'hello')!.bytes;
    const heard = [hello, hello, asked, Uint8Array.of(0)].map((bytes) => ({ from, bytes, leftMs: 5 }));
    const { told, result, effects } = perform(
      discover({ ...segment, patienceMs: 1_000, own: [], community: 'public' }),
      (effect) => (effect.do === 'send' ? true : heard.shift()),
    );
    expect(result).toEqual({ is: 'answered' });
    expect(told).toHaveLength(1);
    expect(effects.filter((effect) => effect.do === 'send')).toHaveLength(2);
  });
});
