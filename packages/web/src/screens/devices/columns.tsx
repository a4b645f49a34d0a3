import {
  columnVisibilityFeature,
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_basic,
  tableFeatures,
} from '@tanstack/react-table';
import type { Device } from '../../data/documents.ts';
import { LevelBar } from '../../parts/level-bar.tsx';
import { Said } from '../../parts/said.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { addressOf, spaced, titleOf } from '../../parts/words.ts';
import classes from './devices.module.css';

/** As people sort: 9 before 10, and small letters beside capitals. */
const collator = new Intl.Collator('en', { numeric: true });
const words = (a: Valued, b: Valued, id: string) => collator.compare(a.getValue(id), b.getValue(id));

interface Valued {
  readonly getValue: (id: string) => string;
}

export const features = tableFeatures({
  columnVisibilityFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic, words },
  columnMeta: {} as { readonly width: string; readonly csv: (device: Device) => string },
});

const helper = createColumnHelper<typeof features, Device>();
const fact = (name: string) => (device: Device) => device.facts[name]?.value ?? '';
const plain = (name: string, header: string, width: string) =>
  helper.accessor(fact(name), {
    id: name,
    header,
    sortFn: 'words',
    cell: ({ getValue }) => <Said>{getValue()}</Said>,
    meta: { width, csv: fact(name) },
  });

/** What can be shown of a device in a row. Those of `usual` are shown until somebody chooses. */
export const columns = helper.columns([
  helper.accessor(titleOf, {
    id: 'name',
    header: 'Device',
    sortFn: 'words',
    meta: { width: 'minmax(10rem, 2.2fr)', csv: titleOf },
  }),
  helper.accessor(({ state }) => state.word, {
    id: 'state',
    header: 'State',
    sortFn: 'words',
    cell: ({ row }) => (
      <span className={classes['state']}>
        <StateBadge word={row.original.state.word} />
        <small>
          <Said>{row.original.state.reasons.map(spaced).join(', ')}</Said>
        </small>
      </span>
    ),
    meta: { width: 'minmax(9rem, 1.4fr)', csv: ({ state }) => [state.word, ...state.reasons].join(' ') },
  }),
  helper.accessor(lowest, {
    id: 'supplies',
    header: 'Supplies',
    sortFn: 'basic',
    cell: ({ row }) => <Levels device={row.original} />,
    meta: { width: 'minmax(7rem, 1fr)', csv: suppliesText },
  }),
  helper.accessor(addressOf, {
    id: 'address',
    header: 'Address',
    sortFn: 'words',
    cell: ({ getValue }) => <Said mono>{getValue()}</Said>,
    meta: { width: 'minmax(7.5rem, 1fr)', csv: addressOf },
  }),
  plain('location', 'Location', 'minmax(8rem, 1.2fr)'),
  helper.accessor(({ kind }) => kind, {
    id: 'kind',
    header: 'Kind',
    sortFn: 'words',
    cell: ({ getValue }) => spaced(getValue()),
    meta: { width: 'minmax(6rem, 0.7fr)', csv: ({ kind }) => kind },
  }),
  plain('make', 'Make', 'minmax(6rem, 0.8fr)'),
  plain('model', 'Model', 'minmax(8rem, 1.2fr)'),
  plain('serial', 'Serial', 'minmax(7rem, 1fr)'),
  plain('firmware', 'Firmware', 'minmax(7rem, 1fr)'),
  helper.accessor(({ interfaces }) => interfaces[0]?.mac ?? '', {
    id: 'mac',
    header: 'MAC',
    sortFn: 'words',
    cell: ({ getValue }) => <Said mono>{getValue()}</Said>,
    meta: { width: 'minmax(9rem, 1fr)', csv: ({ interfaces }) => interfaces[0]?.mac ?? '' },
  }),
  helper.accessor(({ seen }) => seen.last, {
    id: 'seen',
    header: 'Last heard',
    sortFn: 'basic',
    cell: ({ getValue }) => <TimeAgo at={getValue()} />,
    meta: { width: 'minmax(6.5rem, 0.7fr)', csv: ({ seen }) => seen.last },
  }),
]);

export const usual: readonly string[] = ['name', 'state', 'supplies', 'address', 'location', 'seen'];

/** Every level, slim and side by side. */
function Levels({ device }: { readonly device: Device }) {
  if (device.supplies.length === 0) return null;
  return (
    <span className={classes['levels']}>
      {device.supplies.slice(0, 6).map(({ reading, name, colorant, level, text }) => (
        <span key={reading} title={`${name}: ${text}`}>
          <LevelBar slim name={name} colorant={colorant} level={level} text={text} />
        </span>
      ))}
    </span>
  );
}

/** To sort by: who tells a level, the lowest first; who tells none, last. */
function lowest({ supplies }: Device): number {
  const ratios = supplies.flatMap(({ level, direction }) => {
    if (level.type === 'exact') return [direction === 'filled' ? 1 - level.ratio : level.ratio];
    return level.type === 'step' ? [level.min] : [];
  });
  return Math.min(2, ...ratios);
}

function suppliesText({ supplies }: Device): string {
  return supplies.map(({ name, text }) => `${name} ${text}`).join(', ');
}
