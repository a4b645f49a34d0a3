import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../data/ask.ts';
import type { Alerts, RaisedAlert } from '../../data/documents.ts';
import { useMay } from '../../data/role.ts';
import { Card } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/standing.tsx';
import { countText } from '../../parts/words.ts';
import classes from './alerts.module.css';
import { OneAlert } from './one-alert.tsx';
import { SilenceForm } from './silence-form.tsx';

/** Open ones, or those that are over: the newest first, page after page. */
export function AlertList({ state }: { readonly state: 'open' | 'ended' }) {
  const query = useInfiniteQuery({
    queryKey: ['GET /api/v1/alerts', state],
    queryFn: ({ pageParam, signal }) =>
      ask('GET /api/v1/alerts', { query: { state, limit: PAGE, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const may = useMay('operator');
  const [silencing, setSilencing] = useState<RaisedAlert>();
  return (
    <Loaded query={query} rows={6}>
      {({ pages }) => {
        const alerts = pages.flatMap((page) => page.alerts);
        const open = pages[0]?.open ?? { info: 0, warning: 0, critical: 0 };
        return (
          <Card {...(alerts.length > 0 && { title: headOf({ open, alerts }, state, query.hasNextPage) })} flush>
            {alerts.length === 0 ? (
              <Empty icon="check" title={state === 'open' ? 'Nothing is wrong by any rule.' : 'No alert is over yet.'}>
                {state === 'open'
                  ? 'Rules watch supplies, jams, devices that are gone, new devices and odd ports.'
                  : 'An alert moves here by itself when what it is about is over. Nobody has to close it.'}
              </Empty>
            ) : (
              <ul className={classes['alerts']}>
                {alerts.map((alert) => (
                  <OneAlert key={alert.id} alert={alert} may={may} silence={() => setSilencing(alert)} />
                ))}
              </ul>
            )}
            {query.hasNextPage && (
              <div className={classes['more']}>
                <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  Show older ones
                </Button>
              </div>
            )}
            {silencing && <SilenceForm about={silencing} close={() => setSilencing(undefined)} />}
          </Card>
        );
      }}
    </Loaded>
  );
}

/** The gravest first; for those that are over, how many are read. */
function headOf({ open, alerts }: Pick<Alerts, 'open' | 'alerts'>, state: string, more: boolean): string {
  if (state !== 'open') return `${countText(alerts.length, 'alert')}${more ? ' and older ones' : ''}`;
  const parts = [
    open.critical > 0 && `${open.critical} critical`,
    open.warning > 0 && countText(open.warning, 'warning'),
    open.info > 0 && `${open.info} to know of`,
  ];
  return parts.filter(Boolean).join(', ');
}

const PAGE = 100;
