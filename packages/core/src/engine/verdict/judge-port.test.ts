import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OwnerKind } from '../../model/listener.ts';
import type { VerdictWord } from '../../model/verdict.ts';
import { judgePort } from './judge-port.ts';
import { portRules } from './port-rules.ts';
import type { PortDevice, PortOwner, PortScene } from './port-scene.ts';

const nobody: PortScene = {
  prints: false,
  epsonNumber: false,
  published: true,
  usual: { printing: false, general: false },
  owners: [],
  devices: [],
};
const p3259: PortScene = { ...nobody, epsonNumber: true, published: false, usual: { printing: true, general: false } };
const p9100: PortScene = { ...nobody, prints: true, usual: { printing: true, general: true } };
const owned = (kind: OwnerKind, exposure: PortOwner['exposure'] = 'all', fits = false): PortOwner => ({
  kind,
  fits,
  exposure,
  evidence: [`owner:${kind}`],
});
const there = (epson: boolean, does: PortDevice['does']): PortDevice => ({
  state: 'answered',
  epson,
  does,
  evidence: ['observation:1'],
});

describe('a port is judged', () => {
  it.each<readonly [string, PortScene, VerdictWord, string]>([
    ['3259 with nobody there', p3259, 'expected', 'port/nothing-listens-epson'],
    ['3259 and no look', { ...p3259, owners: null }, 'unknown', 'port/not-looked'],
    ['3259, owner hidden', { ...p3259, owners: [owned('owner-hidden')] }, 'look-into-it', 'port/epson-number-hidden'],
    ['3259, other program', { ...p3259, owners: [owned('not-printing')] }, 'look-into-it', 'port/epson-number-exposed'],
    [
      '3259, other program on loopback',
      { ...p3259, owners: [owned('not-printing', 'loopback')] },
      'plausible',
      'port/epson-number-local',
    ],
    ['3259, Epson software', { ...p3259, owners: [owned('epson')] }, 'expected', 'port/epson-software'],
    ['3259, look-alike', { ...p3259, owners: [owned('epson-lookalike')] }, 'unexpected', 'port/lookalike'],
    [
      '3259, a browser going out',
      { ...p3259, owners: [owned('random-client-socket')] },
      'expected',
      'port/client-socket',
    ],
    [
      '3259 on an Epson device',
      { ...p3259, devices: [there(true, 'prints')] },
      'plausible',
      'port/device-epson-unpublished',
    ],
    ['3259 on another device', { ...p3259, devices: [there(false, 'prints')] }, 'look-into-it', 'port/device-no-epson'],
    [
      'node_exporter on 9100 and a printer there',
      { ...p9100, owners: [owned('not-printing')], devices: [there(false, 'prints')] },
      'look-into-it',
      'port/print-port-mix-up',
    ],
    ['node_exporter on 9100', { ...p9100, owners: [owned('not-printing')] }, 'plausible', 'port/print-port-shared'],
    [
      'a web server on 515',
      { ...p9100, usual: { printing: true, general: false }, owners: [owned('not-printing')] },
      'look-into-it',
      'port/print-port-taken',
    ],
    ['a printer on 9100', { ...p9100, devices: [there(false, 'prints')] }, 'expected', 'port/device-usual'],
    ['9100 of who knows what', { ...p9100, devices: [there(false, null)] }, 'look-into-it', 'port/device-print-port'],
    ['sshd on 22', { ...nobody, owners: [owned('not-printing', 'all', true)] }, 'expected', 'port/owner-fits'],
    ['something on 4711', { ...nobody, owners: [owned('not-printing')] }, 'plausible', 'port/other-owner'],
    ['somebody hidden on 4711', { ...nobody, owners: [owned('owner-hidden')] }, 'unknown', 'port/owner-hidden'],
    [
      'cupsd on 631',
      { ...nobody, usual: { printing: true, general: false }, owners: [owned('printing-other')] },
      'expected',
      'port/printing-software',
    ],
  ])('%s', (_, scene, word, rule) => {
    const verdict = judgePort(scene);
    expect([verdict.word, verdict.reasons[0]?.rule]).toEqual([word, rule]);
    expect(verdict.next).not.toBe('');
  });

  it('one hidden owner beside a known one leaves the whole in doubt', () => {
    const owners = [owned('not-printing', 'all', true), owned('owner-hidden')];
    expect(judgePort({ ...nobody, owners }).word).toBe('plausible');
  });

  it('by rules that have ids of their own, a text and a next step', () => {
    expect(new Set(portRules.map(({ id }) => id)).size).toBe(portRules.length);
    for (const rule of portRules) expect(`${rule.text}${rule.next}`, rule.id).toMatch(/^[A-Z].*\..*[.?]$/);
  });
});

