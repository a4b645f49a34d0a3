import type { Claim } from '../../model/claim.ts';
import type { Device } from '../../model/device.ts';
import type { Exposed } from '../../model/exposure.ts';
import type { Millis, Observation, ObservationId } from '../../model/observation.ts';
import { type ExposureLevel, type ExposureRuleId, exposureRules } from './exposure-rules.ts';

/** One thing that a device leaves open, with the packets that show it. */
export interface AuditFinding {
  readonly rule: ExposureRuleId;
  readonly level: ExposureLevel;
  readonly points: number;
  readonly text: string;
  readonly evidence: readonly { readonly observation: ObservationId; readonly path: string }[];
}

/** What a device tells anybody, and what it leaves open. */
export interface Audited {
  /** 100 less the points of each finding, 0 at least. It compares a device with itself, not with others. */
  readonly score: number;
  readonly findings: readonly AuditFinding[];
  /** What was never asked, so that nothing is said of it. */
  readonly notSeen: readonly string[];
}

/** All that is known of one device, for the audit. */
export interface AuditScene {
  readonly device: Device;
  readonly observations: readonly Observation[];
  /** What the room of an observation sees to be open in its bytes. */
  exposes(observation: Observation): readonly Exposed[];
  /** Names of jobs and their users that the printer told, where it was asked. */
  readonly jobs?: { readonly count: number; readonly users: readonly string[] };
  readonly now: Millis;
}

/** Reads what the evidence shows. It tries nothing and guesses nothing: what was not seen is named as not seen. */
export function auditDevice(scene: AuditScene): Audited {
  const { device, observations } = scene;
  const own = observations.filter((one) => one.relayed !== true && !isClosed(device, one));
  const found = new Map<ExposureRuleId, Finding>();
  const add = (rule: ExposureRuleId, text: string, observation?: Observation, path = ''): void => {
    const known = found.get(rule);
    const evidence = observation === undefined ? [] : [{ observation: observation.id, path }];
    if (known === undefined) found.set(rule, { text, evidence });
    else if (known.evidence.length < MOST_EVIDENCE && known.text === text) known.evidence.push(...evidence);
  };
  // the newest first: what is so now, not what was so once
  for (const observation of latestOfEach(own)) {
    for (const { what, path } of scene.exposes(observation))
      if (what !== 'admin-clear' || !isSecure(observation)) add(what, wordsOf(what, observation), observation, path);
    for (const claim of observation.claims) {
      if (claim.is === 'certificate') judgeCertificate(claim, observation, scene.now, add);
      if (claim.is === 'service') judgeService(claim, observation, add);
    }
  }
  for (const { endpoint, state, service } of device.ports) {
    if (state !== 'answered' || endpoint.transport !== 'tcp') continue;
    const at = `${endpoint.port}/tcp at ${endpoint.address}`;
    if (CLEAR_LOGINS.has(endpoint.port)) add('remote-login-clear', `${at} answers.`);
    if (endpoint.port === RAW_PORT) add('raw-printing', `${at} answers: whoever reaches it prints, without a name.`);
    if (endpoint.port === LPD_PORT) add('line-printing', `${at} answers.`);
    if (endpoint.port === NCDP2_PORT && service === undefined)
      add('unknown-speaker', `${at} answers, and what it speaks is not known.`);
  }
  const { jobs } = scene;
  if (jobs !== undefined && jobs.count > 0) {
    const who = jobs.users.length === 0 ? '' : ` of ${jobs.users.length} users`;
    add('jobs-visible', `It tells anybody of ${jobs.count} jobs${who}, with their names.`);
  }
  const tellers = [...new Set(own.map(({ protocol }) => protocol))].filter((protocol) => SELF_TELLERS.has(protocol));
  if (tellers.length > 0) add('tells-itself', `Make, model and more by ${tellers.sort().join(', ')}.`);

  const findings = exposureRules.flatMap(({ id, level, points }): AuditFinding[] => {
    const finding = found.get(id);
    return finding === undefined ? [] : [{ rule: id, level, points, ...finding }];
  });
  const lost = findings.reduce((sum, { points }) => sum + points, 0);
  return { score: Math.max(0, 100 - lost), findings, notSeen: notSeen(device, own, jobs !== undefined) };
}

/** What was told there once is over: that port refuses connections now. */
function isClosed({ ports }: Device, { from }: Observation): boolean {
  return ports.some(
    ({ endpoint, state }) =>
      state === 'refused' &&
      endpoint.transport === from.transport &&
      endpoint.port === from.port &&
      endpoint.address === from.address,
  );
}

