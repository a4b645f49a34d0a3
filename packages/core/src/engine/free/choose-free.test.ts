import { describe, expect, it } from 'vitest';
import { chooseFree, reasonsFor } from './choose-free.ts';
import type { FreeFacts, FreeQuestion } from './free-facts.ts';
import { freeRules } from './free-rules.ts';

const nothing: FreeFacts = {
  snapshot: '2026-08-17',
  unassigned: () => true,
  browsersRefuse: () => false,
  usualHolder: () => undefined,
  clientNumbers: [{ system: 'this system', from: 32_768, to: 60_999 }],
  nodePorts: { from: 30_000, to: 32_767 },
  policy: { clients: { from: 32_768, to: 60_999 }, reserved: [], unprivilegedFrom: 1024 },
  heldHere: () => undefined,
  seenOnNetwork: () => undefined,
};
const ask = (more: Partial<FreeQuestion> = {}): FreeQuestion => ({
  from: 20_000,
  to: 20_009,
  transports: ['tcp'],
  project: 'shop',
  ...more,
});
const ten = Array.from({ length: 10 }, (_, i) => 20_000 + i);

describe('a free number', () => {
  const refusals: Readonly<Record<string, readonly [Partial<FreeFacts>, Partial<FreeQuestion>, readonly number[]]>> = {
    'user-port': [{}, { from: 1022, to: 1025 }, [1024, 1025]],
    unassigned: [{ unassigned: (port) => port !== 20_003 }, {}, ten.filter((port) => port !== 20_003)],
    'client-range': [{}, { from: 32_766, to: 32_770 }, [32_766, 32_767]],
    browsers: [{ browsersRefuse: (port) => port > 20_001 }, {}, [20_000, 20_001]],
    popular: [{ usualHolder: (port) => (port < 20_008 ? 'a game' : undefined) }, {}, [20_008, 20_009]],
    'set-aside': [{ policy: { ...nothing.policy, reserved: [{ from: 20_001, to: 20_009 }] } }, {}, [20_000]],
    'held-here': [
      { heldHere: (port, transport) => (transport === 'tcp' && port < 20_009 ? 'node' : undefined) },
      {},
      [20_009],
    ],
    'on-network': [{ seenOnNetwork: (port) => (port !== 20_004 ? 'printer' : undefined) }, {}, [20_004]],
  };

  it.each(freeRules.map(({ rule }) => rule))('is none that the rule %s takes, and is one without it', (rule) => {
    const [facts, question, left] = refusals[rule]!;
    const choice = chooseFree(ask(question), { ...nothing, ...facts });
    expect([...choice.ports].sort((a, b) => a - b)).toEqual(left);
    const { from, to } = ask(question);
    expect(choice.passedOver).toEqual([{ rule, text: expect.any(String), ports: to - from + 1 - left.length }]);
  });

  it('passes every rule when nothing speaks against it', () => {
    expect(chooseFree(ask(), nothing)).toEqual({ ports: expect.arrayContaining(ten), passedOver: [] });
  });

  it('on tcp is one, though udp is held, unless udp is asked for, too', () => {
    const facts = {
      ...nothing,
      heldHere: (_: number, transport: string) => (transport === 'udp' ? 'dnsd' : undefined),
    };
    expect(chooseFree(ask(), facts).ports).toHaveLength(10);
    expect(chooseFree(ask({ transports: ['tcp', 'udp'] }), facts).ports).toEqual([]);
  });

  it('is the same for the same project, and another for another', () => {
    const first = (project: string) => chooseFree(ask({ from: 11_000, to: 29_999, project }), nothing).ports[0];
    expect(first('shop')).toBe(first('shop'));
    expect(first('shop')).not.toBe(first('kitchen'));
  });

  it('near a number is the closest one, of two the higher', () => {
    const facts = { ...nothing, unassigned: (port: number) => port !== 20_005 };
    expect(chooseFree(ask({ near: 20_005 }), facts).ports.slice(0, 4)).toEqual([20_006, 20_004, 20_007, 20_003]);
  });

  it('has room around it where there is one with room', () => {
    const facts = { ...nothing, unassigned: (port: number) => port === 20_000 || (port >= 20_002 && port <= 20_012) };
    const { ports } = chooseFree(ask({ to: 20_012 }), facts);
    expect(ports.slice(0, 3).sort()).toEqual([20_006, 20_007, 20_008]);
    expect(reasonsFor(20_006, facts).at(-1)?.text).toBe(
      'unassigned neighbours: 20002-20010, so a second one fits beside',
    );
    expect(reasonsFor(20_000, facts).map(({ rule }) => rule)).toEqual(freeRules.map(({ rule }) => rule));
  });

  it('is a node port of Kubernetes only when nothing else is left', () => {
    const { ports } = chooseFree(ask({ from: 29_998, to: 30_001 }), nothing);
    expect(ports.slice(0, 2).sort()).toEqual([29_998, 29_999]);
  });
});
