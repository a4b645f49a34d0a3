import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { AskingOf } from '../../data/ask.ts';
import type { Device } from '../../data/documents.ts';
import { documentOf } from '../../data/query.ts';
import type { Wish } from './filter.ts';

type Query = NonNullable<AskingOf<'GET /api/v1/devices'>['query']>;

/** The first rows of what is asked, and how many there are in all. */
interface Early {
  readonly rows: readonly Device[];
  readonly total: number;
}

/**
 * What the server finds by its own filters and order, for as long as not all devices are here: nobody who has thousands waits
 * for all of them to see the one that he looks for. Nothing where nothing is asked, or all are here.
 */
export function useEarly(
  { q, kind, state, ignored }: Wish,
  supply: string | undefined,
  sort: string,
  whole: boolean,
): Early | undefined {
  const order = ORDERS[sort.replace(/^-/, '')];
  const query = {
    limit: ROWS,
    ...(q === '' ? {} : { q }),
    ...(kind === '' ? {} : { kind }),
    ...(state === '' ? {} : { state }),
    ...(supply === undefined || supply === '' ? {} : { supply }),
    ...(order === undefined ? {} : { sort: sort.startsWith('-') ? `-${order}` : order }),
    // what stands in an address may be anything: the server says no to what it does not know
  } as Query;
  const needed = !whole && Object.keys(query).length > 1;
  const { data } = useQuery({
    ...documentOf('GET /api/v1/devices', { query }),
    enabled: needed,
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (!needed || data === undefined) return undefined;
  return { rows: data.devices.filter((device) => device.ignored === ignored), total: data.total };
}

/** Columns by which the server can order. */
const ORDERS: Readonly<Record<string, string>> = {
  name: 'name',
  model: 'model',
  address: 'address',
  state: 'state',
  supplies: 'supply',
  seen: 'seen',
};
const ROWS = 60;
