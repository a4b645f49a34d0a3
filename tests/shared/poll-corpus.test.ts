import { describe, expect, it } from 'vitest';
import type { Answer, Effect } from '../../packages/core/src/contracts/conversation.ts';
import { type Claim, isReported } from '../../packages/core/src/model/claim.ts';
import { answers } from '../../packages/core/src/protocols/snmp/answers.ts';
import { pollProbe } from '../../packages/core/src/protocols/snmp/poll.ts';
import { perform } from '../support/perform.ts';
import { device, identified, recordings } from './snmp-served.ts';

/** Every recording is looked at and polled: what the poll tells of readings and state is what the look told. */
describe('recorded printers, polled', () => {
  let polled = 0;
  let packets = 0;

  for (const { file, text } of recordings()) {
    const looked = identified(text);
    const known = pollProbe.recall(looked.told.map(({ raw }) => raw));
    if (known === undefined) continue;
    it(`${file}: says what the look said`, () => {
      const { told, sent, result } = talked(known, text);
      expect(result).toEqual({ is: 'answered' });
      expect(saying(told)).toEqual(saying(looked.told.flatMap(({ claims }) => claims)));
      polled++;
      packets += sent;
    });
  }

  it('takes few packets, and is possible for most', () => {
    expect(polled).toBeGreaterThan(0.6 * recordings().length);
    expect(packets / polled).toBeLessThan(6);
  });
});

function talked(known: NonNullable<ReturnType<typeof pollProbe.recall>>, text: string) {
  const [agent] = answers({ ...device, quirks: {}, recordings: { snmp: text } });
  if (agent?.on !== 'udp') throw new Error('an agent answers datagrams');
  const from = { address: '192.0.2.9', port: 161, transport: 'udp' as const };
  const host = {
    address: from.address,
    port: (port: number) => port,
    leads: [],
    waitMs: 500,
    tries: 1,
    community: 'public',
  };
  const waiting: Uint8Array[] = [];
  let sent = 0;
  const world = (effect: Effect): Answer => {
    switch (effect.do) {
      case 'chance':
        return new Uint8Array(effect.count).fill(1);
      case 'send':
        sent++;
        waiting.push(...agent.answer({ from, bytes: effect.bytes }).map(({ bytes }) => bytes));
        return true;
      case 'hear': {
        const bytes = waiting.shift();
        return bytes && { from, bytes, leftMs: effect.waitMs };
      }
      default:
        return undefined;
    }
  };
  const { told, result } = perform(known.talk(host), world);
  return { told: told.flatMap(({ claims }) => claims), sent, result };
}

/** What was told last of each row, and of the state. */
function saying(claims: readonly Claim[]): readonly unknown[] {
  const last = new Map<string, unknown>();
  for (const claim of claims) {
    if (isReported(claim)) last.set(`${claim.is} ${claim.row}`, { ...claim, path: '' });
    if (claim.is === 'state') last.set(`state ${claim.of ?? ''}`, { ...claim, path: '' });
  }
  return [...last].sort(([a], [b]) => (a < b ? -1 : 1));
}
