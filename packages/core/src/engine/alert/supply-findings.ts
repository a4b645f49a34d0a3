import type { AlertRule } from '../../model/alert-rule.ts';
import type { Device } from '../../model/device.ts';
import type { Supply } from '../../model/reading.ts';
import { knownReadings, wordsOfLevel } from '../verdict/reading-words.ts';
import type { Finding } from './finding.ts';
import type { Complained } from './state-findings.ts';

/**
 * What the rules for supplies make of a device: by each level, and by what the device says in words (`toner-low`), which
 * is put to the supply that it must be about, so that both are one alert.
 */
export function supplyFindings(
  device: Device,
  rules: readonly AlertRule[],
  complaints: readonly Complained[],
): readonly Finding[] {
  const names = [...knownReadings(device).keys()];
  return rules.flatMap((rule) => {
    const { when } = rule;
    if (when.is !== 'supply' && when.is !== 'waste') return [];
    const mine = device.supplies.flatMap((supply, i) => {
      if ((supply.direction === 'filled') !== (when.is === 'waste')) return [];
      const is = when.is === 'supply' ? consumed(supply, when) : filled(supply, when.almost);
      const cause = when.is === 'waste' ? names[i]!.replace(/^supply\./, 'waste.') : names[i]!;
      return is === undefined ? [] : [{ supply, finding: { ...toldOf(supply), rule, cause, is } satisfies Finding }];
    });
    const said = complaints.filter(({ cause: { about, cause } }) =>
      when.is === 'supply'
        ? about === 'supply' && (cause === 'empty' || when.ownMark)
        : about === 'waste' && (cause === 'full' || when.almost),
    );
    const [first] = said;
    if (first === undefined) return mine.map(({ finding }) => finding);
    const words = { told: said.map(({ told }) => told), evidence: said.flatMap(({ evidence }) => evidence) };
    const meant = mine.find(({ finding }) => finding.is === 'yes') ?? lowest(mine);
    if (meant !== undefined)
      return mine.map(({ finding }) =>
        finding === meant.finding ? { ...finding, is: 'yes', ...joined(finding, words) } : finding,
      );
    const { text, next } = first.cause;
    const { seenAt, since } = first;
    return [
      ...mine.map(({ finding }) => finding),
      { rule, cause: when.is, is: 'yes', seenAt, since, text, next, ...words },
    ];
  });
}

/** By the level alone. `undefined` where it says nothing: a number is never made up. */
function consumed(
  { level, thresholds }: Supply,
  { below, clear, ownMark }: { readonly below: number; readonly clear: number; readonly ownMark: boolean },
): Finding['is'] | undefined {
  const start = ownMark && thresholds?.low !== undefined ? thresholds.low : below;
  const end = Math.min(1, start + Math.max(0, clear - below));
  switch (level.type) {
    case 'exact':
      return level.ratio <= start ? 'yes' : level.ratio >= end ? 'no' : 'between';
    case 'step':
      if (level.max <= start || (ownMark && /\b(low|near|almost)/i.test(level.label))) return 'yes';
      return level.min >= end ? 'no' : 'between';
    case 'at-least-some':
      // some is more than nothing, and nobody knows how much more
      return start <= NOTHING ? 'no' : 'between';
    case 'unlimited':
      return 'no';
    default:
      return undefined;
  }
}

/** Some makers count how full it is, some how much room is left: a number counts only against the device's own mark. */
function filled({ level, thresholds }: Supply, almost: boolean): Finding['is'] | undefined {
  switch (level.type) {
    case 'exact':
      if (thresholds?.high === undefined || !almost) return undefined;
      return level.ratio >= thresholds.high ? 'yes' : 'no';
    case 'step':
      if (level.min >= 1) return 'yes';
      return almost && /\b(near|almost)/i.test(level.label) ? 'yes' : 'no';
    case 'at-least-some':
    case 'unlimited':
      return 'no';
    default:
      return undefined;
  }
}

function toldOf(supply: Supply): Omit<Finding, 'rule' | 'cause' | 'is'> {
  const { name, level, raw, direction, observedAt, source, evidence } = supply;
  const part = supply.partNumber === undefined ? '' : ` (${supply.partNumber})`;
  return {
    seenAt: observedAt,
    since: observedAt,
    text: `${name}: ${wordsOfLevel(level, raw, direction)}`,
    told: [`${wordsOfLevel(level, raw, direction)} (${source})`],
    next: `Have a new one at hand: ${name}${part}.`,
    evidence: [evidence.observation],
  };
}

function joined(finding: Finding, words: Pick<Finding, 'told' | 'evidence'>): Pick<Finding, 'told' | 'evidence'> {
  return {
    told: [...new Set([...finding.told, ...words.told])],
    evidence: [...new Set([...finding.evidence, ...words.evidence])],
  };
}

/** The one that is nearest to its end, where that can be told and is no wonder. */
function lowest<T extends { readonly supply: Supply }>(rows: readonly T[]): T | undefined {
  const telling = rows.filter(({ supply: { level, direction } }) => {
    if (direction === 'filled') return true;
    return level.type === 'exact' ? level.ratio <= HALF : level.type === 'step' && level.max < 1;
  });
  return telling.toSorted((a, b) => most(a.supply) - most(b.supply))[0];
}

function most({ level }: Supply): number {
  return level.type === 'exact' ? level.ratio : level.type === 'step' ? level.max : 1;
}

const NOTHING = 0.02;
const HALF = 0.5;
