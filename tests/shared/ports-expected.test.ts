import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { askRegistry } from '../../packages/knowledge/src/ports/ask-registry.ts';
import { ianaRegistry } from '../../packages/knowledge/src/ports/iana.ts';
import { parsePortQuery } from '../../packages/knowledge/src/ports/port-query.ts';
import type { RegistryRow } from '../../packages/knowledge/src/ports/registry-row.ts';

/** protocols/ports.md 2.5: 200 questions with the answers that the registry of 2026-08-17 gives. */
const folder = new URL('../../../shared/corpus/ports/', import.meta.url);
const [, ...lines] = readFileSync(new URL('expected.tsv', folder), 'utf8').replace(/\n$/, '').split('\n');
const cases = lines.map((line) => {
  const [id, query, outcome, ranges, rows, registrant, domain, registered, modified, reference, flags, why] =
    line.split('\t');
  return { id, query, outcome, ranges, rows, registrant, domain, registered, modified, reference, flags, why };
});

describe('the port registry', () => {
  it('is asked two hundred questions', () => expect(cases).toHaveLength(200));

  it.each(cases)('answers $id "$query": $why', (wanted) => {
    const query = parsePortQuery(wanted.query!, (name) => ianaRegistry.named(name).length > 0);
    if ('invalid' in query) {
      expect(wanted.outcome).toBe('invalid');
      return;
    }
    const { outcome, ranges, rows } = askRegistry(query, ianaRegistry);
    expect({
      outcome,
      ranges: ranges.map((range) => range.name).join('/'),
      rows: rows.map(rowText).join('; '),
      registrant: joined(rows.map(registrantOf)),
      domain: joined(rows.map((row) => row.contactDomain)),
      registered: joined(rows.map((row) => row.registered)),
      modified: joined(rows.map((row) => row.modified)),
      reference: joined(rows.map((row) => row.reference)),
    }).toEqual({
      outcome: wanted.outcome,
      ranges: wanted.ranges === '-' ? '' : wanted.ranges,
      rows: wanted.rows,
      registrant: wanted.registrant,
      domain: wanted.domain,
      registered: wanted.registered,
      modified: wanted.modified,
      reference: wanted.reference,
    });
    expect(flagsOf(rows)).toEqual(wanted.flags === '' ? [] : wanted.flags!.split(',').sort());
  });
});

function rowText({ port, portEnd, transport, service, status }: RegistryRow): string {
  const numbers = port === null ? '-' : port === portEnd ? port : `${port}-${portEnd}`;
  return `${numbers}/${transport ?? 'any'}=${service ?? '-'}[${status}]`;
}

function registrantOf({ assignee, organisation }: RegistryRow): string | null {
  return organisation === null || organisation === assignee ? assignee : `${assignee} (${organisation})`;
}

function joined(values: readonly (string | null)[]): string {
  return [...new Set(values.filter((value) => value !== null))].join(' | ');
}

function flagsOf(rows: readonly RegistryRow[]): string[] {
  const names = new Set(rows.flatMap((row) => (row.status === 'alias' || row.service === null ? [] : [row.service])));
  const flags: readonly (readonly [string, boolean])[] = [
    ['alias', rows.some((row) => row.status === 'alias')],
    ['deassigned', rows.some((row) => row.deassigned !== null)],
    ['historic', rows.some((row) => row.historic)],
    ['multi-name', names.size > 1],
    ['no-transport', rows.some((row) => row.transport === null && row.port !== null)],
    ['range-row', rows.some((row) => row.port !== row.portEnd)],
    ['recorded-squat', rows.some((row) => row.status === 'squat')],
    ['service-code', rows.some((row) => row.serviceCode !== null)],
    ['unauthorized-use', rows.some((row) => row.unauthorizedUse !== null)],
  ];
  return flags.filter(([, holds]) => holds).map(([flag]) => flag);
}
