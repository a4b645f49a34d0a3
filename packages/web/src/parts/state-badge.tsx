import type { RaisedAlert } from '../data/documents.ts';
import classes from './badge.module.css';
import { Icon, type IconName } from './icon.tsx';
import { spaced } from './words.ts';

export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'sleep' | 'none';

/** A word on its own ground, with a drawing: nobody has to see the colour. */
export function Badge({ tone, icon, children }: { tone: Tone; icon?: IconName; children: string }) {
  return (
    <span className={classes['badge']} data-tone={tone}>
      {icon && <Icon name={icon} size={14} />}
      {children}
    </span>
  );
}

/** How a device is. Asleep is calm, and what is not known is grey. */
export function StateBadge({ word }: { readonly word: string }) {
  const [tone, icon] = stateIconOf(word);
  return (
    <Badge tone={tone} icon={icon}>
      {spaced(word)}
    </Badge>
  );
}

/** The tone and the drawing of a state. */
export function stateIconOf(word: string): readonly [Tone, IconName] {
  return STATES[word] ?? ['none', 'unknown'];
}

/** How grave an alert is. */
export function SeverityBadge({ word }: { readonly word: RaisedAlert['severity'] }) {
  const [tone, icon] = SEVERITIES[word];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}

/** What is thought of a port. */
export function VerdictBadge({ word }: { readonly word: string }) {
  const [tone, icon] = VERDICTS[word] ?? ['none', 'unknown'];
  return (
    <Badge tone={tone} icon={icon}>
      {spaced(word)}
    </Badge>
  );
}

/** Whether something stands behind a port. */
export function PortStateBadge({ word }: { readonly word: string }) {
  const [tone, icon] = PORTS[word] ?? ['none', 'unknown'];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}

const STATES: Readonly<Record<string, readonly [Tone, IconName]>> = {
  idle: ['good', 'check'],
  processing: ['busy', 'play'],
  stopped: ['bad', 'stop'],
  asleep: ['sleep', 'moon'],
  'off-by-habit': ['sleep', 'moon'],
  unreachable: ['warn', 'warn'],
  'not-observed': ['none', 'gap'],
};

const SEVERITIES: Readonly<Record<RaisedAlert['severity'], readonly [Tone, IconName]>> = {
  critical: ['bad', 'stop'],
  warning: ['warn', 'warn'],
  info: ['busy', 'unknown'],
};

const VERDICTS: Readonly<Record<string, readonly [Tone, IconName]>> = {
  expected: ['good', 'check'],
  plausible: ['busy', 'check'],
  unexpected: ['warn', 'warn'],
  'look-into-it': ['bad', 'stop'],
};

const PORTS: Readonly<Record<string, readonly [Tone, IconName]>> = {
  answered: ['good', 'check'],
  refused: ['none', 'close'],
  silent: ['none', 'gap'],
  untested: ['none', 'unknown'],
};
