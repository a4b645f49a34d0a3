import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../packages/core/src/model/claim.ts';
import { claimsOf } from '../../packages/core/src/protocols/escl/claims.ts';
import { decodeEscl } from '../../packages/core/src/protocols/escl/codec.ts';
import { describeEscl } from '../../packages/core/src/protocols/escl/describe.ts';
import { contentClaims } from '../../packages/core/src/protocols/wsd/claims.ts';
import { decodeWsd } from '../../packages/core/src/protocols/wsd/codec.ts';
import { describeWsd } from '../../packages/core/src/protocols/wsd/describe.ts';

const corpus = new URL('../../../shared/corpus/', import.meta.url);
const rowsOf = (...kinds: readonly string[]) =>
  readFileSync(new URL('INDEX.tsv', corpus), 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([, kind]) => kinds.includes(kind ?? ''))
    .map(([path = '', , maker = '', , expected = '{}']) => ({
      path,
      maker,
      expected: JSON.parse(expected) as Readonly<Record<string, string>>,
      bytes: new Uint8Array(readFileSync(new URL(path, corpus))),
    }));
const factsOf = (claims: readonly Claim[]) =>
  Object.fromEntries(claims.flatMap((claim) => (claim.is === 'fact' ? [[claim.fact, claim.value]] : [])));

describe('recorded eSCL documents', () => {
  const rows = rowsOf('escl-capabilities', 'escl-status');

  it('are there', () => expect(rows.length).toBeGreaterThanOrEqual(4));

  it.each(rows)('$path', ({ bytes, maker, expected }) => {
    const decoded = decodeEscl(bytes);
    if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
    const claims = claimsOf(decoded.value);
    const facts = factsOf(claims);
    expect(decoded.value.texts.get('Version')?.text).toBe(expected['Version']);
    if (decoded.value.is === 'capabilities') {
      expect(`${facts['make']} ${facts['model']}`).toBe(expected['MakeAndModel']);
      expect(facts['make']).toBe(maker);
      expect(facts['serial']).toBe(expected['SerialNumber']);
      expect(facts['uuid']).toBe(expected['UUID']);
      expect(facts['adminUrl']).toBe(expected['AdminURI']);
    } else {
      expect(decoded.value.texts.get('AdfState')?.text).toBe(expected['AdfState']);
      expect(claims.find(({ is }) => is === 'state')).toMatchObject({ word: expected['State']?.toLowerCase() });
    }
    const paths = new Set(describeEscl(bytes).fields.map(({ path }) => path));
    for (const { path } of claims) expect(paths).toContain(path);
  });
});

describe('recorded answers of a WSD scanner', () => {
  const rows = rowsOf('wsd-scan-elements');

  it('are there', () => expect(rows.length).toBeGreaterThanOrEqual(1));

  it.each(rows)('$path', ({ bytes, expected }) => {
    const decoded = decodeWsd(bytes);
    if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
    const { body } = decoded.value;
    if (body.is !== 'scanner-elements') throw new Error(body.is);
    expect(body.elements.get('ScannerInfo')?.text).toBe(expected['ScannerInfo']);
    const claims = contentClaims(decoded.value);
    expect(factsOf(claims)).toMatchObject({ name: expected['ScannerName'], kind: 'scanner' });
    const paths = new Set(describeWsd(bytes).fields.map(({ path }) => path));
    for (const { path } of claims) expect(paths).toContain(path);
  });
});
