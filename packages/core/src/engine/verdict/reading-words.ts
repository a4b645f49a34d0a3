import type { Device, Known } from '../../model/device.ts';
import type { Counter, Supply } from '../../model/reading.ts';
import type { RawLevel, SupplyLevel } from '../../model/supply-level.ts';

/** A level in words, never with a number that nobody told: `63%`, `0% full`, `some left`, `100, scale unknown`. */
export function wordsOfLevel(level: SupplyLevel, raw: RawLevel, direction: Supply['direction'] = 'consumed'): string {
  const filled = direction === 'filled';
  switch (level.type) {
    case 'exact':
      return `${percentOf(level.ratio)}%${filled ? ' full' : ''}`;
    case 'step':
      return level.label;
    case 'at-least-some':
      return filled ? 'some room' : 'some left';
    case 'unlimited':
      return 'no limit';
    case 'unknown':
      return raw.level === undefined || raw.level < 0 ? 'unknown' : `${raw.level}, scale unknown`;
    case 'unsupported':
      return 'not told';
    case 'implausible':
      return `implausible: ${raw.level}${raw.max === undefined ? '' : ` of ${raw.max}`}`;
  }
}

/** A ratio in percent, with as many places as tell something. */
export function percentOf(ratio: number): number {
  return Math.round(ratio * 1000) / 10;
}

/** What one counter shows. */
export function wordsOfCounter({ value, unit, name }: Counter): string {
  return unit === name || unit === 'unknown' ? String(value) : `${value} ${unit}`;
}

/**
 * The readings of a device under names by which a person asks for them (`supply.black`, `tray.tray-1`,
 * `counter.impressions`), each as something known, with its evidence and what speaks against it.
 */
export function knownReadings(device: Device): ReadonlyMap<string, Known<string>> {
  const named = new Map<string, Known<string>>();
  const add = (name: string, known: Known<string>) => {
    let free = name;
    for (let i = 2; named.has(free); i++) free = `${name}-${i}`;
    named.set(free, known);
  };
  for (const supply of device.supplies) add(`supply.${nameOf(supply, device.supplies)}`, knownSupply(supply));
  for (const { name, level, raw, evidence } of device.trays)
    add(`tray.${slug(name)}`, { value: wordsOfLevel(level, raw), grade: 'claimed', evidence: [evidence], against: [] });
  for (const counter of device.counters)
    add(`counter.${counter.name}`, {
      value: wordsOfCounter(counter),
      grade: 'claimed',
      evidence: [counter.evidence],
      against: [],
    });
  for (const { code, text, evidence } of device.alerts)
    add(`alert.${slug(code)}`, { value: text ?? code, grade: 'claimed', evidence: [evidence], against: [] });
  return named;
}

function knownSupply(supply: Supply): Known<string> {
  const { level, raw, direction, also, against } = supply;
  const speaking = new Set(against.map(({ evidence }) => evidence.observation));
  const agreeing = also.filter(({ evidence }) => !speaking.has(evidence.observation));
  const telling = agreeing.some((row) => row.level.type === level.type && level.type !== 'unknown');
  return {
    value: wordsOfLevel(level, raw, direction),
    grade: telling ? 'confirmed' : 'claimed',
    evidence: [supply.evidence, ...agreeing.map(({ evidence }) => evidence)],
    against: against.map((row) => ({ value: wordsOfLevel(row.level, row.raw, direction), evidence: [row.evidence] })),
  };
}

/** The colour, where one cartridge alone has it. */
function nameOf(supply: Supply, all: readonly Supply[]): string {
  const { colorant } = supply;
  const holds = ({ kind }: Supply) => kind === 'ink' || kind === 'toner' || kind === 'unknown';
  if (colorant === undefined || !holds(supply)) return slug(supply.name);
  return all.filter((other) => holds(other) && other.colorant === colorant).length > 1
    ? slug(supply.name)
    : slug(colorant);
}

function slug(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '') || 'unnamed'
  );
}
