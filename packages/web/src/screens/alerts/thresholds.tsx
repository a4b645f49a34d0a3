import { Checkbox, NumberInput, TagsInput } from '@mantine/core';
import type { AlertRule } from '../../data/documents.ts';
import classes from './alerts.module.css';

type Condition = AlertRule['when'];

interface ThresholdsProps {
  readonly when: Condition;
  readonly change: (next: Condition) => void;
}

/** What can be set of what a rule watches; nothing where it has no number. */
export function Thresholds({ when, change }: ThresholdsProps) {
  switch (when.is) {
    case 'supply':
      return (
        <>
          <div className={classes['pair']}>
            <Percent label="It starts at" value={when.below} change={(below) => change({ ...when, below })} />
            <Percent label="It is over at" value={when.clear} change={(clear) => change({ ...when, clear })} />
          </div>
          <Checkbox
            label="The device’s own mark comes first"
            description="Where a device names a level at which it calls a supply low, that one counts."
            checked={when.ownMark}
            onChange={(event) => change({ ...when, ownMark: event.currentTarget.checked })}
          />
        </>
      );
    case 'forecast':
      return (
        <div className={classes['pair']}>
          <Count
            label="It starts at"
            unit="days"
            most={3650}
            value={when.days}
            change={(days) => change({ ...when, days })}
          />
          <Count
            label="It is over at"
            unit="days"
            most={3650}
            value={when.clearDays}
            change={(clearDays) => change({ ...when, clearDays })}
          />
        </div>
      );
    case 'waste':
      return (
        <Checkbox
          label="When it is nearly full already"
          checked={when.almost}
          onChange={(event) => change({ ...when, almost: event.currentTarget.checked })}
        />
      );
    case 'reason':
      return (
        <TagsInput
          label="Reasons"
          description="In the words of the printer standards: media-jam, media-empty, door-open …; * is every other one."
          value={when.causes}
          onChange={(causes) => change({ ...when, causes })}
        />
      );
    case 'new-device':
      return (
        <>
          <Count
            label="It is new for"
            unit="h"
            most={8760}
            least={1}
            value={when.forHours}
            change={(forHours) => change({ ...when, forHours })}
          />
          <Checkbox
            label="Only where nothing says what it is"
            checked={when.unknownOnly}
            onChange={(event) => change({ ...when, unknownOnly: event.currentTarget.checked })}
          />
        </>
      );
    case 'verdict':
      return (
        <Checkbox
          label="Unexpected ports, too"
          checked={when.words.includes('unexpected')}
          onChange={(event) =>
            change({ ...when, words: event.currentTarget.checked ? ['look-into-it', 'unexpected'] : ['look-into-it'] })
          }
        />
      );
    default:
      return null;
  }
}

function Percent({ label, value, change }: NumberProps) {
  return (
    <NumberInput
      label={label}
      suffix=" %"
      min={0}
      max={100}
      decimalScale={1}
      value={Math.round(value * 1000) / 10}
      onChange={(next) => change(Math.min(1, Number(next) / 100))}
    />
  );
}

function Count({ label, unit, most, least = 0, value, change }: CountProps) {
  return (
    <NumberInput
      label={label}
      suffix={` ${unit}`}
      min={least}
      max={most}
      value={value}
      onChange={(next) => change(Math.max(least, Number(next)))}
    />
  );
}

interface NumberProps {
  readonly label: string;
  readonly value: number;
  readonly change: (next: number) => void;
}

interface CountProps extends NumberProps {
  readonly unit: string;
  readonly most: number;
  readonly least?: number;
}
