import { UnstyledButton } from '@mantine/core';
import type { Device } from '../../data/documents.ts';
import { Icon } from '../../parts/icon.tsx';
import { LevelBar } from '../../parts/level-bar.tsx';
import { Card } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { capital, numberText, spaced } from '../../parts/words.ts';
import classes from './device.module.css';

interface ReadingsProps {
  readonly device: Device;
  readonly prove: (fact: string) => void;
}

/** What the device itself complains of. */
export function Alerts({ device }: { readonly device: Device }) {
  if (device.alerts.length === 0) return null;
  return (
    <Card title="The device says">
      <ul className={classes['alerts']}>
        {device.alerts.map(({ reading, severity, code, text, source, observedAt }) => (
          <li key={reading} data-severity={severity}>
            <Icon name={severity === 'critical' ? 'stop' : 'warn'} size={18} />
            <Said lines={3}>{text ?? capital(spaced(code))}</Said>
            <small>
              {severity}, {source}, <TimeAgo at={observedAt} />
            </small>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function Trays({ device, prove }: ReadingsProps) {
  if (device.trays.length === 0) return null;
  return (
    <Card title="Trays">
      <ul className={classes['supplies']}>
        {device.trays.map(({ reading, name, level, text, media, problem }) => (
          <li key={reading} className={classes['supply']}>
            <span className={classes['supplyName']}>
              <Said>{name}</Said>
              <small>
                <Said>{[media, problem].filter(Boolean).join(' · ') || 'no word of the paper in it'}</Said>
              </small>
            </span>
            <LevelBar name={name} colorant="grey" level={level} text={text} />
            <UnstyledButton
              className={classes['value']}
              onClick={() => prove(reading)}
              aria-label={`${text}, ${name}. Show the proof`}
            >
              {text}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function Counters({ device, prove }: ReadingsProps) {
  if (device.counters.length === 0) return null;
  return (
    <Card title="Counters">
      <dl className={classes['counters']}>
        {device.counters.map(({ reading, name, value, unit }) => (
          <div key={reading}>
            <dt>{capital(spaced(name))}</dt>
            <dd>
              <UnstyledButton
                className={classes['number']}
                onClick={() => prove(reading)}
                aria-label={`${numberText(value)} ${spaced(name)}. Show the proof`}
              >
                {numberText(value)}
              </UnstyledButton>
              {unit !== name && unit !== 'unknown' && <small>{unit}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
