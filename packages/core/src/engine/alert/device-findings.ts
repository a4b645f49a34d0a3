import type { AlertRule } from '../../model/alert-rule.ts';
import type { Device } from '../../model/device.ts';
import type { Millis } from '../../model/observation.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { Family, Finding, Findings } from './finding.ts';
import { isMeant } from './scope.ts';
import { complaintsOf, stateFindings } from './state-findings.ts';
import { supplyFindings } from './supply-findings.ts';

/** What is known of a device beside itself. */
export interface Beside {
  /** How many days a supply lasts, by the name of its reading (`supply.black`); absent where nobody can tell. */
  readonly daysLeft?: ReadonlyMap<string, number>;
  /** What its open ports come to. */
  readonly verdict?: Verdict;
}

export interface FindingTime {
  readonly at: Millis;
  /** When the latest look over everybody ended. */
  readonly lookedAt: Millis;
  /** A device that was first seen from then on is new; before the first whole look is over nobody is. */
  readonly newSince?: Millis;
}

/** What the rules make of one device, as it is now. */
export function findingsOf(device: Device, rules: readonly AlertRule[], beside: Beside, time: FindingTime): Findings {
  const { findings: told, mine } = toldBy(device, rules);
  const word = device.state.word;
  const quiet = new Set<Family>(quietIn[word] ?? []);
  if (beside.daysLeft === undefined) quiet.add('forecast');
  if (beside.verdict === undefined) quiet.add('verdict');
  const low = new Set(told.filter(({ is }) => is === 'yes').map(({ cause }) => cause));
  const findings = [
    // what was told before it fell silent is no news
    ...told.filter(
      ({ cause }) => !quiet.has(cause.startsWith('supply') || cause.startsWith('waste') ? 'supply' : 'state'),
    ),
    ...mine.flatMap((rule) => ofPresence(device, rule, time)),
    ...mine.flatMap((rule) => ofNewcomer(device, rule, time)),
    ...(quiet.has('forecast') ? [] : mine.flatMap((rule) => ofForecast(device, rule, beside))).filter(
      // who is low now need not be told that it will be
      ({ cause }) => !low.has(cause.replace(/^forecast/, 'supply')),
    ),
    ...mine.flatMap((rule) => ofVerdict(device, rule, beside)),
  ];
  return { findings, quiet, seenAt: Math.max(device.seen.last, device.state.since) };
}

/** The same device tells the same: a fleet is gone over every few seconds. */
function toldBy(device: Device, rules: readonly AlertRule[]): Told {
  const known = before.get(device);
  if (known?.rules === rules) return known;
  const mine = rules.filter(({ enabled, scope }) => enabled && isMeant(scope, device));
  const complaints = complaintsOf(device);
  const findings = [...stateFindings(device, mine, complaints), ...supplyFindings(device, mine, complaints)];
  const told = { rules, mine, findings };
  before.set(device, told);
  return told;
}

interface Told {
  readonly rules: readonly AlertRule[];
  readonly mine: readonly AlertRule[];
  readonly findings: readonly Finding[];
}

const before = new WeakMap<Device, Told>();

function ofPresence({ state, seen }: Device, rule: AlertRule, { lookedAt }: FindingTime): Finding[] {
  if (rule.when.is !== 'unreachable' || state.word !== 'unreachable') return [];
  const { since, reasons } = state;
  const told = reasons.map((reason) => `${reason} (we looked)`);
  const next = 'See whether it is switched on and plugged in.';
  const text = 'It does not answer, and neither sleep nor habit explains it';
  const seenAt = Math.max(lookedAt, seen.last);
  return [{ rule, cause: 'unreachable', is: 'yes', seenAt, since, text, told, next, evidence: [] }];
}

function ofNewcomer(device: Device, rule: AlertRule, { at, newSince }: FindingTime): Finding[] {
  const { when } = rule;
  const { first, last } = device.seen;
  if (when.is !== 'new-device' || newSince === undefined || first < newSince) return [];
  const unknown = device.kind === 'unknown';
  if (at - first >= when.forHours * HOUR_MS || (when.unknownOnly && !unknown)) return [];
  const text = unknown ? 'A new device that does not say what it is' : `A new ${device.kind}`;
  const next = 'If it belongs here: give it a name. Otherwise find out who plugged it in.';
  const { observations } = device;
  const told = ['first seen here (we looked)'];
  return [
    {
      rule,
      cause: 'new-device',
      is: 'yes',
      seenAt: last,
      since: first,
      text,
      told,
      next,
      evidence: observations.slice(0, 1),
    },
  ];
}

function ofForecast(device: Device, rule: AlertRule, { daysLeft }: Beside): Finding[] {
  const { when } = rule;
  if (when.is !== 'forecast' || daysLeft === undefined) return [];
  return [...daysLeft].map(([name, days]) => {
    const whole = Math.floor(days);
    return {
      rule,
      cause: `forecast.${name.replace(/^supply\./, '')}`,
      is: days <= when.days ? 'yes' : days >= when.clearDays ? 'no' : 'between',
      seenAt: device.seen.last,
      since: device.seen.last,
      text: `${name.replace(/^supply\./, '')} lasts ${whole} ${whole === 1 ? 'day' : 'days'} by what was used so far`,
      told: [`${whole} days (forecast)`],
      next: 'Order a new one.',
      evidence: [],
    } as const;
  });
}

function ofVerdict({ seen }: Device, rule: AlertRule, { verdict }: Beside): Finding[] {
  const { when } = rule;
  if (when.is !== 'verdict' || verdict === undefined) return [];
  if (!(when.words as readonly string[]).includes(verdict.word)) return [];
  const [first] = verdict.reasons;
  const text = first?.text ?? verdict.word;
  const told = verdict.reasons.map(({ rule: name }) => `${name} (verdict)`);
  const evidence = first?.evidence ?? [];
  const { last: seenAt } = seen;
  return [{ rule, cause: 'verdict', is: 'yes', seenAt, since: seenAt, text, told, next: verdict.next, evidence }];
}

// asleep is not offline: a sleeper tells nothing new of its state, and is not missed
const quietIn: Readonly<Partial<Record<Device['state']['word'], readonly Family[]>>> = {
  asleep: ['state'],
  'off-by-habit': ['state', 'supply'],
  unreachable: ['state', 'supply', 'forecast', 'verdict'],
  'not-observed': ['state', 'supply', 'presence', 'forecast', 'verdict', 'newcomer'],
};
const HOUR_MS = 3_600_000;
