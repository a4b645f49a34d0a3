import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type Answer, ask } from '../../data/ask.ts';
import { fleet } from '../../data/fleet.ts';
import { forget } from '../../data/query.ts';
import { useMay } from '../../data/role.ts';
import { Card, Page } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Empty, Loaded, Trouble } from '../../parts/standing.tsx';
import { Badge, type Tone } from '../../parts/state-badge.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { numberText, titleOf } from '../../parts/words.ts';
import classes from './jobs.module.css';

type Job = Answer<'GET /api/v1/jobs'>['jobs'][number];

/** Documents on their way to devices, and what became of them. */
export function Screen() {
  const may = useMay('operator');
  const query = useInfiniteQuery({
    queryKey: ['GET /api/v1/jobs'],
    queryFn: ({ pageParam, signal }) =>
      ask('GET /api/v1/jobs', { query: pageParam === '' ? {} : { cursor: pageParam } }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 0,
  });
  return (
    <Page
      title="Jobs"
      lead="Documents that were given from here. Confirmed is said only where the printer's own list or page counter says so."
    >
      <Loaded query={query}>
        {({ pages }) => {
          const jobs = pages.flatMap((page) => page.jobs);
          return (
            <Card flush>
              {jobs.length === 0 ? (
                <Empty icon="jobs" title="Nothing was printed from here.">
                  On a device, choose Print: the document goes to that device and to no other one, even where its
                  address has moved.
                </Empty>
              ) : (
                <ul className={classes['jobs']}>
                  {jobs.map((job) => (
                    <OneJob key={job.id} job={job} may={may} />
                  ))}
                </ul>
              )}
              {query.hasNextPage && (
                <div className={classes['more']}>
                  <Button
                    variant="default"
                    loading={query.isFetchingNextPage}
                    onClick={() => void query.fetchNextPage()}
                  >
                    Show earlier ones
                  </Button>
                </div>
              )}
            </Card>
          );
        }}
      </Loaded>
    </Page>
  );
}

function OneJob({ job, may }: { readonly job: Job; readonly may: boolean }) {
  const { id, at, device, document, way, address, port, state, detail, sent } = job;
  const known = useQuery(fleet);
  const found = known.data?.devices.get(device);
  const cancel = useMutation({
    mutationFn: () => ask('DELETE /api/v1/jobs/{job}', { params: { job: id } }),
    onSettled: () => forget('GET /api/v1/jobs'),
  });
  const [tone, open] = STATES[state];
  return (
    <li>
      <div className={classes['words']}>
        <p className={classes['title']}>
          <Said>{document.name}</Said>
          <Badge tone={tone}>{state}</Badge>
        </p>
        <p>
          on{' '}
          <Link to="/devices/$id" params={{ id: device }}>
            <Said>{found === undefined ? device : titleOf(found)}</Said>
          </Link>
          : <Said lines={3}>{detail}</Said>
        </p>
        {state === 'sending' && (
          <progress max={document.size} value={Math.min(sent, document.size)} aria-label={`Sent of ${document.name}`} />
        )}
        <p className={classes['quiet']}>
          <span>
            {numberText(document.size)} bytes, {document.format}
          </span>
          <span>
            {way} at {address}:{port}
          </span>
          <span>
            given <TimeAgo at={at} />
          </span>
        </p>
        {cancel.error && <Trouble error={cancel.error} />}
      </div>
      {may && open && (
        <Button
          size="xs"
          variant="default"
          aria-label={`Cancel ${document.name}`}
          loading={cancel.isPending}
          onClick={() => cancel.mutate()}
        >
          Cancel
        </Button>
      )}
    </li>
  );
}

/** How each state looks, and whether the job may still be taken back. */
const STATES: Readonly<Record<Job['state'], readonly [Tone, boolean]>> = {
  checking: ['busy', true],
  sending: ['busy', true],
  sent: ['busy', false],
  accepted: ['busy', true],
  confirmed: ['good', false],
  refused: ['warn', false],
  cancelled: ['none', false],
  failed: ['bad', false],
  unknown: ['warn', false],
};
