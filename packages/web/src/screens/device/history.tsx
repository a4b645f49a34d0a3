import { useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { Device, History as HistoryDocument } from '../../data/documents.ts';
import { documentOf } from '../../data/query.ts';
import type { ChartLine } from '../../parts/chart.tsx';
import { lineOf } from '../../parts/ink.ts';
import { Card } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/standing.tsx';
import { spaced } from '../../parts/words.ts';
import classes from './device.module.css';
import { Presence } from './presence.tsx';

const Chart = lazy(() => import('../../parts/chart.tsx'));

/** What the device showed over time: whether it was there, its levels, its counters. */
export function History({ device }: { readonly device: Device }) {
  const query = useQuery(
    documentOf('GET /api/v1/devices/{id}/history', { params: { id: device.id }, query: { limit: 10_000 } }),
  );
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <Card title="History">
      <Loaded query={query}>
        {({ samples }) => {
          const levels = linesOf(samples, 'supply.').map((line) => ({ ...line, ink: inkFor(device, line.name, dark) }));
          const counters = linesOf(samples, 'counter.');
          return (
            <div className={classes['history']}>
              <Presence samples={samples} />
              {[...levels, ...counters].every(({ points }) => points.length < 2) && (
                <Empty icon="overview" title="The lines begin here.">
                  Levels and counters are drawn from the second reading on. A sample is kept where a value has changed,
                  and one an hour where it stood still.
                </Empty>
              )}
              <Suspense>
                <Chart title="Levels" lines={levels} percent />
                <Chart title="Counters" lines={counters} />
              </Suspense>
            </div>
          );
        }}
      </Loaded>
    </Card>
  );
}

function inkFor({ supplies }: Device, name: string, dark: boolean): string {
  const supply = supplies.find(({ reading }) => reading === `supply.${name.replaceAll(' ', '-')}`);
  return lineOf(supply?.colorant ?? null, dark);
}

function linesOf(samples: HistoryDocument['samples'], prefix: string): ChartLine[] {
  const lines = new Map<string, { at: number; value: number | null }[]>();
  for (const { metric, at, value } of samples) {
    if (!metric.startsWith(prefix)) continue;
    const points = lines.get(metric) ?? [];
    lines.set(metric, points);
    // words are no number: the line has a gap there
    points.push({ at: Date.parse(at) / 1000, value: typeof value === 'number' ? value : null });
  }
  return [...lines].map(([metric, points]) => ({ name: spaced(metric.slice(prefix.length)), points }));
}
