import { type AlertCondition, type AlertRule, type AlertSeverity, everyDevice } from '../../model/alert-rule.ts';

/** The rules that there are before a person makes any. A rule of the same id takes the place of one. */
export const builtInRules: readonly AlertRule[] = [
  rule('observer-blind', 'This machine cannot see the network', { is: 'observer' }, 'critical', 0, 0),
  rule('unreachable', 'A device is unreachable', { is: 'unreachable' }, 'warning', 0, 0),
  rule('jam', 'Paper is jammed', { is: 'reason', causes: ['media-jam'] }, 'critical', 60, 60),
  rule('paper-out', 'Paper is out', { is: 'reason', causes: ['media-empty'] }, 'warning', 300, 60),
  rule(
    'cover-open',
    'A cover is open or a tray is missing',
    { is: 'reason', causes: ['door-open', 'input-tray-missing', 'output-tray-missing'] },
    'warning',
    300,
    60,
  ),
  rule('output-full', 'The output is full', { is: 'reason', causes: ['output-area-full'] }, 'warning', 300, 60),
  rule(
    'part-missing',
    'A cartridge is missing',
    { is: 'reason', causes: ['marker-supply-missing'] },
    'warning',
    300,
    60,
  ),
  rule('device-error', 'A device reports another error', { is: 'reason', causes: ['*'] }, 'warning', 300, 60),
  rule('stopped', 'A device has stopped', { is: 'stopped' }, 'critical', 300, 60),
  rule('supply-low', 'A supply runs low', { is: 'supply', below: 0.1, clear: 0.15, ownMark: true }, 'warning', 0, 0, 2),
  rule(
    'supply-empty',
    'A supply is empty',
    { is: 'supply', below: 0.01, clear: 0.05, ownMark: false },
    'critical',
    0,
    0,
    2,
  ),
  rule('waste-almost-full', 'A waste box is nearly full', { is: 'waste', almost: true }, 'warning', 0, 0, 2),
  rule('waste-full', 'A waste box is full', { is: 'waste', almost: false }, 'critical', 0, 0, 2),
  rule('runs-out-soon', 'A supply lasts a week or less', { is: 'forecast', days: 7, clearDays: 10 }, 'info', 0, 0, 2),
  rule('new-device', 'A new device', { is: 'new-device', forHours: 24, unknownOnly: false }, 'info', 0, 0),
  rule(
    'unknown-device',
    'A new device that does not say what it is',
    { is: 'new-device', forHours: 24, unknownOnly: true },
    'warning',
    3600,
    0,
  ),
  rule('look-into-it', 'A device to look into', { is: 'verdict', words: ['look-into-it'] }, 'warning', 0, 0),
];

function rule(
  id: string,
  title: string,
  when: AlertCondition,
  severity: AlertSeverity,
  holdSeconds: number,
  endHoldSeconds: number,
  inARow = 1,
): AlertRule {
  return { id, title, enabled: true, when, severity, scope: everyDevice, holdSeconds, endHoldSeconds, inARow };
}
