import { encodeText } from '../../../bytes/text.ts';
import type { Attributes, AttributeValue } from '../../../contracts/attached-device.ts';
import { RESULT } from '../codec-tables.ts';
import type { ServedDevice } from '../server/served-devices.ts';
import type { PlanEntry } from './plan-entry.ts';

/** What a setup asks for: the changes it comes to, or the result that says why it is none. */
export type Planned =
  | { readonly is: 'plan'; readonly entries: readonly PlanEntry[] }
  | { readonly is: 'wrong'; readonly result: number; readonly what: string };

/**
 * Section 4: an unknown or read-only name is not allowed, a wrong type, a control character or too many bytes are
 * malformed; null removes. What is there already is no change.
 */
export function planSetup(wanted: Attributes, now: Attributes, device: Pick<ServedDevice, 'settable'>): Planned {
  const names = Object.keys(wanted);
  const foreign = names.find((name) => !mostBytes.has(name) || !device.settable.includes(name));
  if (foreign !== undefined) return { is: 'wrong', result: RESULT.notAllowed, what: foreign };
  const bad = names.find((name) => !isSettable(wanted[name] ?? null, mostBytes.get(name) ?? 0));
  if (bad !== undefined) return { is: 'wrong', result: RESULT.malformed, what: bad };
  const entries = names
    .map((name): PlanEntry => [name, now[name] ?? null, wanted[name] ?? null])
    .filter(([, before, after]) => before !== after);
  return { is: 'plan', entries };
}

function isSettable(value: AttributeValue, most: number): boolean {
  if (value === null) return true;
  return typeof value === 'string' && !/\p{Cc}/u.test(value) && encodeText(value).length <= most;
}

// RFC 8011 section 5.1: name and text(127) as IPP prints them, uri
const mostBytes: ReadonlyMap<string, number> = new Map([
  ['printer-name', 127],
  ['printer-location', 127],
  ['printer-info', 127],
  ['printer-geo-location', 1023],
]);
