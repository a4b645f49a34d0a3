import { describe, expect, test } from 'vitest';
import type { Claim } from '../../model/claim.ts';
import type { Device, Port } from '../../model/device.ts';
import type { ExposedWhat } from '../../model/exposure.ts';
import type { Observation } from '../../model/observation.ts';
import { fuse } from '../fusion/fuse.ts';
import { type Audited, auditDevice } from './audit-device.ts';
import { exposureRules } from './exposure-rules.ts';

const NOW = Date.UTC(2026, 10, 23);
const DAY = 86_400_000;

function hear(protocol: string, port: number, claims: readonly Claim[] = [], at = NOW - 1000): Observation {
  return {
    ...{ id: `${protocol}-${port}-${at}`, at, vantage: { host: 'here', interface: 'eth0' }, protocol, claims },
    ...{ from: { address: '192.0.2.9', port, transport: 'tcp' }, raw: Uint8Array.of(1) },
  };
}

const certificate = (more: object): Claim => ({
  ...{ is: 'certificate', fingerprint: 'ab', subject: 'CN=x', issuer: 'CN=ca', selfIssued: false, path: 'subject' },
  ...{ notBefore: NOW - DAY, notAfter: NOW + DAY, key: 'RSA 2048 bits', signature: 'sha256WithRSAEncryption' },
  tls: 'TLSv1.2',
  ...more,
});

function audited(
  observations: readonly Observation[],
  shown: Readonly<Record<string, readonly ExposedWhat[]>> = {},
  more: { readonly ports?: readonly Port[]; readonly jobs?: { count: number; users: readonly string[] } } = {},
): Audited {
  const [fused] = fuse(observations, []).devices;
  const device: Device = { ...fused!, ports: more.ports ?? [] };
  const exposes = ({ protocol }: Observation) => (shown[protocol] ?? []).map((what) => ({ what, path: 'somewhere' }));
  return auditDevice({ device, observations, now: NOW, exposes, ...(more.jobs ? { jobs: more.jobs } : {}) });
}

const rulesOf = ({ findings }: Audited) => findings.map(({ rule }) => rule);

describe('the audit of a device', () => {
  test('a device of which nothing open was seen has the whole score, and what was not seen is named', () => {
    const { score, findings, notSeen } = audited([hear('pjlink', 4352)]);
    expect({ score, findings }).toEqual({ score: 100, findings: [] });
    expect(notSeen.join('\n')).toMatch(/SNMP[\s\S]*IPP[\s\S]*TLS[\s\S]*9100[\s\S]*jobs/);
  });

  test('each finding takes its points, and points at the packets that show it', () => {
    const { score, findings } = audited([hear('snmp', 161), hear('ipp', 631)], {
      snmp: ['snmp-public', 'snmp-clear'],
      ipp: ['ipp-no-login'],
    });
    expect(findings.map(({ rule, points }) => [rule, points])).toEqual([
      ['snmp-public', 15],
      ['ipp-no-login', 10],
      ['snmp-clear', 5],
    ]);
    expect(score).toBe(70);
    expect(findings[0]!.evidence).toEqual([{ observation: hear('snmp', 161).id, path: 'somewhere' }]);
  });

  test('all rules together leave nothing below zero', () => {
    expect(exposureRules.reduce((sum, { points }) => sum + points, 0)).toBeGreaterThan(100);
    const all = audited(
      [
        hear('ipp', 631, [certificate({ tls: 'TLSv1', notAfter: NOW - 1, key: 'RSA 1024 bits', selfIssued: true })]),
        hear('snmp', 161),
        hear('web', 80, [{ is: 'service', service: 'http', port: 80, transport: 'tcp', path: 'status' }]),
      ],
      { ipp: ['ipp-settable', 'ipp-no-login', 'ipp-clear'], snmp: ['snmp-public', 'snmp-clear'], web: ['admin-clear'] },
    );
    expect(all.score).toBe(0);
  });

  test.each<[string, object, readonly string[]]>([
    ['a good one', {}, []],
    ['one that ended', { notAfter: NOW - 1 }, ['certificate-expired']],
    ['one that has not begun', { notBefore: NOW + 1 }, ['certificate-expired']],
    ['an old version of TLS', { tls: 'TLSv1.1' }, ['tls-old']],
    ['a short key', { key: 'RSA 1024 bits' }, ['certificate-weak']],
    ['an elliptic key', { key: 'EC P-256' }, []],
    ['SHA-1', { signature: 'sha1WithRSAEncryption' }, ['certificate-weak']],
    ['MD5', { signature: 'md5WithRSAEncryption' }, ['certificate-weak']],
    ['its own word', { selfIssued: true }, ['certificate-own']],
  ])('a certificate: %s', (_, more, rules) => {
    expect(rulesOf(audited([hear('tls', 443, [certificate(more)])]))).toEqual(rules);
  });

  test('a page inside of TLS is as it should be, the same one in the clear is not', () => {
    const page = (service: string, port: number) =>
      hear('web', port, [{ is: 'service', service, port, transport: 'tcp', path: 'status' }]);
    expect(rulesOf(audited([page('https', 443)], { web: ['admin-clear'] }))).toEqual([]);
    expect(rulesOf(audited([page('http', 80)], { web: ['admin-clear'] }))).toEqual(['admin-clear']);
  });

  test('a certificate that was replaced since is not held against it', () => {
    const old = hear('tls', 443, [certificate({ notAfter: NOW - 1 })], NOW - 40 * DAY);
    expect(rulesOf(audited([old, hear('tls', 443, [certificate({})])]))).toEqual([]);
  });

  test('ports that answer count, ports that were refused do not', () => {
    const port = (number: number, state: Port['state']): Port => ({
      ...{ endpoint: { address: '192.0.2.9', port: number, transport: 'tcp' }, state, evidence: [] },
    });
    const ports = [port(23, 'answered'), port(21, 'refused'), port(9100, 'answered'), port(3259, 'answered')];
    const found = audited([hear('pjlink', 4352)], {}, { ports });
    expect(rulesOf(found)).toEqual(['remote-login-clear', 'raw-printing', 'unknown-speaker']);
    expect(found.findings[0]!.text).toBe('23/tcp at 192.0.2.9 answers.');
  });

  test('jobs that anybody may read are counted, without a name of anybody', () => {
    const { findings } = audited([hear('pjlink', 4352)], {}, { jobs: { count: 3, users: ['ann', 'bob'] } });
    expect(findings).toMatchObject([
      { rule: 'jobs-visible', text: 'It tells anybody of 3 jobs of 2 users, with their names.' },
    ]);
  });

  test('what a server says of others is not held against the device', () => {
    const relayed = { ...hear('snmp', 161), relayed: true };
    expect(rulesOf(audited([relayed], { snmp: ['snmp-public'] }))).toEqual([]);
  });
});
