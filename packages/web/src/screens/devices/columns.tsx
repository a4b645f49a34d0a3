import type { ReactNode } from 'react';
import type { Device } from '../../data/documents.ts';
import { LevelBar } from '../../parts/level-bar.tsx';
import { Said } from '../../parts/said.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { addressOf, spaced, titleOf } from '../../parts/words.ts';
import classes from './devices.module.css';

/** What can be shown of a device in a row. */
export interface Column {
  readonly id: string;
  readonly header: string;
  /** As grids have it. */
  readonly width: string;
  /** What it is put in order by: a text as people sort, or a number. */
  readonly key: (device: Device) => string | number;
  readonly csv: (device: Device) => string;
  readonly cell: (device: Device) => ReactNode;
}

const fact = (name: string) => (device: Device) => device.facts[name]?.value ?? '';
const mac = ({ interfaces }: Device) => interfaces[0]?.mac ?? '';

function plain(id: string, header: string, width: string, text: (device: Device) => string, mono = false): Column {
  const cell = (device: Device) => {
    const said = text(device);
    return said === '' ? null : <Said mono={mono}>{said}</Said>;
  };
  return { id, header, width, key: text, csv: text, cell };
}

/** Those of `usual` are shown until somebody chooses. The first one is always there. */
export const columns: readonly Column[] = [
  plain('name', 'Device', 'minmax(10rem, 2.2fr)', titleOf),
  {
    id: 'state',
    header: 'State',
    width: 'minmax(9rem, 1.4fr)',
    key: ({ state }) => state.word,
    csv: ({ state }) => [state.word, ...state.reasons].join(' '),
    cell: ({ state }) => (
      <span className={classes['state']}>
        <StateBadge word={state.word} />
        {state.reasons.length > 0 && (
          <small>
            <Said>{state.reasons.map(spaced).join(', ')}</Said>
          </small>
        )}
      </span>
    ),
  },
  {
    id: 'supplies',
    header: 'Supplies',
    width: 'minmax(7rem, 1fr)',
    key: lowest,
    csv: ({ supplies }) => supplies.map(({ name, text }) => `${name} ${text}`).join(', '),
    cell: levels,
  },
  plain('address', 'Address', 'minmax(7.5rem, 1fr)', addressOf, true),
  plain('location', 'Location', 'minmax(8rem, 1.2fr)', fact('location')),
  plain('kind', 'Kind', 'minmax(6rem, 0.7fr)', ({ kind }) => spaced(kind)),
  plain('make', 'Make', 'minmax(6rem, 0.8fr)', fact('make')),
  plain('model', 'Model', 'minmax(8rem, 1.2fr)', fact('model')),
  plain('serial', 'Serial', 'minmax(7rem, 1fr)', fact('serial')),
  plain('firmware', 'Firmware', 'minmax(7rem, 1fr)', fact('firmware')),
  plain('mac', 'MAC', 'minmax(9rem, 1fr)', mac, true),
  {
    id: 'seen',
    header: 'Last heard',
    width: 'minmax(6.5rem, 0.7fr)',
    key: ({ seen }) => -Date.parse(seen.last),
    csv: ({ seen }) => seen.last,
    cell: ({ seen }) => <TimeAgo at={seen.last} plain />,
  },
];

export const usual: readonly string[] = ['name', 'state', 'supplies', 'address', 'location', 'seen'];

/** Every level, slim and side by side. */
function levels({ supplies }: Device): ReactNode {
  if (supplies.length === 0) return null;
  return (
    <span className={classes['levels']}>
      {supplies.slice(0, 6).map(({ reading, name, colorant, level, text }) => (
        <span key={reading} title={`${name}: ${text}`}>
          <LevelBar slim name={name} colorant={colorant} level={level} text={text} />
        </span>
      ))}
    </span>
  );
}

/** Who tells a level, the lowest first; who tells none, last. */
function lowest({ supplies }: Device): number {
  const ratios = supplies.flatMap(({ level, direction }) => {
    if (level.type === 'exact') return [direction === 'filled' ? 1 - level.ratio : level.ratio];
    return level.type === 'step' ? [level.min] : [];
  });
  return Math.min(2, ...ratios);
}
