import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ask } from '../../data/ask.ts';
import { queryClient } from '../../data/query.ts';
import { onDevicesChanged } from '../../data/stream.ts';

/** What can be asked of supplies: `low` has the empty ones, too. */
export const shortages = ['low', 'empty'] as const;

/**
 * Ids of the devices whose supplies are low or empty, as the server judges it by the marks of each device; undefined where
 * that is not asked for, or not known yet. Follows what changes, every few seconds at most.
 */
export function useShortOf(asked: string | undefined): ReadonlySet<string> | undefined {
  const supply = shortages.find((one) => one === asked);
  const { data } = useQuery({
    queryKey: [KEY, supply],
    enabled: supply !== undefined,
    queryFn: async ({ signal }) => {
      const ids = new Set<string>();
      for (let cursor: string | undefined; ; ) {
        const page = await ask('GET /api/v1/devices', { query: { supply, limit: 250, cursor } }, signal);
        for (const { id } of page.devices) ids.add(id);
        if (page.next === null) return ids;
        cursor = page.next;
      }
    },
  });
  useEffect(() => {
    if (supply === undefined) return;
    let timer: number | undefined;
    const stop = onDevicesChanged(() => {
      timer ??= window.setTimeout(() => {
        timer = undefined;
        void queryClient.invalidateQueries({ queryKey: [KEY] });
      }, AGAIN_MS);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [supply]);
  return supply === undefined ? undefined : (data ?? NOBODY_YET);
}

const KEY = 'short-of';
const AGAIN_MS = 3000;
const NOBODY_YET: ReadonlySet<string> = new Set();
