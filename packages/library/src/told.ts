import {
  type Attempt,
  type CertificateTold,
  type Claim,
  type FactKey,
  formatEndpoint,
  type Observation,
  type Port,
  sameEndpoint,
} from '@quietport/core';

/** What one port told, in one line. */
export function whatItTold(port: Port, heard: readonly Observation[], prints: boolean): string {
  const here = heard.filter(({ from }) => sameEndpoint(from, port.endpoint));
  const parts = partsOf(here.flatMap(({ claims }) => claims));
  if (parts.length > 0) return parts.join(', ');
  // a knock is heard without a byte
  if (here.some(({ raw }) => raw.length > 0)) return 'answers, and tells nothing of itself';
  switch (port.state) {
    case 'answered':
      return 'takes connections';
    case 'untested':
      return prints
        ? 'announced, not asked: what a print port is sent becomes paper'
        : 'announced, not asked: no room speaks it to hosts';
    default:
      return '';
  }
}

/** The name of an attempt where evidence is listed: attempts have no id of their own. */
export function idOfAttempt({ probe, target, outcome }: Attempt): string {
  return `${probe} ${formatEndpoint(target)}/${target.transport} ${outcome}`;
}

function partsOf(claims: readonly Claim[]): readonly string[] {
  const facts = order.flatMap((fact) => {
    const values = claims.flatMap((claim) => (claim.is === 'fact' && claim.fact === fact ? [claim.value] : []));
    return [...new Set(values)].map((value) => `${labels[fact]} ${value}`);
  });
  const names = claims.flatMap((claim) => (claim.is === 'hostname' ? [`host name ${claim.value}`] : []));
  const macs = claims.flatMap((claim) => (claim.is === 'mac' ? [`MAC ${claim.value}`] : []));
  const states = claims.flatMap((claim) =>
    claim.is === 'state' ? [['state', claim.word, ...claim.reasons].join(' ')] : [],
  );
  const services = claims.flatMap((claim) =>
    claim.is === 'service' ? [`serves ${claim.service} on ${claim.port}/${claim.transport}`] : [],
  );
  const certificates = claims.flatMap((claim) => (claim.is === 'certificate' ? [certificateText(claim)] : []));
  const all = [...facts, ...states, ...names, ...macs, ...services, ...certificates];
  // one value in two spellings is one thing told
  return [...new Map(all.map((part) => [part.toLowerCase(), part])).values()];
}

/** Until when, by whom, and in which TLS; whether that is over is a verdict, and none of ours. */
function certificateText({ subject, issuer, selfIssued, notAfter, key, tls }: CertificateTold): string {
  const by = selfIssued ? 'its own' : `by ${issuer}`;
  return `certificate ${subject} (${by}, ${key}, until ${new Date(notAfter).toISOString().slice(0, 10)}) in ${tls}`;
}

const order: readonly FactKey[] = [
  ...(['make', 'model', 'kind', 'serial', 'firmware', 'name', 'location', 'adminUrl', 'uuid'] as const),
];
const labels: Readonly<Record<FactKey, string>> = {
  make: 'make',
  model: 'model',
  kind: 'kind',
  serial: 'serial',
  firmware: 'firmware',
  name: 'name',
  location: 'location',
  adminUrl: 'settings page',
  uuid: 'UUID',
};
