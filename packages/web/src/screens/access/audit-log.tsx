import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../data/ask.ts';
import { serverNow } from '../../data/server-time.ts';
import { Card } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Empty, Loaded } from '../../parts/standing.tsx';
import { Badge } from '../../parts/state-badge.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { spaced } from '../../parts/words.ts';
import classes from './access.module.css';
import { operationText } from './operation-words.ts';
import type { AuditRow } from './people-words.ts';

/** Who changed what, and what came of it; the latest first. */
export function AuditLog() {
  const [span, setSpan] = useState('all');
  const days = SPANS.find(({ value }) => value === span)?.days ?? null;
  const query = useInfiniteQuery({
    queryKey: ['GET /api/v1/audit', span],
    queryFn: ({ pageParam, signal }) => {
      const since = days === null ? {} : { since: new Date(serverNow() - days * 86_400_000).toISOString() };
      const cursor = pageParam === '' ? {} : { cursor: pageParam };
      return ask('GET /api/v1/audit', { query: { ...since, ...cursor } }, signal);
    },
    placeholderData: (had) => had,
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 0,
  });
  return (
    <Loaded query={query}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.rows);
        return (
          <Card
            title="Audit log"
            hint="Kept for two years. Passwords and tokens never stand here."
            actions={
              <NativeSelect
                aria-label="Since when"
                data={SPANS.map(({ value, label }) => ({ value, label }))}
                value={span}
                onChange={(event) => setSpan(event.currentTarget.value)}
              />
            }
            flush
          >
            {rows.length === 0 ? (
              <Empty
                icon="jobs"
                title={days === null ? 'Nobody has changed anything yet.' : 'Nobody has changed anything in that time.'}
              >
                A name given to a device, a rule switched off, a look at the network, a sign-in that failed: each is
                written down here before it is done, and what came of it.
              </Empty>
            ) : (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
              <section className={classes['scroll']} tabIndex={0} aria-label="Rows of the audit log">
                <table className={classes['log']}>
                  <thead>
                    <tr>
                      <th scope="col">When</th>
                      <th scope="col">Who</th>
                      <th scope="col">What</th>
                      <th scope="col">Outcome</th>
                    </tr>
                  </thead>
                  <tbody>
                    {rows.map((row) => (
                      <Row key={row.id} row={row} />
                    ))}
                  </tbody>
                </table>
              </section>
            )}
            {query.hasNextPage && (
              <div className={classes['more']}>
                <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  Show earlier ones
                </Button>
              </div>
            )}
          </Card>
        );
      }}
    </Loaded>
  );
}

function Row({ row: { at, by, address, operation, about, outcome } }: { readonly row: AuditRow }) {
  const values = Object.entries(about);
  return (
    <tr>
      <td>
        <TimeAgo at={at} />
      </td>
      <td>
        <Said>{by.name ?? whoTried(operation, about) ?? WHO[by.is]}</Said>
        <div className={classes['quiet']}>{by.is === 'token' ? `token, ${address}` : address}</div>
      </td>
      <td className={classes['about']}>
        {operationText(operation)}
        {values.length > 0 && (
          <dl>
            {values.map(([key, value]) => (
              <Value key={key} name={key} value={String(value)} />
            ))}
          </dl>
        )}
      </td>
      <td>
        {outcome === 'done' ? (
          <Badge tone="good">done</Badge>
        ) : (
          <Badge tone={outcome === null ? 'none' : 'warn'}>{outcome ?? 'not known'}</Badge>
        )}
      </td>
    </tr>
  );
}

function Value({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{NAMES[name] ?? spaced(name)}</dt>
      <dd>
        <Said lines={3}>{value}</Said>
      </dd>
    </>
  );
}

/** Whoever signs in is nobody yet: the name that was given stands for them. */
function whoTried(operation: string, about: AuditRow['about']): string | undefined {
  return operation === 'signIn' ? String(about['user']) : undefined;
}

const SPANS = [
  { value: 'all', label: 'All that is kept', days: null },
  { value: 'day', label: 'The last day', days: 1 },
  { value: 'week', label: 'The last week', days: 7 },
  { value: 'month', label: 'The last 30 days', days: 30 },
];
const NAMES: Readonly<Record<string, string>> = { id: 'device', expiresAt: 'until' };
const WHO = {
  local: 'somebody on this machine',
  nobody: 'nobody signed in',
  user: 'a user',
  token: 'a token',
} as const;
