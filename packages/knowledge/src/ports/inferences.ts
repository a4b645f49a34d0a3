import type { RegistryRow } from './registry-row.ts';

/** Something that we read out of the registry and that does not stand in it. Never printed without its why. */
export interface PortInference {
  readonly is: 'vendor' | 'meaning';
  readonly value: string;
  readonly why: readonly string[];
}

/** What follows from these rows: whose numbers they are where only a column nobody prints shows it, and cut names. */
export function inferencesOf(rows: readonly RegistryRow[]): readonly PortInference[] {
  const why = [...new Set(rows.flatMap(signsOfEpson))];
  const vendor: PortInference[] = why.length === 0 ? [] : [{ is: 'vendor', value: 'Epson', why }];
  const cut = rows.some((row) => row.service === 'epncdp2') ? [ncdp2] : [];
  return [...vendor, ...cut];
}

/** Whether Epson registered the number, by whatever column shows it. */
export function isEpsons(row: RegistryRow): boolean {
  return signsOfEpson(row).length > 0;
}

/** Numbers of Epson of which no use was ever published (protocols/epncdp2.md, section 3). */
export function isUnpublished(port: number): boolean {
  return unpublished.has(port);
}

function signsOfEpson(row: RegistryRow): readonly string[] {
  if (row.port === null || row.status !== 'assigned') return [];
  const signs: string[] = [];
  const owners = [row.organisation, row.assignee, row.contactOrganisation, row.contact];
  const owner = owners.find((name) => name !== null && /\bepson\b/i.test(name));
  if (owner !== undefined) signs.push(`registered for ${owner}`);
  if (/\bepson\b/i.test(row.description ?? '')) signs.push('the description says so');
  if (/(?:^|\.)epson\.(?:co\.jp|com)$/i.test(row.contactDomain ?? ''))
    signs.push(`the contact has an address at ${row.contactDomain}`);
  return signs;
}

const ncdp2: PortInference = {
  is: 'meaning',
  value: 'Epson Network Common Device Protocol 2',
  why: [
    'the registry cuts the text after 25 characters; the rest is read from the name, no paper of Epson has these words',
  ],
};
const unpublished: ReadonlySet<number> = new Set([2051, 2291, 2969, 3259, 4108, 5116]);
