import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../packages/core/src/formats/x509.ts';
import { formatName } from '../../packages/core/src/formats/x509-name.ts';
import { claimsOf } from '../../packages/core/src/protocols/tls/claims.ts';

const corpus = new URL('../../../shared/corpus/', import.meta.url);
const rows = readFileSync(new URL('INDEX.tsv', corpus), 'utf8')
  .split('\n')
  .map((line) => line.split('\t'))
  .filter(([, kind]) => kind === 'tls-summary')
  .map(([path = '', , make = '', , expected = '{}']) => ({
    path,
    make,
    expected: JSON.parse(expected) as { selfSigned: boolean; org: string; cnIsHostname: boolean },
    summary: JSON.parse(readFileSync(new URL(path, corpus), 'utf8')) as {
      subject: string;
      issuer: string;
      notBefore: string;
      notAfter: string;
      sha256: string;
    },
  }));

/** The fields of a published summary as our reader gives them; the bytes were not published. */
function certificateOf({ subject, issuer, notBefore, notAfter }: (typeof rows)[number]['summary']): Certificate {
  const name = (text: string) =>
    text
      .split(', ')
      .map((part) => ({ type: part.slice(0, part.indexOf('=')), value: part.slice(part.indexOf('=') + 1) }));
  return {
    version: 3,
    serial: '00',
    subject: name(subject),
    issuer: name(issuer),
    notBefore: Date.parse(notBefore),
    notAfter: Date.parse(notAfter),
    key: { kind: 'RSA' },
    signature: 'sha256WithRSAEncryption',
    selfIssued: subject === issuer,
    names: [],
    authority: false,
  };
}

describe('published summaries of certificates', () => {
  it.each(rows)('$path names its maker, and its host where the index says so', ({ make, expected, summary }) => {
    const certificate = certificateOf(summary);
    expect(formatName(certificate.subject)).toBe(summary.subject);
    const claims = claimsOf({ certificate, version: 'TLSv1.2', offset: 0 }, summary.sha256.toLowerCase());
    expect(claims[0]).toMatchObject({ is: 'certificate', selfIssued: expected.selfSigned, subject: summary.subject });
    const makes = claims.flatMap((claim) => (claim.is === 'fact' && claim.fact === 'make' ? [claim] : []));
    expect(makes).toMatchObject([{ value: make.toUpperCase(), basis: 'derived' }]);
    const hosts = claims.flatMap((claim) => (claim.is === 'hostname' ? [claim.value] : []));
    expect(hosts).toHaveLength(expected.cnIsHostname ? 1 : 0);
    expect(summary.subject).toContain(expected.org);
  });
});
