import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { perform } from '../../../../../tests/support/perform.ts';
import { parseHex } from '../../bytes/hex.ts';
import type { HostTarget, Lead } from '../../contracts/protocol.ts';
import { claimsOf } from './claims.ts';
import { decodeScan, encodeScan, frameTypes, scanFrame } from './codec.ts';
import { describeScan } from './describe.ts';
import { welcome } from './talk.ts';

const good = goldenOf('scan').find(({ name }) => name === 'welcome')!.bytes;
const visit = (pieces: readonly (Uint8Array | 'ended' | 'silent')[], leads: readonly Lead[] = []) => {
  const reads = [...pieces];
  const host: HostTarget = {
    ...{ address: '192.0.2.9', port: (standard) => standard, leads },
    ...{ waitMs: 250, tries: 3, community: 'public' },
  };
  return perform(welcome(host), (effect) => {
    switch (effect.do) {
      case 'dial':
        return 'answered';
      case 'read':
        return reads.shift() ?? 'silent';
      case 'hang-up':
        return undefined;
      default:
        throw new Error(`unexpected ${effect.do}`);
    }
  });
};

describe('the welcome of a scanner', () => {
  it('is read however it is cut, and nothing is ever said', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: good.length }), { maxLength: 8 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), good.length];
        const pieces = at.slice(1).map((end, i) => good.subarray(at[i], end));
        const { result, told, effects } = visit(pieces);
        expect(result).toEqual({ is: 'answered' });
        expect(told).toMatchObject([{ protocol: 'scan', raw: good, from: { port: 1865, transport: 'tcp' } }]);
        expect(effects.some((effect) => effect.do === 'say')).toBe(false);
        expect(effects.some((effect) => effect.do === 'hang-up')).toBe(true);
      }),
    );
  });

  it('says that a scanner is there, at the field that shows it, and no more', () => {
    const [claim, ...more] = visit([good]).told[0]!.claims;
    expect(claim).toEqual({ is: 'fact', fact: 'kind', value: 'scanner', basis: 'derived', path: 'head.type' });
    expect(more).toEqual([]);
    expect(describeScan(good).fields.find(({ path }) => path === claim!.path)?.text).toBe('0x8000 (welcome)');
    const lockAnswer = decodeScan(encodeScan(scanFrame(frameTypes.lockAnswer, Uint8Array.of(6))));
    expect(lockAnswer.ok && claimsOf(lockAnswer.value)).toEqual([]);
  });

  it('with the head of an ES-60W is one as well', () => {
    expect(visit([parseHex('49538000100c0000000500000102030405')!]).result).toEqual({ is: 'answered' });
  });

  it('is looked for where the device announces its scanner', () => {
    const { effects } = visit([good], [{ service: 'scan', port: 1900, transport: 'tcp' }]);
    expect(effects[0]).toMatchObject({ do: 'dial', to: { port: 1900 } });
  });

  it.each([
    ['nobody speaks', ['silent'], 'silent'],
    ['it ends at once', ['ended'], 'silent'],
    ['it ends in the middle', [good.subarray(0, 13), 'ended'], 'garbled'],
    ['it falls silent in the middle', [good.subarray(0, 5), 'silent'], 'garbled'],
    ['it is a web server', [parseHex('485454502f312e31')!], 'garbled'],
    ['another frame comes first', [encodeScan(scanFrame(frameTypes.event, Uint8Array.of(0xa0)))], 'garbled'],
    ['it announces four gigabytes', [parseHex('49538000000cffffffff0000')!], 'garbled'],
    ['it brings nothing again and again', Array.from({ length: 200 }, () => new Uint8Array()), 'garbled'],
  ] as const)('is none where %s', (_, pieces, is) => {
    const { result, told } = visit(pieces);
    expect(result).toEqual({ is });
    expect(told).toEqual([]);
  });
});
