import { describe, expect, it } from 'vitest';
import type { LocalSocket, OwnerKind } from '../../model/listener.ts';
import type { VerdictWord } from '../../model/verdict.ts';
import { judgeListener } from './judge-listener.ts';
import { listenerRules } from './listener-rules.ts';
import type { PortScene } from './port-scene.ts';

const socket: LocalSocket = {
  transport: 'tcp',
  family: 'ipv4',
  address: '0.0.0.0',
  port: 4711,
  exposure: 'all',
  state: 'listening',
  dualStack: null,
  pid: 700,
  pids: [700],
  process: 'thing',
  executable: '/usr/bin/thing',
  replaced: false,
  script: null,
  user: 'root',
  uid: 0,
  package: 'thing',
  unit: 'thing.service',
  container: null,
  ownerVisible: true,
  ownerGap: null,
  namespace: null,
  forwardsTo: null,
  signer: null,
};
const plain: PortScene = {
  prints: false,
  epsonNumber: false,
  published: true,
  usual: { printing: false, general: false },
  owners: [],
  devices: null,
};
const judge = (kind: OwnerKind, more: Partial<LocalSocket> = {}, fits = false, port: Partial<PortScene> = {}) => {
  const given = { ...socket, ...more };
  const owners = [{ kind, fits, exposure: given.exposure, evidence: ['socket:x'] }];
  return judgeListener(given, kind, { ...plain, ...port, owners });
};
const gone = { pid: null, ownerVisible: false, process: null, executable: null } as const;

/** Each rule where it holds, and as near as can be where it does not. */
const rows: readonly (readonly [string, ReturnType<typeof judge>, VerdictWord, string])[] = [
  [
    'a program from a temporary folder',
    judge('not-printing', { executable: '/tmp/x' }),
    'look-into-it',
    'listener/temporary-folder',
  ],
  [
    'a script from there',
    judge('not-printing', { script: '/dev/shm/x.py' }),
    'look-into-it',
    'listener/temporary-folder',
  ],
  ['a program from a home', judge('not-printing', { executable: '/home/eva/x' }), 'plausible', 'port/other-owner'],
  [
    'an address rule',
    judge('unknown', { ...gone, state: 'translated', forwardsTo: '172.17.0.2:80' }),
    'plausible',
    'listener/translated',
  ],
  ['a number that is held without listening', judge('unknown', { ...gone, state: 'held' }), 'unknown', 'listener/held'],
  ['a forwarder', judge('not-printing', { forwardsTo: '10.0.0.9:80' }, true), 'plausible', 'listener/forwards'],
  ['a service on its own port', judge('not-printing', {}, true), 'expected', 'port/owner-fits'],
  [
    'a print service that others reach',
    judge('printing-other', {}, false, { usual: { printing: true, general: false } }),
    'plausible',
    'listener/printing-reachable',
  ],
  [
    'a print service on loopback',
    judge('printing-other', { exposure: 'loopback' }, false, { usual: { printing: true, general: false } }),
    'expected',
    'port/printing-software',
  ],
  [
    'a development server that others reach',
    judge('not-printing', { unit: null }),
    'plausible',
    'listener/reachable-not-installed',
  ],
  [
    'the same on loopback',
    judge('not-printing', { unit: null, exposure: 'loopback' }),
    'plausible',
    'port/other-owner',
  ],
  [
    'the same in a container',
    judge('not-printing', { unit: null, container: 'docker/0' }),
    'plausible',
    'port/other-owner',
  ],
  ['an upgraded service', judge('not-printing', { replaced: true }, true), 'plausible', 'listener/replaced'],
  ['hidden outgoing traffic', judge('random-client-socket', gone), 'plausible', 'listener/hidden-client'],
  ["a browser's connection", judge('random-client-socket', { state: 'client' }), 'expected', 'port/client-socket'],
  ['the kernel', judge('unknown', { ...gone, ownerGap: 'kernel' }), 'unknown', 'listener/kernel'],
  ['a hidden owner', judge('owner-hidden', { ...gone, ownerGap: 'permission' }), 'unknown', 'port/owner-hidden'],
  ['a look-alike', judge('epson-lookalike', {}), 'unexpected', 'port/lookalike'],
  [
    'another program on 3259',
    judge('not-printing', {}, false, { epsonNumber: true }),
    'look-into-it',
    'port/epson-number-exposed',
  ],
];

describe('a listener is judged', () => {
  it.each(rows)('%s', (_, verdict, word, rule) => {
    expect([verdict.word, verdict.reasons[0]?.rule]).toEqual([word, rule]);
    expect(verdict.next).not.toBe('');
  });

  it.each(listenerRules)('by $id in one row and not in another', ({ id }) => {
    expect(rows.some(([, , , rule]) => rule === id)).toBe(true);
    expect(rows.some(([, { reasons }]) => reasons.every(({ rule }) => rule !== id))).toBe(true);
  });

  it('by rules that have ids of their own, a text and a next step', () => {
    expect(new Set(listenerRules.map(({ id }) => id)).size).toBe(listenerRules.length);
    for (const rule of listenerRules) expect(`${rule.text}${rule.next}`, rule.id).toMatch(/^[A-Z].*\..*\.$/);
  });

  it('no surer when its owner is hidden than when it is seen', () => {
    const certainty: Readonly<Record<VerdictWord, number>> = {
      expected: 2,
      unexpected: 2,
      plausible: 1,
      'look-into-it': 1,
      unknown: 0,
    };
    for (const kind of ['epson', 'printing-other', 'not-printing', 'epson-lookalike'] as const) {
      for (const port of [{}, { epsonNumber: true }, { prints: true }]) {
        for (const fits of [true, false]) {
          const seen = judge(kind, {}, fits, port);
          const hidden = judge(
            'owner-hidden',
            { ...gone, ownerGap: 'permission', unit: null, package: null },
            false,
            port,
          );
          expect(certainty[hidden.word]).toBeLessThanOrEqual(certainty[seen.word]);
        }
      }
    }
  });
});
