import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ask } from '../../data/ask.ts';
import { useMay } from '../../data/role.ts';
import { Card, Page } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/standing.tsx';
import classes from './changes.module.css';
import { OnePlan, type Plan } from './one-plan.tsx';

/** What somebody wants changed on devices, what came of it, and the way back. */
export function Screen() {
  const may = useMay('operator');
  const query = useInfiniteQuery({
    queryKey: ['GET /api/v1/plans'],
    queryFn: ({ pageParam, signal }) =>
      ask('GET /api/v1/plans', { query: pageParam === '' ? {} : { cursor: pageParam } }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 0,
    // a plan under way has no event of its own
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ plans }) => plans.some((plan) => plan.state === 'applying')) ? AGAIN_MS : false,
  });
  return (
    <Page
      title="Changes"
      lead="A plan says what would be changed on which device. Somebody says yes, each change is read back, and every one can be taken back."
    >
      <Loaded query={query}>
        {({ pages }) => {
          const plans = pages.flatMap((page) => page.plans);
          return (
            <Card flush>
              {plans.length === 0 ? (
                <Empty icon="changes" title="Nobody has planned a change.">
                  On a device, choose Change: say where it stands or what it is for. The device is asked what would
                  change, and nothing happens before somebody says yes here.
                </Empty>
              ) : (
                <ul className={classes['plans']}>
                  {plans.map((plan) => (
                    <OnePlan key={plan.id} plan={plan} may={may} takenBack={isTakenBack(plan, plans)} />
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

/** Whether a later plan has put back what this one changed. */
function isTakenBack({ run }: Plan, plans: readonly Plan[]): boolean {
  return run !== null && plans.some(({ undoes, state }) => undoes === run && state === 'applied');
}

const AGAIN_MS = 1_000;