/** The same page inside of TLS is as it should be. */
function isSecure({ claims }: Observation): boolean {
  return claims.some((claim) => claim.is === 'service' && claim.service === 'https');
}

interface Finding {
  readonly text: string;
  readonly evidence: { observation: ObservationId; path: string }[];
}

type Add = (rule: ExposureRuleId, text: string, observation?: Observation, path?: string) => void;

/** Of each protocol and place the newest few: older packets may tell of a device as it was. */
function latestOfEach(observations: readonly Observation[]): readonly Observation[] {
  const byPlace = new Map<string, Observation[]>();
  for (const observation of [...observations].sort((a, b) => b.at - a.at)) {
    const key = `${observation.protocol} ${observation.from.address} ${observation.from.port}`;
    const list = byPlace.get(key) ?? [];
    const newest = list[0]?.at ?? observation.at;
    if (newest - observation.at <= ONE_LOOK_MS) byPlace.set(key, [...list, observation]);
  }
  return [...byPlace.values()].flat();
}

function judgeCertificate(
  claim: Extract<Claim, { is: 'certificate' }>,
  observation: Observation,
  now: Millis,
  add: Add,
): void {
  const where = `${observation.from.port}/tcp`;
  const { notBefore, notAfter, key, signature, tls, selfIssued, path } = claim;
  if (/^(SSLv|TLSv1(\.1)?$)/.test(tls)) add('tls-old', `${where} agreed on ${tls}.`, observation, path);
  if (now > notAfter) add('certificate-expired', `It ended on ${day(notAfter)} (${where}).`, observation, path);
  else if (now < notBefore) add('certificate-expired', `It begins on ${day(notBefore)} (${where}).`, observation, path);
  const bits = /^RSA (\d+) bits/.exec(key)?.[1];
  if (bits !== undefined && Number(bits) < 2048)
    add('certificate-weak', `Its key is ${key} (${where}).`, observation, path);
  else if (/md5|sha-?1(?!\d)/i.test(signature))
    add('certificate-weak', `It is signed with ${signature} (${where}).`, observation, path);
  if (selfIssued) add('certificate-own', `It was issued by itself (${where}).`, observation, path);
}

function judgeService(claim: Extract<Claim, { is: 'service' }>, observation: Observation, add: Add): void {
  const { service, port, path } = claim;
  if (service === 'raw')
    add('raw-printing', `It offers port ${port}: whoever reaches it prints, without a name.`, observation, path);
  if (service === 'lpd' || service === 'printer') add('line-printing', `It offers port ${port}.`, observation, path);
}

function wordsOf(what: Exposed['what'], { from }: Observation): string {
  const at = `${from.port}/${from.transport}`;
  switch (what) {
    case 'snmp-public':
      return `Everything that it tells by SNMP is read with the community "public" (${at}).`;
    case 'snmp-clear':
      return `It answered a version of SNMP that is neither authenticated nor encrypted (${at}).`;
    case 'ipp-no-login':
      return `A printer URI of it wants no login (${at}).`;
    case 'ipp-clear':
      return `It names no printer URI with TLS (${at}).`;
    case 'ipp-settable':
      return `It lists Set-Printer-Attributes and wants no login (${at}).`;
    case 'admin-clear':
      return `Its pages came in the clear (${at}).`;
  }
}

function notSeen(device: Device, own: readonly Observation[], askedForJobs: boolean): readonly string[] {
  const spoken = new Set(own.map(({ protocol }) => protocol));
  const answered = (port: number) =>
    device.ports.some(({ endpoint, state }) => endpoint.port === port && state !== 'untested');
  return [
    ...(spoken.has('snmp') ? [] : ['SNMP: it answered none']),
    ...(spoken.has('ipp') ? [] : ['IPP: it answered none']),
    ...(spoken.has('tls') ? [] : ['TLS: no certificate was seen']),
    ...(answered(RAW_PORT) ? [] : ['raw printing (9100): a print port is not touched']),
    ...(askedForJobs ? [] : ['jobs: not asked for (--look)']),
  ];
}

function day(at: Millis): string {
  return new Date(at).toISOString().slice(0, 10);
}

const RAW_PORT = 9100;
const LPD_PORT = 515;
const NCDP2_PORT = 3259;
// FTP and Telnet
const CLEAR_LOGINS: ReadonlySet<number> = new Set([21, 23]);
const SELF_TELLERS: ReadonlySet<string> = new Set([
  'dns-sd',
  'enpc',
  'llmnr',
  'netbios',
  'slp',
  'ssdp',
  'wsd',
  'ncdp2',
]);
const ONE_LOOK_MS = 10 * 60_000;
const MOST_EVIDENCE = 8;
