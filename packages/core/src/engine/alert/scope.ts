import type { AlertScope } from '../../model/alert-rule.ts';
import type { Device } from '../../model/device.ts';

/** Whether a device is meant: it fits every list that is not empty. */
export function isMeant(scope: AlertScope, device: Device): boolean {
  const { facts, hostnames } = device;
  const ids = [device.id, ...device.aliases];
  return (
    (scope.devices.length === 0 || scope.devices.some((id) => ids.includes(id))) &&
    (scope.kinds.length === 0 || scope.kinds.includes(device.kind)) &&
    fits(scope.makes, [facts.make?.value]) &&
    fits(scope.names, [facts.name?.value, ...hostnames]) &&
    fits(scope.locations, [facts.location?.value])
  );
}

function fits(patterns: readonly string[], texts: readonly (string | undefined)[]): boolean {
  if (patterns.length === 0) return true;
  return patterns.some((pattern) => texts.some((text) => text !== undefined && fitsText(pattern, text)));
}

/** `*` is any text, also none. In time that grows with the length alone, whatever the pattern. */
function fitsText(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const whole = text.toLowerCase();
  if (rest.length === 0) return whole === first;
  if (!whole.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  let at = first.length;
  for (const part of rest) {
    const found = whole.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return whole.length - last.length >= at && whole.endsWith(last);
}
