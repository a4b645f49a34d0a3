import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeText } from '../../packages/core/src/bytes/text.ts';
import type { Claim } from '../../packages/core/src/model/claim.ts';
import { parseMac } from '../../packages/core/src/net/mac-address.ts';
import { claimsOf } from '../../packages/core/src/protocols/web/claims.ts';
import { decodeWeb } from '../../packages/core/src/protocols/web/codec.ts';
import { describeWeb } from '../../packages/core/src/protocols/web/describe.ts';

const corpus = new URL('../../../shared/corpus/', import.meta.url);
const rows = readFileSync(new URL('INDEX.tsv', corpus), 'utf8')
  .split('\n')
  .map((line) => line.split('\t'))
  .filter(([, kind]) => kind === 'html-epson')
  .map(([path = '', , , model = '', expected = '{}']) => ({ path, model, expected: JSON.parse(expected) as Expected }));

interface Expected {
  readonly name?: string;
  readonly deviceName?: string;
  readonly model?: string;
  readonly mac?: string;
  readonly ip?: string;
  readonly firmware?: string;
  readonly inks?: Readonly<Record<string, number>>;
  readonly maintenanceBoxRemaining?: number;
  readonly consumables?: readonly (readonly [string, string, number, string?])[];
  readonly total?: number;
  readonly bw?: number;
  readonly color?: number;
  readonly printerStatus?: string;
}

/** The page as a server sends it, without a word of its charset. */
function bytesOf(path: string): Uint8Array {
  const body = readFileSync(new URL(path, corpus));
  return Uint8Array.from([...encodeText('HTTP/1.1 200\r\ncontent-type: text/html\r\n\r\n'), ...body]);
}

function readingOf(path: string) {
  const bytes = bytesOf(path);
  const decoded = decodeWeb(bytes);
  if (!decoded.ok) throw new Error(decoded.error.code);
  const claims = claimsOf(decoded.value, { service: 'http', port: 80 });
  const only = <K extends Claim['is']>(is: K) =>
    claims.filter((claim): claim is Extract<Claim, { is: K }> => claim.is === is);
  const fact = (key: string) => only('fact').find((claim) => claim.fact === key)?.value;
  return { bytes, decoded: decoded.value, claims, only, fact };
}

describe('recorded pages of Epson printers', () => {
  it('are there, and most of them draw tanks', () => {
    expect(rows.length).toBeGreaterThanOrEqual(9);
    expect(rows.filter(({ expected }) => expected.inks !== undefined).length).toBeGreaterThanOrEqual(5);
  });

  it.each(rows)('$path names its maker and family', ({ path, model }) => {
    const { fact } = readingOf(path);
    expect(fact('make')).toBe('EPSON');
    // the index names single models, the pages their family (XP-2200 Series)
    expect(fact('model')?.slice(0, 5)).toBe(model.slice(0, 5));
  });

  it.each(rows)('$path tells exactly what the index says', ({ path, expected }) => {
    const { only, fact, decoded } = readingOf(path);
    const inks =
      expected.inks ??
      Object.fromEntries((expected.consumables ?? []).filter(isInk).map(([key, , left]) => [key, left]));
    const box = expected.maintenanceBoxRemaining ?? expected.consumables?.find((row) => !isInk(row))?.[2];
    const supplies = only('supply');
    const told = Object.fromEntries(
      supplies.filter(({ kind }) => kind === 'ink').map(({ name, raw }) => [name, raw.level]),
    );
    // what the index names stands on the page; it need not name them all
    expect(told).toMatchObject(inks);
    for (const { kind, level, raw } of supplies)
      if (kind === 'ink') expect(level).toEqual({ type: 'exact', ratio: raw.level! / 100 });
    const boxes = supplies.filter(({ direction }) => direction === 'filled');
    expect(boxes.map(({ raw }) => raw.level)).toEqual(box === undefined ? [] : [box]);
    for (const { level } of boxes) expect(level.type === 'exact' && level.ratio).toBeCloseTo(1 - box! / 100, 9);
    if (Object.keys(inks).length === 0) expect(supplies).toEqual([]);
    const name = expected.name ?? expected.deviceName;
    if (name !== undefined) expect(only('hostname').map(({ value }) => value)).toEqual([name]);
    if (expected.mac !== undefined) expect(only('mac').map(({ value }) => value)).toEqual([parseMac(expected.mac)]);
    if (expected.ip !== undefined) expect(only('address').map(({ value }) => value)).toEqual([expected.ip]);
    if (expected.firmware !== undefined) expect(fact('firmware')).toBe(expected.firmware);
    const counters = [expected.total, expected.bw, expected.color].filter((value) => value !== undefined);
    expect(only('counter').map(({ value }) => value)).toEqual(counters);
    const low = (expected.consumables ?? []).filter(([, , , says]) => says !== undefined).map(([key]) => key);
    expect(only('alert').map(({ text }) => text)).toEqual(low);
    if (decoded.page.status !== undefined && expected.printerStatus !== undefined)
      expect(decoded.page.status.text.replace(/\.$/, '')).toBe(expected.printerStatus.replace(/\.$/, ''));
  });

  it.each(rows)('$path: every claim stands where a field is described', ({ path }) => {
    const { bytes, claims } = readingOf(path);
    const { fields } = describeWeb(bytes);
    for (const claim of claims) expect(fields.map((field) => field.path)).toContain(claim.path);
    for (const { offset, length } of fields) expect(offset + length).toBeLessThanOrEqual(bytes.length);
  });

  it.each(rows)('$path: cut anywhere it invents nothing', ({ path }) => {
    const whole = readingOf(path);
    const told = new Set(whole.claims.map((claim) => JSON.stringify({ ...claim, path: '', row: '' })));
    const { bodyOffset } = whole.decoded;
    for (let end = bodyOffset; end < whole.bytes.length; end += 97) {
      const decoded = decodeWeb(whole.bytes.subarray(0, end));
      if (!decoded.ok) throw new Error(decoded.error.code);
      for (const claim of claimsOf(decoded.value, { service: 'http', port: 80 })) {
        expect([...told]).toContain(JSON.stringify({ ...claim, path: '', row: '' }));
      }
    }
  });
});

function isInk([key]: readonly [string, ...unknown[]]): boolean {
  return key !== 'maintenance_box';
}
