import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askRegistry, type RegistryAnswer } from './ask-registry.ts';
import { ianaRegistry } from './iana.ts';
import { parsePortQuery } from './port-query.ts';
import { inOrder, openRegistry } from './registry.ts';
import { registryData } from './registry-data.ts';

function ask(text: string): RegistryAnswer {
  const query = parsePortQuery(text, (name) => ianaRegistry.named(name).length > 0);
  if ('invalid' in query) throw new Error(query.why);
  return askRegistry(query, ianaRegistry);
}
const outcomeOf = (text: string) => ask(text).outcome;

describe('the registry', () => {
  it('quotes its words as they stand, cut where they are cut', () => {
    const [row] = ask('3259/tcp').rows;
    expect(row).toEqual({
      port: 3259,
      portEnd: 3259,
      transport: 'tcp',
      service: 'epncdp2',
      status: 'assigned',
      description: 'Epson Network Common Devi',
      assignee: 'Oishi Toshiaki',
      organisation: 'SEIKO EPSON Corporation',
      contact: 'Oishi Toshiaki',
      contactOrganisation: 'SEIKO EPSON Corporation',
      contactDomain: 'exc.epson.co.jp',
      registered: '2002-02',
      modified: null,
      reference: null,
      serviceCode: null,
      unauthorizedUse: null,
      aliasOf: null,
      deassigned: null,
      historic: false,
      notes: null,
    });
  });

  it.each([
    ['3259', 'assigned'],
    ['11434/udp', 'reserved'],
    ['5173', 'unassigned'],
    ['3259/sctp', 'no-row'],
    ['homekit/udp', 'no-row'],
    ['50000', 'dynamic'],
    ['50000-50010/tcp', 'dynamic'],
    ['airplay', 'name-only'],
    ['no-such-service', 'not-found'],
    // vrml-multi-use states no transport: it counts for all
    ['4250/sctp', 'assigned'],
    ['49151-49160', 'reserved'],
    ['1-65535', 'assigned'],
  ])('says of %s: %s', (text, outcome) => expect(outcomeOf(text)).toBe(outcome));

  it('names every part of the number space that a question touches', () => {
    expect(ask('1000-1100').ranges.map(({ name }) => name)).toEqual(['system', 'user']);
    expect(ask('49151-49152').ranges.map(({ name }) => name)).toEqual(['user', 'dynamic']);
    expect(ask('http-alt').ranges.map(({ name }) => name)).toEqual(['system', 'user']);
    expect(ask('airplay').ranges).toEqual([]);
  });

  it('finds by number what reading every line finds', () => {
    const every = ianaRegistry.between(0, 65_535);
    expect(every.length + ask('compressnet').rows.length).toBeGreaterThan(13_000);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 65_535 }), fc.integer({ min: 0, max: 200 }), (from, more) => {
        const to = Math.min(65_535, from + more);
        const wanted = every.filter((row) => row.port! <= to && row.portEnd! >= from);
        expect(ianaRegistry.between(from, to)).toEqual(wanted);
      }),
      { numRuns: 60 },
    );
  });

  it('covers every number below the dynamic ones, and none of those', () => {
    const rows = ianaRegistry.between(0, 65_535);
    const covered = new Set<number>();
    for (const row of rows) for (let at = row.port!; at <= row.portEnd!; at++) covered.add(at);
    expect(covered.size).toBe(49_152);
    expect(rows).toEqual([...rows].sort(inOrder));
  });

  it('finds a name in any case, and nothing by a part of a name or by a pattern', () => {
    expect(ask('EPNCDP2').rows).toEqual(ask('epncdp2').rows);
    expect(outcomeOf('epncdp')).toBe('not-found');
    expect(outcomeOf('.*')).toBe('not-found');
    expect(outcomeOf('ep|http')).toBe('not-found');
  });

  it('reads a snapshot that has no rows at all', () => {
    const empty = openRegistry({ ...registryData, numbers: '\n', ranges: '\n', names: '\n' });
    expect([...empty.between(0, 65_535), ...empty.named('http')]).toEqual([]);
  });
});