describe('the rules together', () => {
  const kinds: readonly OwnerKind[] = [
    'epson',
    'printing-other',
    'not-printing',
    'epson-lookalike',
    'owner-hidden',
    'random-client-socket',
    'unknown',
  ];
  const anOwner = fc.record({
    kind: fc.constantFrom(...kinds),
    fits: fc.boolean(),
    exposure: fc.constantFrom('loopback', 'address', 'all', null),
    evidence: fc.constant(['socket']),
  });
  const aDevice = fc.record({
    state: fc.constantFrom('answered', 'refused', 'silent', 'untested'),
    epson: fc.boolean(),
    does: fc.constantFrom('prints', 'images', 'other', null),
    evidence: fc.constant(['observation']),
  });
  const aScene: fc.Arbitrary<PortScene> = fc.record({
    prints: fc.boolean(),
    epsonNumber: fc.boolean(),
    published: fc.boolean(),
    usual: fc.record({ printing: fc.boolean(), general: fc.boolean() }),
    owners: fc.option(fc.array(anOwner, { maxLength: 3 }), { nil: null }),
    devices: fc.option(fc.array(aDevice, { maxLength: 3 }), { nil: null }),
  });
  const certainty = (scene: PortScene) =>
    ({ expected: 2, unexpected: 2, plausible: 1, 'look-into-it': 1, unknown: 0 })[judgePort(scene).word];
  const runs = { numRuns: 3000 };

  it('have a reason for every scene, and the first reason has the word', () => {
    fc.assert(
      fc.property(aScene, (scene) => {
        const { reasons, word } = judgePort(scene);
        expect(portRules.find(({ id }) => id === reasons[0]?.rule)?.word).toBe(word);
      }),
      runs,
    );
  });

  it('are never surer for knowing less of an owner', () => {
    fc.assert(
      fc.property(aScene, fc.nat(2), fc.constantFrom('kind', 'fits', 'exposure'), (scene, at, lost) => {
        const owners = scene.owners?.map((each, index) => (index === at ? withoutOwner(each, lost) : each)) ?? null;
        expect(certainty({ ...scene, owners })).toBeLessThanOrEqual(certainty(scene));
      }),
      runs,
    );
  });

  it('are never surer for knowing less of a device', () => {
    fc.assert(
      fc.property(aScene, fc.nat(2), fc.constantFrom('epson', 'does'), (scene, at, lost) => {
        const devices = scene.devices?.map((each, index) => (index === at ? withoutDevice(each, lost) : each)) ?? null;
        expect(certainty({ ...scene, devices })).toBeLessThanOrEqual(certainty(scene));
      }),
      runs,
    );
  });

  function withoutOwner(each: PortOwner, lost: 'kind' | 'fits' | 'exposure'): PortOwner {
    if (lost === 'kind') return { ...each, kind: 'owner-hidden', fits: false };
    return lost === 'fits' ? { ...each, fits: false } : { ...each, exposure: null };
  }

  function withoutDevice(each: PortDevice, lost: 'epson' | 'does'): PortDevice {
    return lost === 'epson' ? { ...each, epson: false } : { ...each, does: null };
  }
});
