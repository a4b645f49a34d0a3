import { Button } from '@mantine/core';
import type { Routes } from '@quietport/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../../data/ask.ts';
import type { SupplyRow } from '../../data/documents.ts';
import { Icon } from '../../parts/icon.tsx';
import { LevelBar } from '../../parts/level-bar.tsx';
import { Card, Page } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Empty, Loaded } from '../../parts/standing.tsx';
import { Badge } from '../../parts/state-badge.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import classes from './supplies.module.css';

/** What to buy next, the most urgent first. */
export function Screen() {
  const query = useInfiniteQuery({
    queryKey: ['GET /api/v1/supplies'],
    queryFn: ({ pageParam, signal }) =>
      ask('GET /api/v1/supplies', { query: { limit: 200, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  return (
    <Page
      title="Supplies"
      actions={
        <Button component="a" href={CSV} download variant="default" leftSection={<Icon name="download" size={16} />}>
          CSV
        </Button>
      }
      lead="What to buy next. How long a supply lasts is counted from what it showed over time; where nobody knows, nothing is guessed."
    >
      <Loaded query={query} rows={8}>
        {({ pages }) => {
          const rows = pages.flatMap(({ supplies }) => supplies);
          return (
            <>
              {GROUPS.map(([urgency, title, hint]) => (
                <Group key={urgency} title={title} hint={hint} rows={rows.filter((row) => row.urgency === urgency)} />
              ))}
              {rows.length === 0 && (
                <Card>
                  <Empty icon="supplies" title="No device tells of its supplies yet.">
                    They appear when a device answers by SNMP, IPP or its own protocol.
                  </Empty>
                </Card>
              )}
              {query.hasNextPage && (
                <div>
                  <Button
                    variant="default"
                    loading={query.isFetchingNextPage}
                    onClick={() => void query.fetchNextPage()}
                  >
                    Show more
                  </Button>
                </div>
              )}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function Group({
  title,
  hint,
  rows,
}: {
  readonly title: string;
  readonly hint: string;
  readonly rows: readonly SupplyRow[];
}) {
  if (rows.length === 0) return null;
  return (
    <Card title={title} hint={hint} flush>
      <ul className={classes['rows']}>
        {rows.map((row) => (
          <li key={`${row.device.id} ${row.reading}`}>
            <span className={classes['what']}>
              <strong>
                <Said>{row.name}</Said>
              </strong>
              <small>
                <Link to="/devices/$id" params={{ id: row.device.id }}>
                  <Said>{row.device.name ?? row.device.model ?? row.device.id}</Said>
                </Link>
                {row.device.location && <Said>{row.device.location}</Said>}
              </small>
            </span>
            <LevelBar name={row.name} colorant={row.colorant} level={row.level} text={row.text} />
            <span className={classes['level']}>{row.text}</span>
            <span className={classes['when']}>
              {row.forecast}
              <small>
                {row.replacedAt ? (
                  <>
                    changed <TimeAgo at={row.replacedAt} />
                  </>
                ) : (
                  'no change was seen'
                )}
              </small>
            </span>
            <span className={classes['part']}>{row.partNumber && <Badge tone="none">{row.partNumber}</Badge>}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const CSV: Routes['suppliesCsv']['path'] = '/api/v1/supplies.csv';
const GROUPS = [
  ['now', 'Now', 'Used up, or full.'],
  ['soon', 'Soon', 'Within two weeks, or low where nobody knows how long it lasts.'],
  ['later', 'Later', ''],
  ['unknown', 'Nobody knows', 'The device tells no number, or too little was seen of it.'],
] as const;
